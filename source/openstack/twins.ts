import type { Vm } from '../../models/vm.ts';

/**
 * A list in which each id stands once. An instance that was buried in one cell and lives in another is listed twice: the
 * record with a host is kept, of two such the one that was changed later, and it says so.
 */
export function withoutTwins(told: readonly Vm[]): readonly Vm[] {
  const kept = new Map<string, Vm>();
  for (const vm of told) {
    const other = kept.get(vm.id);
    kept.set(vm.id, other ? joined(other, vm) : vm);
  }
  return kept.size === told.length ? told : [...kept.values()];
}

/** Whether a record that comes alone is of a VM's ghost: what lives on a host does not lose it but by being shelved. */
export function isGhost(vm: Vm, known: Vm | undefined): boolean {
  return known !== undefined && known.host !== '' && vm.host === '' && !vm.unknown && !vm.status.startsWith('SHELVED');
}

function joined(one: Vm, other: Vm): Vm {
  if (one.host === other.host && one.status === other.status && one.updatedAt === other.updatedAt) return one;
  const [better, worse] = rank(one) >= rank(other) ? [one, other] : [other, one];
  // A cell that is down tells nothing of it, and what is deleted in one cell may live in the other.
  return worse.unknown ? better : { ...better, twin: `Nova lists it twice: ${words(better)}, and ${words(worse)}` };
}

/** Later is better by less than a host is, and a host by less than to be known at all. */
function rank({ unknown, host, updatedAt }: Vm): number {
  return (unknown ? 0 : 2e15) + (host ? 1e15 : 0) + (updatedAt || 0);
}

function words({ status, host }: Vm): string {
  return `${status} on ${host || 'no host'}`;
}
