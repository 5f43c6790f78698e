import { condition } from './condition.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/** Fewer silent VMs than this are no fault of the telemetry, however small the cloud. */
const silentCount = 3;

/** Of the running VMs that ever sent a sample. */
type Silence = { readonly silent: readonly Vm[]; readonly heard: number };
const silences = new WeakMap<State['verdicts'], Silence>();

/** Why the telemetry as a whole is lost, or undefined: nothing can be said of single VMs then, and nobody is healed. */
export function telemetryFault(state: State): string | undefined {
  const gnocchi = state.sources.find(({ source }) => source === 'gnocchi');
  if (gnocchi && !gnocchi.ok) return `Gnocchi fails: ${gnocchi.reason ?? 'no reason given'}`;
  const { silent, heard } = silence(state);
  if (silent.length < silentCount || silent.length <= state.settings.silentShare * heard) return undefined;
  return `${silent.length} of ${heard} running VMs are silent: the telemetry fails, not the VMs${suspects(silent, state)}`;
}

/** VMs that are named at most: more of them say nothing of any. */
const namedAtMost = 3;

/**
 * Who fell silent first, in words that go on after others: Ceilometer's agent asks one guest of its host after the other,
 * and waits for one that hangs. '' where that points at nobody.
 */
export function suspects(silent: readonly Vm[], { verdicts }: State): string {
  const at = ({ id }: Vm) => verdicts.get(id)?.sampledAt ?? 0;
  const oldest = Math.min(...silent.map(at));
  const first = silent.filter((vm) => at(vm) === oldest);
  if (first.length === silent.length || first.length > namedAtMost) return '';
  const names = first.map(({ name, id }) => name || id).join(', ');
  return `; ${names} fell silent first: a guest that hangs can block Ceilometer's agent`;
}

/** Whether a VM that runs by Nova's word sends no samples any more. One that never sent any has no telemetry to lose. */
export function isSilent(vm: Vm, state: State): boolean {
  return condition(vm).kind === 'running' && state.verdicts.get(vm.id)?.freshness === 'stale';
}

function wasHeard({ id }: Vm, { verdicts }: State): boolean {
  return (verdicts.get(id)?.freshness ?? 'none') !== 'none';
}

/** Counted once for all guards that ask. */
function silence(state: State): Silence {
  let found = silences.get(state.verdicts);
  if (!found) {
    const heard = [...state.vms.values()].filter((vm) => condition(vm).kind === 'running' && wasHeard(vm, state));
    found = { heard: heard.length, silent: heard.filter((vm) => isSilent(vm, state)) };
    silences.set(state.verdicts, found);
  }
  return found;
}
