import type { Guard } from '../guard.ts';
import { countOf } from '../heal-settings.ts';
import { places } from '../incidents.ts';

/** A host that boots several VMs at once makes its other VMs look sick. */
export const perHost: Guard = {
  id: 'per-host',
  check: ({ vm, at, state }) => {
    if (!vm.host) return undefined;
    const there = new Set(
      places(state, at).flatMap((one) => (one.host === vm.host && one.vm !== vm.id ? [one.vm] : [])),
    );
    const all = [...state.vms.values()].filter(({ host }) => host === vm.host).length;
    if (there.size < countOf(state.settings.perHost, all)) return undefined;
    const name = [...there].map((id) => state.vms.get(id)?.name ?? id)[0];
    return `${name} on the same host is being healed: until that is over`;
  },
};
