import type { Guard } from '../guard.ts';
import { attemptsUnderWay } from '../incidents.ts';

/** A host that boots several VMs at once makes its other VMs look sick. */
export const perHost: Guard = {
  id: 'per-host',
  check: ({ vm, state }) => {
    if (!vm.host) return undefined;
    const there = attemptsUnderWay(state).filter((attempt) => attempt.host === vm.host && attempt.vm !== vm.id);
    if (there.length < state.settings.perHost) return undefined;
    const name = state.vms.get(there[0]!.vm)?.name ?? there[0]!.vm;
    return `${name} on the same host is being healed`;
  },
};
