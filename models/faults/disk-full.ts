import type { Fault } from '../fault.ts';

/** Seconds until the last block is taken. */
const rampSeconds = 540;

export const diskFull: Fault = {
  id: 'disk-full',
  title: 'Disk full',
  words: 'the disk fills up until nothing can be written any more',
  gradual: true,
  ladder: [],
  leftAlone: 'A reboot frees no disk: someone has to delete data or give the VM a larger disk',
  cures: [],
  symptoms: (load, seconds, dice) => {
    const filled = Math.min(1, seconds / rampSeconds);
    const disk = Math.min(100, load.disk + (100 - load.disk) * filled);
    const full = disk >= 100;
    return {
      ...load,
      disk,
      diskWrite: full ? load.diskWrite * 0.05 : load.diskWrite + 8e6 * (0.8 + 0.4 * dice()),
      diskLatency: load.diskLatency * (full ? 1.5 : 2),
      netOut: full ? load.netOut * 0.5 : load.netOut,
      ...(full && dice() < 0.3
        ? { console: 'EXT4-fs error (device vda1): ext4_da_write_begin: No space left on device' }
        : {}),
    };
  },
};
