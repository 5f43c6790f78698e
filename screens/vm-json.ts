import { withoutSecrets } from '../models/redact.ts';
import type { State } from '../models/state.ts';
import { incidentOf } from './select.ts';

/** Nova's record of the VM (or, where it gives none, what we hold of it), its verdict and its incident, as JSON. */
export function jsonOf(state: State, vm: string, server: unknown): string {
  const nova = server === undefined ? { held: state.vms.get(vm) ?? null } : { server };
  const all = { ...nova, verdict: state.verdicts.get(vm) ?? null, incident: incidentOf(state, vm) ?? null };
  return JSON.stringify(withoutSecrets(JSON.parse(JSON.stringify(all))), null, 2);
}
