import { expect, test } from 'vitest';
import { sense } from '../../models/sense.ts';
import { probabilitiesToTell } from '../../models/told.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now } from './fixture.ts';

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
  const [state] = sense(aState(), { type: 'observed', at: now, observation: { ...observation, aodh } });
  expect(state.aodh.get(aVm().id)).toEqual({ state: 'alarm', since: now });
  expect(sense(state, { type: 'observed', at: now, observation })[0].aodh.size).toBe(0);
});
