import { expect, test } from 'vitest';
import { condition, deliberate } from '../../models/condition.ts';
import { follow } from '../../models/follow.ts';
import { hosts } from '../../models/hosts.ts';
import type { Attempt, Incident } from '../../models/incident.ts';
import { open, raise } from '../../models/raise.ts';
import { sense } from '../../models/sense.ts';
import type { State } from '../../models/state.ts';
import { finished, type Outcome } from '../../models/step.ts';
import { tidy } from '../../models/tidy.ts';
import { notListed, notReached, type Observation, type Vm } from '../../models/vm.ts';
import { watched } from '../../models/watch.ts';
import { aClaim, aState, aVerdict, aVm, now, records } from './fixture.ts';

const vm = aVm();
const unreached = aVm({ unknown: notReached });
const nothing = aVerdict({ probability: undefined, diagnosis: undefined, reasons: [`unknown: ${notReached}`] });
/** Nova's own, on finding a guest dead. */
const aStop = { action: 'stop', userId: undefined, requestId: 'req-1', startedAt: now - 60_000, message: undefined };
const observed = (news: Partial<Observation>, at = now + 10_000) =>
  ({ type: 'observed', at, observation: { vms: [], samples: [], sources: [], granularity: 10, ...news } }) as const;
const told = (state: State, news: Partial<Observation>): State => {
  const outcome = sense(state, observed(news));
  return ('next' in outcome ? finished(outcome as Generator<undefined, Outcome>) : outcome)[0];
};

test('a VM that is not listed is kept, with all that was known of it, until Nova says that it is deleted', () => {
  const state = told(aState(), {});
  expect(state.vms.get(vm.id)).toEqual({ ...vm, unknown: notListed });
  expect(watched(state).vms).toContain(vm.id);
  expect(told(state, { vms: [vm] }).vms.get(vm.id)).toEqual(vm);
  expect(told(state, { gone: [vm.id] }).vms.size).toBe(0);
});

test('what Nova tells nothing of is no state of a VM, and nobody wished it so', () => {
  expect(condition(unreached)).toEqual({ kind: 'unknown', words: 'unknown: Nova does not reach its cell' });
  expect(condition(aVm({ status: 'UNKNOWN' })).kind).toBe('unknown');
  expect(deliberate(unreached)).toBeUndefined();
});

const alarm = (news: Partial<Incident> = {}): Incident => ({
  ...open(aVerdict(), aState(), now - 60_000),
  healthyInARow: 2,
  ...news,
});
const withAlarm = (incident: Incident, vms: readonly Vm[], verdict = nothing): State =>
  aState({
    vms: new Map(vms.map((one) => [one.id, one])),
    verdicts: new Map(vms.map((one) => [one.id, { ...verdict, vm: one.id }])),
    incidents: new Map([[vm.id, incident]]),
  });

test('no alarm is closed by an unreachable cell, and none of what was known of it is lost', () => {
  const incident = alarm();
  const [after, effects] = raise(withAlarm(incident, [unreached]), observed({})) as Outcome;
  expect(after.incidents.get(vm.id)).toEqual({ ...incident, healthyInARow: 0 });
  expect(effects).toEqual([]);
});

test('"the VM was deleted" is said only when Nova has said so', () => {
  const state = withAlarm(alarm(), []);
  expect((raise(state, observed({})) as Outcome)[0].incidents.size).toBe(1);
  const [after, effects] = raise(state, observed({ gone: [vm.id] })) as Outcome;
  expect(after.incidents.size).toBe(0);
  expect(records(effects).map(({ words }) => words)).toEqual(['the VM was deleted']);
});

const attempt = {
  ...{ action: 'soft-reboot', number: 1, vm: vm.id, host: vm.host, who: 'auto', route: 'nova', before: [], undo: [] },
  ...{ claimedAt: now - 3600_000, acceptedAt: now - 3600_000, requestId: 'req-1', follow: { kind: 'server' } },
  ...{ call: { service: 'compute', method: 'POST', path: '', body: {} }, doneAt: undefined, outcome: 'under way' },
  words: '',
} as unknown as Attempt;

test.each([
  ['whose cell is unreachable', [unreached]],
  ['that no list has', []],
])('a heal of a VM %s is neither done nor given up', (_, vms) => {
  const healing = alarm({ phase: 'healing', attempts: [attempt] });
  const [after, effects] = follow(withAlarm(healing, vms), now + 7200_000);
  expect(effects).toEqual([]);
  expect(after.incidents.get(vm.id)).toMatchObject({ phase: 'healing', attempts: [{ outcome: 'under way' }] });
});

test('a heal is not said to have brought nothing while its proof cannot be seen', () => {
  const done = { ...attempt, doneAt: now - 3600_000 };
  const verifying = alarm({ phase: 'verifying', attempts: [done] });
  const [after, effects] = follow(withAlarm(verifying, [unreached]), now);
  expect(effects).toEqual([]);
  expect(after.incidents.get(vm.id)).toMatchObject({ phase: 'verifying', attempts: [{ doneAt: now }] });
});

test('nothing is tidied up at a VM that Nova does not reach', () => {
  const locked = aVm({ locked: true, lockedReason: 'cloud-medic heal another', unknown: notReached });
  const state = { ...aState({ vm: locked }), claims: [aClaim()] };
  expect((tidy(state, observed({})) as Outcome)[1]).toEqual([]);
});

test('a host does not get well by its VMs becoming unknown', () => {
  const trouble = { host: vm.host, openedAt: now, vms: [vm.id], calmSince: now - 3600_000, words: 'it fails' };
  const state = { ...withAlarm(alarm(), [unreached]), hosts: new Map([[vm.host, trouble]]) };
  const [after, effects] = hosts(state, observed({})) as Outcome;
  expect(effects).toEqual([]);
  expect(after.hosts.get(vm.host)).toEqual({ ...trouble, calmSince: undefined });
});

test('a VM that was dead when it was last seen counts against its host, in reach or not', () => {
  const dead = { status: 'SHUTOFF', power: 'shutdown' as const, lastAction: aStop };
  const fleet = ['a', 'b', 'c'].map((id) => aVm({ id, ...dead, ...(id === 'a' ? { unknown: notReached } : {}) }));
  const state = { ...aState(), vms: new Map(fleet.map((one) => [one.id, one])) };
  const [after] = hosts(state, observed({})) as Outcome;
  expect([...after.hosts.values()]).toMatchObject([{ vms: ['a', 'b', 'c'] }]);
});
