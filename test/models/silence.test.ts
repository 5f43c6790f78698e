import { describe, expect, test } from 'vitest';
import { hosts } from '../../models/hosts.ts';
import { plan } from '../../models/plan.ts';
import { open } from '../../models/raise.ts';
import type { State } from '../../models/state.ts';
import { telemetryFault } from '../../models/telemetry.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now, seen } from './fixture.ts';

const minute = 60_000;
type Heard = 'now' | 'never' | number;

/** VMs by name, host and when they were last heard. */
function fleet(...all: readonly (readonly [name: string, host: string, heard: Heard, vm?: Partial<Vm>])[]): State {
  const vms = all.map(([name, host, , news]) => aVm({ id: name, name, host, ...news }));
  const verdicts = all.map(([vm, , heard]): Verdict => {
    const nothing = { vm, probability: 0.1, diagnosis: undefined, reasons: [] };
    if (heard === 'now') return aVerdict(nothing);
    const none = { sampledAt: undefined, sampleAge: undefined, freshness: 'none' } as const;
    if (heard === 'never') return aVerdict({ ...nothing, ...none });
    const late = { sampledAt: now - heard, sampleAge: heard, freshness: 'stale' } as const;
    return aVerdict({ ...nothing, ...late, diagnosis: 'telemetry-loss' });
  });
  return {
    ...aState(),
    vms: new Map(vms.map((vm) => [vm.id, vm])),
    verdicts: new Map(verdicts.map((verdict) => [verdict.vm, verdict])),
    probabilities: new Map(),
  };
}

const words = (state: State) => {
  const [after] = hosts(state, seen()) as [State, unknown];
  return [...after.hosts.values()].map((one) => one.words);
};

test('silence counts among those that ever sent a sample', () => {
  const never = Array.from({ length: 40 }, (_, i) => [`new-${i}`, 'c1', 'never'] as const);
  const state = fleet(['a', 'c1', minute], ['b', 'c1', minute], ['c', 'c1', minute], ...never);
  expect(telemetryFault(state)).toBe('3 of 3 running VMs are silent: the telemetry fails, not the VMs');
  const others = fleet(['a', 'c1', minute], ['b', 'c1', minute], ['c', 'c1', minute], ...never, ['z', 'c2', 'now']);
  expect(words(others)).toEqual(['host c1: none of its 3 VMs that sent samples sends any more']);
});

describe('a guest that hangs and blocks Ceilometer’s agent is named', () => {
  const silent = [
    ['hung', 'c1', 90_000],
    ['a', 'c1', minute],
    ['b', 'c1', minute],
  ] as const;

  test('where its host falls silent, and where all do', () => {
    const suspect = "; hung fell silent first: a guest that hangs can block Ceilometer's agent";
    expect(words(fleet(...silent, ['z', 'c2', 'now']))).toEqual([`host c1: none of its 3 VMs sends samples${suspect}`]);
    expect(telemetryFault(fleet(...silent))).toBe(
      `3 of 3 running VMs are silent: the telemetry fails, not the VMs${suspect}`,
    );
  });

  test('but nobody where all fell silent at once, or too many first', () => {
    expect(telemetryFault(fleet(['a', 'c1', minute], ['b', 'c1', minute], ['c', 'c1', minute]))).not.toContain('first');
    const early = Array.from({ length: 4 }, (_, i) => [`e${i}`, 'c1', 90_000] as const);
    expect(telemetryFault(fleet(...early, ['z', 'c1', minute]))).not.toContain('first');
  });
});

describe('a silent VM', () => {
  const held = (news: Partial<Vm>) => {
    const state = fleet(['a', 'c1', minute, news], ['z', 'c2', 'now']);
    const incident = open(state.verdicts.get('a')!, state, now - minute);
    const [after] = hosts({ ...state, incidents: new Map([['a', incident]]) }, seen()) as [State, unknown];
    return plan(after, seen())[0].incidents.get('a')!;
  };

  test('on a host that Nova has lost points at the host', () => {
    expect(held({ hostStatus: 'unknown' })).toMatchObject({
      ...{ phase: 'held', words: 'it is its host: Nova has lost the host c1: 1 VMs are on it' },
    });
  });

  test('elsewhere at Ceilometer’s agent, and at the guest that may block it', () => {
    expect(held({ hostStatus: 'up' }).words).toMatch(/look at Ceilometer's agent .* a guest that hangs can block it/);
  });
});
