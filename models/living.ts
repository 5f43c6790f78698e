import { brokenByNova, isContradicted } from './condition.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/**
 * What speaks for a guest that lives although Nova calls its VM broken, or leaves open whether it does; undefined where
 * all evidence says that it is dead. A label is no proof: a failed attachment of a volume leaves ERROR on a VM that runs.
 */
export function signOfLife(vm: Vm, state: State, at: number): string | undefined {
  if (!brokenByNova(vm)) return undefined;
  const sample = livingSample(vm, state, at);
  const samples = sample === undefined ? '' : `, and a sample came ${sample} s ago`;
  if (isContradicted(vm) || vm.power === 'running') {
    return `Nova says ${vm.status}, but by its hypervisor it is ${vm.power}${samples}: the guest may live`;
  }
  if (sample !== undefined) {
    return `Nova says ${vm.status}, but its samples go on, the newest ${sample} s old: the guest may live`;
  }
  const isUnknown = vm.status === 'ERROR' && vm.power === 'none';
  return isUnknown ? 'Nova says ERROR and tells no power state: whether the guest lives is not known' : undefined;
}

/** Seconds since a sample that is newer than Nova's word. A frozen guest is still counted by its hypervisor: that is no life. */
function livingSample({ id, power, updatedAt }: Vm, { verdicts, granularity }: State, at: number): number | undefined {
  const { freshness, sampledAt = 0 } = verdicts.get(id) ?? {};
  if (freshness !== 'fresh' || power === 'paused' || power === 'suspended') return undefined;
  // Taken just before it died, and clocks that differ by seconds. When Nova's word is dated ahead, it may be of any time.
  const died = updatedAt <= at ? updatedAt + 1500 * granularity : Number.NEGATIVE_INFINITY;
  return sampledAt > died ? Math.max(0, Math.round((at - sampledAt) / 1000)) : undefined;
}
