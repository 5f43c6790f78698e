import type { Fault } from '../fault.ts';

export const crash: Fault = {
  id: 'crash',
  title: 'Crash',
  words: 'the guest has died and the hypervisor finds it powered off',
  ladder: ['resume', 'unpause', 'start', 'hard-reboot', 'heat-replace', 'rebuild'],
  cures: ['start', 'hard-reboot'],
  symptoms: (load) => ({ ...load, dead: true, console: 'Kernel panic - not syncing: Fatal exception in interrupt' }),
};
