import { describe, expect, test } from 'vitest';
import type { FaultId } from '../../models/fault.ts';
import type { Incident } from '../../models/incident.ts';
import { plan } from '../../models/plan.ts';
import { open } from '../../models/raise.ts';
import { sense } from '../../models/sense.ts';
import type { State } from '../../models/state.ts';
import { finished } from '../../models/step.ts';
import { probabilitiesToTell, rebootsDue } from '../../models/told.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Observation, Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now, seen } from './fixture.ts';

function told(verdict: Partial<Verdict>, vm: Partial<Vm> = {}): readonly number[] {
  const one = aVm(vm);
  const state = aState({ vms: new Map([[one.id, one]]), verdicts: new Map([[one.id, aVerdict(verdict)]]) });
  return [...probabilitiesToTell(state).values()];
}

test('a probability that rests on fresh samples is told', () => {
  expect(told({ probability: 0.93 })).toEqual([0.93]);
});

test.each<[string, Partial<Verdict>, Partial<Vm>]>([
  ['too little to judge by', { probability: undefined }, {}],
  ['samples that are too old', { freshness: 'stale' }, {}],
  ['silence', { diagnosis: 'telemetry-loss' }, {}],
  ['a VM that a person paused', {}, { status: 'PAUSED', power: 'paused' }],
])('%s is kept back', (_, verdict, vm) => {
  expect(told(verdict, vm)).toEqual([]);
});

test('what Nova itself says needs no sample', () => {
  expect(told({ freshness: 'stale', probability: 1 }, { status: 'ERROR', fault: 'no host' })).toEqual([1]);
});

test('Aodh’s opinion is kept while it comes, and forgotten when it comes no more', () => {
  const aodh = new Map([[aVm().id, { state: 'alarm', since: now }]] as const);
  const observation = { vms: [aVm()], samples: [], sources: [], granularity: 10 };
  const sensed = (state: State, news: Observation) =>
    finished(sense(state, { type: 'observed', at: now, observation: news }))[0];
  const state = sensed(aState(), { ...observation, aodh });
  expect(state.aodh.get(aVm().id)).toEqual({ state: 'alarm', since: now });
  expect(sensed(state, observation).aodh.size).toBe(0);
});

describe('a reboot is due', () => {
  const vm = aVm().id;
  const due = (diagnosis: FaultId | undefined, news: Partial<State> = {}, opened = now) => {
    const verdict = aVerdict({ diagnosis });
    const state = { ...aState({ verdict, mode: 'observe' }), ...news };
    const incident = { ...open(verdict, state, opened), ...news.incidents?.get(vm) };
    const [planned] = plan({ ...state, incidents: new Map([[vm, incident]]) }, seen());
    return rebootsDue(planned).get(vm);
  };
  const known = (news: Partial<Incident>) => ({ incidents: new Map([[vm, news as Incident]]) });

  test('where the ladder begins with one, whatever the mode', () => {
    expect(due('hang')).toBe(0.95);
    expect(rebootsDue(aState({ mode: 'observe' })).get(vm)).toBe(0);
  });

  test('not for what it does not mend, nor where the cause is not known', () => {
    expect(due('disk-full')).toBe(0);
    expect(due(undefined)).toBe(0);
  });

  test('not before what may pass by itself has lasted', () => {
    expect(due('cpu-hog', {}, now - 299_000)).toBe(0);
    expect(due('cpu-hog', {}, now - 300_000)).toBe(0.95);
  });

  test('not where somebody did something to it within the cooldown or since it went wrong', () => {
    const after = (seconds: number, opened = now) => {
      const lastAction = {
        action: 'reboot',
        startedAt: now - seconds * 1000,
        userId: 'u',
        requestId: 'r',
        message: undefined,
      };
      const touched = aVm({ lastAction, updatedAt: now });
      return due('hang', { vms: new Map([[vm, touched]]) }, opened);
    };
    expect(after(299)).toBe(0);
    expect(after(300)).toBe(0.95);
    expect(after(400, now - 400_000)).toBe(0);
  });

  test('not in a storm, after the kill switch, in maintenance, nor for what a person has taken over or asked for', () => {
    expect(due('hang', { brake: { since: now, words: '5 of 9', calmSince: undefined } })).toBe(0);
    expect(due('hang', { halted: { who: 'ada', at: now } })).toBe(0);
    const maintenance = new Map([[`vm ${vm}`, { who: 'ada', since: 0, until: undefined, reason: 'disks' }]]);
    expect(due('hang', { maintenance })).toBe(0);
    expect(due('hang', known({ acknowledged: { who: 'ada', at: now } }))).toBe(0);
    expect(due('hang', known({ asked: { who: 'ada', action: 'hard-reboot', at: now } }))).toBe(0);
  });
});
