import { expect, test } from 'vitest';
import { advance } from '../../models/advance.ts';
import type { Effect, Entry, Event } from '../../models/event.ts';
import { heardKinds } from '../../models/hear.ts';
import { open } from '../../models/raise.ts';
import type { State } from '../../models/state.ts';
import { aState, aVerdict, aVm, now, records } from './fixture.ts';

const vm = aVm().id;
const incident = open(aVerdict({ diagnosis: 'hang' }), aState(), now - 60_000);
const sick = (news: Partial<typeof incident> = {}): State => ({
  ...aState({ mode: 'auto' }),
  incidents: new Map([[vm, { ...incident, ...news }]]),
});
/** What of the effects the others hear. */
const loud = (effects: readonly Effect[]) => records(effects).filter(({ kind }) => heardKinds.includes(kind));
/** What another cloud-medic, in the same state, lets be heard of the event. */
const said = (state: State, event: Event): Entry[] => loud(advance(state, event)[1]);
const heard = (state: State, ...lines: readonly Entry[]) => advance(state, { type: 'heard', at: now, entries: lines });

test('a quarantine that was lifted elsewhere is a new beginning here too, and is not given again', () => {
  const quarantine = new Map([[vm, { since: now - 1, vmName: 'web-01', words: 'given up' }]]);
  const givenUp = { ...sick({ phase: 'escalated', words: 'given up' }), quarantine };
  const lines = said(givenUp, { type: 'quarantine-lifted', at: now, vm, who: 'ada' });
  const [state, effects] = heard(givenUp, ...lines);
  expect(state.quarantine.size).toBe(0);
  expect(state.incidents.size).toBe(0);
  expect(records(effects)).toMatchObject([{ kind: 'resolved', words: 'quarantine lifted: judged anew', who: 'ada' }]);
});

test('what was said of an incident that is over does not hold the next one', () => {
  const lines = said(sick(), {
    type: 'acknowledged',
    at: now - 90_000,
    incidents: [incident.id],
    on: true,
    who: 'ada',
  });
  expect(lines).toMatchObject([{ kind: 'acknowledged', words: 'taken over', data: { on: true } }]);
  expect(heard(sick(), ...lines)[0].incidents.get(vm)?.acknowledged).toBeUndefined();
});

test('our own lines, heard once more, change nothing and are shown once', () => {
  const event = { type: 'acknowledged', at: now, incidents: [incident.id], on: true, who: 'ada' } as const;
  const [state, effects] = advance(sick(), event);
  const [again] = heard(state, ...loud(effects));
  expect(again.entries).toEqual(state.entries);
  expect(again.incidents.get(vm)?.acknowledged).toEqual({ who: 'ada', at: now });
  const [back, told] = advance(again, { ...event, on: false });
  expect(records(told)[0]).toMatchObject({ words: 'given back', data: { on: false } });
  expect(back.incidents.get(vm)).toMatchObject({ acknowledged: undefined, phase: 'firing' });
});
