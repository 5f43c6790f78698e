import { expect, test } from 'vitest';
import { open, raise } from '../../models/raise.ts';
import { aState, aVerdict, aVm, now, records, seen } from './fixture.ts';

test('a verdict that lasts becomes an incident, once, with evidence asked for', () => {
  const [state, effects] = raise(aState(), seen());
  const incident = state.incidents.get(aVm().id);
  expect(incident).toMatchObject({ phase: 'firing', diagnosis: 'cpu-hog', vmName: 'web-01', peak: 0.95 });
  expect(effects).toContainEqual({ type: 'gather-evidence', vm: aVm().id });
  const [again, nothing] = raise(state, seen(now + 10_000));
  expect(again.incidents.get(aVm().id)?.id).toBe(incident?.id);
  expect(nothing).toEqual([]);
});

test('one bad verdict among good ones is no alarm', () => {
  const state = aState({ probabilities: new Map([[aVm().id, [0.1, 0.1, 0.95]]]) });
  expect(raise(state, seen())[0].incidents.size).toBe(0);
});

test('an incident closes by itself after three healthy verdicts on newer samples, not on one repeated', () => {
  let [state] = raise(aState(), seen());
  const well = (at: number) =>
    aVerdict({ at, probability: 0.05, diagnosis: undefined, reasons: [], sampledAt: at - 5_000 });
  const look = (at: number, sampled = at) => {
    [state] = raise({ ...state, verdicts: new Map([[aVm().id, { ...well(sampled), at }]]) }, seen(at));
  };
  look(now + 10_000);
  look(now + 12_000, now + 10_000);
  look(now + 14_000, now + 10_000);
  look(now + 20_000);
  expect(state.incidents.size).toBe(1);
  look(now + 30_000);
  expect(state.incidents.size).toBe(0);
  expect(state.history[0]).toMatchObject({ phase: 'resolved', words: 'healthy again without being healed' });
});

const silent = aVerdict({ probability: 0.02, diagnosis: 'telemetry-loss', freshness: 'stale', sampleAge: 60_000 });

test('one silent VM is an incident; many at once are a fault of the telemetry', () => {
  expect(raise(aState({ verdict: silent }), seen())[0].incidents.size).toBe(1);
  const vms = ['a', 'b', 'c', 'd'].map((id) => aVm({ id, name: id }));
  const all = aState({
    vms: new Map(vms.map((vm) => [vm.id, vm])),
    verdicts: new Map(vms.map((vm) => [vm.id, { ...silent, vm: vm.id }])),
  });
  expect(raise(all, seen())[0].incidents.size).toBe(0);
});

test('a deleted VM takes its incident along', () => {
  const [state] = raise(aState(), seen());
  const { observation, ...event } = seen(now + 10_000);
  const told = { ...event, observation: { ...observation, gone: [aVm().id] } };
  const [after, effects] = raise({ ...state, vms: new Map(), verdicts: new Map() }, told);
  expect(after.incidents.size).toBe(0);
  expect(records(effects)[0]?.words).toBe('the VM was deleted');
});

test('a VM that its user stops in mid-incident is left alone', () => {
  const [state] = raise(aState(), seen());
  const lastAction = { action: 'stop', userId: 'u', requestId: 'req-1', startedAt: now, message: undefined };
  const stopped = aVm({ status: 'SHUTOFF', power: 'shutdown', lastAction });
  const [after] = raise({ ...state, vms: new Map([[stopped.id, stopped]]) }, seen(now + 10_000));
  expect(after.history[0]?.words).toBe('left alone: stopped by a user');
});

test('two cloud-medics that see it at the same moment have an incident each', () => {
  const [one, two] = ['here 1', 'here 2'].map((holder) => open(aVerdict(), { ...aState(), holder }, now));
  expect(one!.id).not.toBe(two!.id);
  expect(open(aVerdict(), { ...aState(), holder: 'here 1' }, now).id).toBe(one!.id);
  expect(one!.id).toMatch(/^[\w.-]{1,100}$/);
});
