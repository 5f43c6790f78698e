import type { Effect, EntryKind } from './event.ts';
import type { Incident } from './incident.ts';

type Facts = { readonly who?: string; readonly data?: Readonly<Record<string, unknown>> };

/** A line for the audit about an incident. */
export function recordOf(
  incident: Pick<Incident, 'id' | 'vm' | 'vmName'>,
  at: number,
  kind: EntryKind,
  words: string,
  facts: Facts = {},
): Effect {
  const { vm, vmName, id } = incident;
  return {
    type: 'record',
    entry: { at, kind, vm, vmName, incident: id, who: facts.who ?? 'cloud-medic', words, data: facts.data ?? {} },
  };
}

/** What a line must tell of an incident, so that after a restart it can be opened again from that. */
export function originOf({ openedAt, diagnosis, peak, reasons }: Incident) {
  return { openedAt, diagnosis, probability: peak, reasons };
}

/** A line for the audit that belongs to no incident. */
export function record(
  at: number,
  kind: EntryKind,
  words: string,
  facts: Facts & { readonly vm?: string; readonly vmName?: string } = {},
): Effect {
  const { vm, vmName, who = 'cloud-medic', data = {} } = facts;
  return { type: 'record', entry: { at, kind, vm, vmName, incident: undefined, who, words, data } };
}
