import { condition } from './condition.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/** Fewer silent VMs than this are no fault of the telemetry, however small the cloud. */
const silentCount = 3;

/** Of the running VMs that ever sent a sample. */
type Silence = { readonly silent: number; readonly heard: number };
const silences = new WeakMap<State['verdicts'], Silence>();

/** Why the telemetry as a whole is lost, or undefined: nothing can be said of single VMs then, and nobody is healed. */
export function telemetryFault(state: State): string | undefined {
  const gnocchi = state.sources.find(({ source }) => source === 'gnocchi');
  if (gnocchi && !gnocchi.ok) return `Gnocchi fails: ${gnocchi.reason ?? 'no reason given'}`;
  const { silent, heard } = silence(state);
  if (silent < silentCount || silent <= state.settings.silentShare * heard) return undefined;
  return `${silent} of ${heard} running VMs are silent: the telemetry fails, not the VMs`;
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
    found = { heard: heard.length, silent: heard.filter((vm) => isSilent(vm, state)).length };
    silences.set(state.verdicts, found);
  }
  return found;
}
