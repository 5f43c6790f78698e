import type { Guard } from '../guard.ts';

/** Seconds by which our clock and Nova's may differ: half of what somebody who is at a VM is left alone for. */
const most = 60;

/** Where the clocks differ, what was done a moment ago looks old, and what is over looks new. */
export const clock: Guard = {
  id: 'clock',
  person: 'spares',
  check: ({ state: { clockAhead = 0 } }) => {
    if (Math.abs(clockAhead) <= most * 1000) return undefined;
    const seconds = Math.round(Math.abs(clockAhead) / 1000);
    return `this machine's clock is ${seconds} s ${clockAhead > 0 ? 'ahead of' : 'behind'} Nova's: set one of them right`;
  },
};
