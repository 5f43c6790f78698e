import type { Guard } from '../guard.ts';
import type { Vm } from '../vm.ts';

const key = 'cloud-medic';

/** What the VM's owner says in its metadata (`cloud-medic=off`) or by a tag (`cloud-medic:off`). */
export const optedOut: Guard = {
  id: 'opted-out',
  person: 'spares',
  check: ({ vm, state }) => {
    const wish = wishOf(vm);
    if (wish && /^(off|no|false|0)$/i.test(wish))
      return `its owner does not want it healed: ${key} ${wish}; until its owner changes that`;
    if (!state.settings.optIn || (wish && /^(on|yes|true|1)$/i.test(wish))) return undefined;
    return `its owner has not asked for it: only VMs with the metadata ${key}=on are healed, until then not this one`;
  },
};

function wishOf({ metadata, tags }: Vm): string | undefined {
  return metadata[key] ?? tags?.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1);
}
