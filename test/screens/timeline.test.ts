import { describe, expect, test } from 'vitest';
import { softReboot } from '../../models/actions/soft-reboot.ts';
import { Curves } from '../../models/curves.ts';
import type { Entry } from '../../models/event.ts';
import { metrics } from '../../models/metrics/index.ts';
import { Ring } from '../../models/ring.ts';
import type { InstanceAction } from '../../models/vm.ts';
import { happenings, marksOf } from '../../screens/timeline.ts';
import { attemptOf } from './care-fixture.ts';
import { incidentOf, now, stateOf, verdictOf, vmOf } from './fixture.ts';

const vm = vmOf('web');
const told = (rest: Parameters<typeof stateOf>[1], actions: InstanceAction[] = []) =>
  happenings(stateOf([vm], { ring: new Ring(60), curves: new Curves(), ...rest }), vm.id, actions);

const entry = (kind: Entry['kind'], at: number, words: string): Entry => ({
  at,
  kind,
  vm: vm.id,
  vmName: vm.name,
  incident: undefined,
  who: 'ada',
  words,
  data: {},
});

const action = (rest: Partial<InstanceAction>): InstanceAction => ({
  action: 'reboot',
  userId: 'u-9',
  requestId: 'req-9',
  startedAt: now - 50_000,
  message: undefined,
  ...rest,
});

describe('what happened to a VM', () => {
  test('is one list of the audit and Nova’s record, the newest first, each with its letter', () => {
    const entries = [
      entry('alarm', now - 10_000, 'hang'),
      entry('fault', now - 90_000, 'SIMULATED fault hang injected'),
    ];
    const all = told({ entries }, [action({})]);
    expect(all.map(({ kind, who, letter }) => [kind, who, letter])).toEqual([
      ['alarm', 'ada', 'A'],
      ['Nova', 'user u-9', 'N'],
      ['fault', 'ada', 'F'],
    ]);
    expect(marksOf(all).map(({ letter }) => letter)).toEqual(['N', 'F', 'A']);
  });

  test('Nova’s actions name who asked: a user, the owner, Nova itself, or us by the request id', () => {
    const incident = incidentOf(vm, { attempts: [attemptOf(vm, { action: softReboot.id, requestId: 'req-ours' })] });
    const all = told({ incidents: new Map([[vm.id, incident]]) }, [
      action({ requestId: 'req-ours' }),
      action({ action: 'stop', userId: vm.userId }),
      action({ action: 'stop', userId: undefined, message: 'Error' }),
    ]);
    expect(all.map(({ who, letter, words }) => [who, letter, words])).toEqual([
      ['cloud-medic', undefined, 'reboot req-ours'],
      ['its owner, user u-1', 'N', 'stop req-9'],
      ['Nova itself', 'N', 'stop failed (Error) req-9'],
    ]);
  });

  test('a verdict that reaches the threshold is told once, and once that it came back', () => {
    const curves = new Curves();
    for (const [i, value] of [0.1, 0.85, 0.95, 0.6, 0.9, 0.3, 0.2].entries())
      curves.push(vm.id, now - 70_000 + i * 10_000, value);
    expect(told({ curves }).map(({ kind, at, words }) => [kind, (at - now) / 1000, words])).toEqual([
      ['verdict', -20, 'probability back at 30 %'],
      ['verdict', -60, 'probability 85 %, over 80 %'],
    ]);
  });

  test('so are gaps between samples, one that lasts among them', () => {
    const ring = new Ring(60);
    for (const ago of [200, 190, 130, 120])
      ring.push({ vm: vm.id, at: now - ago * 1000, values: new Float32Array(metrics.length) });
    const verdicts = new Map([[vm.id, verdictOf(vm.id, 0.9, { freshness: 'stale', sampleAge: 120_000 })]]);
    expect(told({ ring, verdicts, granularity: 10 }).map(({ words }) => words)).toEqual([
      'the last sample: none for 2 min since',
      'samples again, after 60 s without',
    ]);
  });
});
