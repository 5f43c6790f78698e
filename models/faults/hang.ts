import type { Fault } from '../fault.ts';

/** Nova still says ACTIVE and samples still arrive; what gives it away is that nothing moves any more. */
export const hang: Fault = {
  id: 'hang',
  title: 'Hang',
  words: 'the guest stands still: it neither computes nor answers, though it is powered on',
  ladder: ['hard-reboot', 'heat-replace', 'rebuild'],
  cures: ['hard-reboot'],
  symptoms: (load, seconds, dice) => ({
    ...load,
    cpu: 0.1 + 0.1 * dice(),
    diskRead: 0,
    diskWrite: 0,
    netIn: 0,
    netOut: 0,
    netDrops: load.netDrops + 2 * dice(),
    ...(seconds > 100 && dice() < 0.03
      ? { console: 'INFO: task kworker/0:1:24 blocked for more than 120 seconds.' }
      : {}),
  }),
};
