import { expect, test } from 'vitest';
import type { State } from '../../models/state.ts';
import { notReached } from '../../models/vm.ts';
import { chanceWords } from '../../screens/alarm-lines.ts';
import { tableBehind } from '../../screens/saved/tables.ts';
import { healths, hostHealths } from '../../screens/wall-health.ts';
import { consoleOf, small } from './draw.tsx';
import { fleetOf, incidentOf, now, stateOf, verdictOf, vmOf } from './fixture.ts';
import { speaking } from './spoken/said.ts';

const large = { columns: 120, rows: 40 };
const calm = (count = 20) => stateOf(Array.from({ length: count }, (_, i) => vmOf(`vm-${i}`)));
const silent = (state: State): State => ({ ...state, at: now + 88_000 });
const signs = (state: State) => hostHealths(state).flatMap(({ vms }) => vms.map((one) => healths[one].id));

test.each([
  ['80x24', small],
  ['120x40', large],
])('a cloud that is silent keeps no green screen (%s)', (_, size) => {
  const { frame, press } = consoleOf(silent(calm()), size);
  expect(frame()).toMatch(/\? unhealthy · 20 of 20 unknown/);
  expect(frame()).not.toMatch(/ 0 unhealthy| {2}\d+ % |░░░/);
  expect(frame().match(/\? UNKNOWN/g)!.length).toBeGreaterThan(15);
  expect(frame()).toContain('as last known');
  press('enter');
  expect(frame()).toMatch(/vm-\d+ {2}UNKNOWN, was ACTIVE/);
  expect(frame()).toMatch(/verdict +unknown: Nova has not answered for 90 s {2}\(P\(fail\) was \d %\)/);
  press('9');
  expect(frame()).toMatch(/\? 20 not known/);
  expect(frame()).toContain('Nova has not answered for 90 s');
  expect(frame()).not.toMatch(/\d well/);
});

test('the alarms of a silent cloud stand, and their probabilities are not those of now', () => {
  const state = silent(fleetOf(20));
  const { frame, press } = consoleOf(state, large);
  press('3');
  expect(frame()).toMatch(/2 open as last known: Nova has not answered for 90 s/);
  expect(frame()).not.toMatch(/Memory leak +9\d %/);
  expect([...state.incidents.values()].map((one) => chanceWords(one, state))).toEqual(['?', '?']);
});

test('a saved table tells of no probability that is not known', () => {
  const state = silent(calm(2));
  const { view, store } = consoleOf(state, large);
  const { columns, rows } = tableBehind(view(), store.context());
  const cell = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
  expect(cell('probability')).toEqual([undefined, undefined]);
  expect(cell('unknown')).toEqual(Array(2).fill('Nova has not answered for 90 s'));
  expect(cell('status')).toEqual(['UNKNOWN', 'UNKNOWN']);
});

test('what is read out says so as well', () => {
  const { press } = speaking(silent(calm(2)));
  const words = press('.').join('\n');
  expect(words).toMatch(/\? unhealthy, 2 of 2 unknown|2 of 2 unknown/);
  expect(words).toContain('unknown: Nova has not answered for 90 s');
  expect(words).not.toMatch(/: well/);
});

test('a VM without samples, with old ones, or in a cell that is down is never well', () => {
  const ids = ['fresh', 'old', 'none', 'ahead', 'down', 'raised'];
  const vms = ids.map((id) => vmOf(id, id === 'down' ? { unknown: notReached } : {}));
  const verdicts = new Map([
    ['old', verdictOf('old', 0.02, { freshness: 'stale', sampleAge: 90_000 })],
    ['none', verdictOf('none', undefined, { freshness: 'none', sampleAge: undefined })],
    ['ahead', verdictOf('ahead', 0.02, { freshness: 'stale', sampleAge: -3_600_000 })],
    ['raised', verdictOf('raised', 0.02, { freshness: 'stale', sampleAge: 90_000 })],
  ]);
  const incidents = new Map([['raised', incidentOf(vms[5]!)]]);
  const state = stateOf(vms, { verdicts, incidents });
  expect(signs(state).toSorted()).toEqual(['failing', 'unknown', 'unknown', 'unknown', 'unknown', 'well']);
  const { frame, press } = consoleOf(state, large);
  expect(frame()).toMatch(/1 unhealthy · 4 unknown of 6 VMs/);
  const verdictOn = (id: string) => {
    press('1', '/', ...id, 'enter', 'enter');
    const words = /verdict +(.*)/.exec(frame())![1];
    press('esc', 'esc');
    return words;
  };
  expect(verdictOn('old')).toMatch(/^unknown: its newest sample is 90 s old/);
  expect(verdictOn('none')).toMatch(/^unknown: no sample of it has come/);
  expect(verdictOn('ahead')).toMatch(/^unknown: its newest sample is dated 60 min ahead/);
  expect(verdictOn('down')).toMatch(/^unknown: Nova does not reach its cell/);
  expect(verdictOn('fresh')).toMatch(/^well/);
});

test('an age is neither negative nor frozen where two clocks are apart', () => {
  const sources = [
    { source: 'nova', ok: true, newest: now - 2000, reason: undefined },
    { source: 'gnocchi', ok: true, newest: now + 3_600_000, reason: undefined },
  ] as const;
  const { frame } = consoleOf({ ...calm(2), sources }, large);
  expect(frame()).toContain('nova 2 s old · gnocchi 60 min ahead of our clock');
});
