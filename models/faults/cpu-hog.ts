import type { Fault } from '../fault.ts';

/** Work gets its share of a full processor only: it reads, writes and answers less, though as much is asked of it. */
export const cpuHog: Fault = {
  id: 'cpu-hog',
  title: 'CPU hog',
  words: 'a process has run away and takes all processor time',
  // A burst of honest work looks the same for a while, and a reboot would throw the work away.
  wait: 300,
  ladder: ['soft-reboot', 'hard-reboot'],
  cures: ['soft-reboot', 'hard-reboot'],
  symptoms: (load, seconds, dice) => ({
    ...load,
    cpu: Math.max(load.cpu, Math.min(1, 0.5 + seconds / 10) * (95 + 5 * dice())),
    diskRead: load.diskRead * 0.5,
    diskWrite: load.diskWrite * 0.5,
    netIn: load.netIn * 0.8,
    netOut: load.netOut * 0.4,
    diskLatency: load.diskLatency * 1.2,
    ...(dice() < 0.02 && seconds > 60
      ? { console: 'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [runaway:4711]' }
      : {}),
  }),
};
