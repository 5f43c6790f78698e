import type { Guard } from '../guard.ts';
import { places } from '../incidents.ts';

/** A host that boots several VMs at once makes its other VMs look sick. */
export const perHost: Guard = {
  id: 'per-host',
  check: ({ vm, at, state }) => {
    if (!vm.host) return undefined;
    const there = new Set(
      places(state, at).flatMap((one) => (one.host === vm.host && one.vm !== vm.id ? [one.vm] : [])),
    );
    if (there.size < state.settings.perHost) return undefined;
    const name = [...there].map((id) => state.vms.get(id)?.name ?? id)[0];
    return `${name} on the same host is being healed: until that is over`;
  },
};
