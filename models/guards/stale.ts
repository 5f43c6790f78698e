import { brokenByNova } from '../condition.ts';
import type { Guard } from '../guard.ts';
import { telemetryFault } from '../telemetry.ts';

/** Nobody is healed by what is no longer known to be true. What Nova itself says just now needs no sample. */
export const stale: Guard = {
  id: 'stale',
  check: ({ vm, at, state }) => {
    const polls = 3 * state.settings.interval * 1000;
    if (state.novaAt === undefined || at - state.novaAt > polls)
      return 'Nova has not answered for three polls: nothing is done until it does';
    const fault = telemetryFault(state);
    if (fault) return `${fault}; until samples come again`;
    if (brokenByNova(vm)) return undefined;
    const verdict = state.verdicts.get(vm.id);
    if (verdict?.freshness === 'fresh') return undefined;
    if ((verdict?.sampledAt ?? 0) > at) return "its samples are dated ahead of this machine's clock";
    if (verdict?.sampleAge === undefined) return 'it never sent a sample, so nothing is known of it until it does';
    return `its newest sample is ${Math.round(verdict.sampleAge / 1000)} s old: nothing is done until newer ones come`;
  },
};
