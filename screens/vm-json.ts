import { toJson } from '../models/clean.ts';
import { knownMetadata, knownServer, knownTags } from '../models/known-fields.ts';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { incidentOf } from './select.ts';

/** Nova's record of the VM (or, where it gives none, what we hold of it), its verdict and its incident, as JSON. */
export function jsonOf(state: State, vm: string, server: unknown): string {
  const held = state.vms.get(vm);
  const nova = server === undefined ? { held: held ? known(held) : null } : { server: knownServer(server) };
  const all = { ...nova, verdict: state.verdicts.get(vm) ?? null, incident: incidentOf(state, vm) ?? null };
  return toJson(all, 2);
}

const known = (vm: Vm) => ({ ...vm, metadata: knownMetadata(vm.metadata), tags: vm.tags && knownTags(vm.tags) });
