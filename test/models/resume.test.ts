import { expect, test } from 'vitest';
import { advance } from '../../models/advance.ts';
import type { Entry, Event } from '../../models/event.ts';
import { open } from '../../models/raise.ts';
import { healKinds } from '../../models/resume.ts';
import type { State } from '../../models/state.ts';
import { aState, aVerdict, aVm, now, records } from './fixture.ts';

const vm = aVm().id;
const incident = open(aVerdict({ diagnosis: 'hang' }), aState(), now - 60_000);

/** What the journal keeps of these events for the next start. */
function journalOf(...events: readonly Event[]): Entry[] {
  let state: State = { ...aState(), incidents: new Map([[vm, incident]]) };
  return events.flatMap((event) => {
    const [after, effects] = advance(state, event);
    state = after;
    return records(effects).filter(({ kind }) => healKinds.includes(kind));
  });
}

const restarted = (entries: readonly Entry[], mine?: ReadonlySet<string>) =>
  advance(aState(), { type: 'resumed', at: now, entries, ...(mine ? { mine } : {}) })[0];

const about = { incident: incident.id, incidents: [incident.id], who: 'ada' };
const taken: Event = { type: 'acknowledged', at: now - 40_000, on: true, ...about };
const putOff: Event = { type: 'snoozed', at: now - 30_000, until: now + 900_000, ...about };

test.each([undefined, new Set<string>()])(
  'what was taken over or put off, with nothing sent for it, is so after a restart',
  (mine) => {
    const { diagnosis, peak, reasons, openedAt } = incident;
    const known = restarted(journalOf(taken, putOff), mine).incidents.get(vm);
    expect(known).toMatchObject({ id: incident.id, phase: 'firing', diagnosis, peak, reasons, openedAt, attempts: [] });
    expect(known).toMatchObject({ acknowledged: { who: 'ada' }, snoozed: { who: 'ada', until: now + 900_000 } });
  },
);

test('what was given back, or is over, is not opened again', () => {
  const givenBack: Event = { ...taken, at: now - 20_000, on: false };
  expect(restarted(journalOf(taken, givenBack)).incidents.size).toBe(0);
  const [line] = journalOf(taken);
  const over: Entry = { ...line!, at: now - 10_000, kind: 'resolved', data: {} };
  expect(restarted([line!, over]).incidents.size).toBe(0);
});
