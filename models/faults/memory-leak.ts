import type { Fault } from '../fault.ts';

const full = 97;
/** Seconds from the first lost byte to a full memory. */
const rampSeconds = 750;

/** Memory climbs in a straight line; near the end the guest swaps, which the disk shows, and then it kills. */
export const memoryLeak: Fault = {
  id: 'memory-leak',
  title: 'Memory leak',
  words: 'a process takes more and more memory and gives none back',
  gradual: true,
  // A leak that is one goes on; two minutes of patience cost it nothing.
  wait: 120,
  ladder: ['soft-reboot', 'hard-reboot'],
  cures: ['soft-reboot', 'hard-reboot'],
  symptoms: (load, seconds, dice) => {
    const leaked = Math.min(1, seconds / rampSeconds);
    const memory = Math.max(load.memory, load.memory + (full - load.memory) * leaked + (dice() - 0.5));
    const swapping = Math.max(0, (memory - 88) / (full - 88));
    const kills = swapping > 0.85 && dice() < 0.1;
    return {
      ...load,
      memory: Math.min(full + 1, memory),
      cpu: Math.min(100, load.cpu + 15 * swapping),
      diskRead: load.diskRead + 6e6 * swapping * (0.7 + 0.6 * dice()),
      diskWrite: load.diskWrite + 9e6 * swapping * (0.7 + 0.6 * dice()),
      diskLatency: load.diskLatency * (1 + 7 * swapping),
      ...(kills
        ? { console: 'Out of memory: Killed process 2113 (python3) total-vm:3981264kB, anon-rss:3401180kB' }
        : {}),
    };
  },
};
