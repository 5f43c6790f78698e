import type { Effect } from './event.ts';
import type { Incident } from './incident.ts';

/** A person is wanted for this incident. */
export function escalation(
  { id, vm, vmName }: Pick<Incident, 'id' | 'vm' | 'vmName'>,
  at: number,
  words: string,
): Effect {
  return { type: 'escalate', at, vm, vmName, incident: id, words };
}

/** A person is wanted for more than one VM. */
export function wideEscalation(at: number, words: string): Effect {
  return { type: 'escalate', at, vm: undefined, vmName: undefined, incident: undefined, words };
}
