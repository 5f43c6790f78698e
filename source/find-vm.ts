import type { Vm } from '../models/vm.ts';
import { Failure } from './failure.ts';

/** The VM that a person means by an id, the beginning of one, or a name. Throws a Failure where it is none or several. */
export function findVm(vms: Iterable<Vm>, wanted: string): Vm {
  const all = [...vms];
  const exact = all.find((vm) => vm.id === wanted);
  if (exact) return exact;
  const named = all.filter((vm) => vm.name === wanted);
  const found = named.length ? named : all.filter((vm) => wanted.length >= 4 && vm.id.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (!found.length) {
    throw new Failure(
      'usage',
      'unknown-vm',
      `There is no VM "${wanted}".`,
      '"cloud-medic vms" lists them by name and id.',
    );
  }
  const ids = found.map((vm) => vm.id).join(', ');
  throw new Failure(
    'usage',
    'ambiguous-vm',
    `"${wanted}" is the name of ${found.length} VMs.`,
    `Name one by its id: ${ids}.`,
  );
}
