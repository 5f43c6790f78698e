import { describe, expect, test } from 'vitest';
import { deliberate } from '../../models/condition.ts';
import { refusals } from '../../models/guards/index.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { aClaim, aState, aVerdict, aVm, now } from './fixture.ts';

const refusedBy = (vm: Vm, news: Partial<State> = {}, verdict = aVerdict()) =>
  refusals({ vm, action: 'soft-reboot', at: now, state: { ...aState({ vm, verdict }), ...news } }).map(
    ({ guard }) => guard,
  );

const action = (name: string, userId: string | undefined) => ({
  action: name,
  userId,
  requestId: 'req-1',
  startedAt: now,
  message: undefined,
});

test('a sick VM with fresh samples may be healed', () => {
  expect(refusedBy(aVm())).toEqual([]);
});

describe('each guard has its reason', () => {
  test('mode and read-only', () => {
    expect(refusedBy(aVm(), { mode: 'observe' })).toEqual(['mode']);
    expect(refusedBy(aVm(), { readOnly: true, mode: 'auto' })).toEqual(['mode']);
  });

  test('stale samples, and a Nova that has not answered', () => {
    expect(refusedBy(aVm(), {}, aVerdict({ freshness: 'stale', sampleAge: 60_000 }))).toEqual(['stale']);
    expect(refusedBy(aVm(), {}, aVerdict({ freshness: 'none', sampleAge: undefined }))).toEqual(['stale']);
    expect(refusedBy(aVm(), { novaAt: now - 31_000 })).toEqual(['stale']);
  });

  test('a task under way, a lock with its reason', () => {
    expect(refusedBy(aVm({ taskState: 'rebooting' }))).toEqual(['task']);
    expect(refusedBy(aVm({ status: 'BUILD' }))).toEqual(['task', 'state']);
    const locked = aVm({ locked: true, lockedReason: 'upgrade till noon' });
    expect(refusals({ vm: locked, action: 'soft-reboot', at: now, state: aState({ vm: locked }) })).toEqual([
      { guard: 'locked', reason: 'it is locked: upgrade till noon' },
    ]);
  });

  test('what Nova would refuse anyway', () => {
    expect(refusedBy(aVm({ status: 'ERROR' }))).toEqual(['state']);
  });
});

describe('what somebody wanted is left alone', () => {
  test.each(['PAUSED', 'SUSPENDED', 'SHELVED_OFFLOADED', 'RESCUE', 'VERIFY_RESIZE'])('%s', (status) => {
    expect(deliberate(aVm({ status }))).toMatch(/^left alone/);
  });

  test('a stop by a user, or by nobody knows whom; not one that Nova made itself', () => {
    const off = (lastAction: Vm['lastAction']) => deliberate(aVm({ status: 'SHUTOFF', power: 'shutdown', lastAction }));
    expect(off(action('stop', 'u'))).toBe('left alone: stopped by a user');
    expect(off(undefined)).toMatch(/not said by whom/);
    expect(off(action('shelve', 'u'))).toMatch(/^left alone/);
    expect(off(action('stop', undefined))).toBeUndefined();
    expect(off(action('reboot', 'u'))).toBeUndefined();
    expect(deliberate(aVm({ power: 'paused' }))).toBeUndefined();
  });
});

test('a VM healed a moment ago cools down, by the audit', () => {
  const claims = (at: number) => [aClaim({ at })];
  expect(refusedBy(aVm(), { claims: claims(now - 61_000) })).toEqual(['cooldown']);
  expect(refusedBy(aVm(), { claims: claims(now - 301_000) })).toEqual([]);
});

test('a VM that looks well is not healed unless somebody asked for it', () => {
  const well = aVerdict({ probability: 0.1, diagnosis: undefined });
  expect(refusedBy(aVm(), {}, well)).toEqual(['well']);
  const asked = { vm: aVm().id, asked: { who: 'ada', action: undefined, at: now }, attempts: [] } as never;
  expect(refusedBy(aVm(), { incidents: new Map([[aVm().id, asked]]) }, well)).toEqual([]);
});

test('samples dated ahead of our clock are no ground to act on', () => {
  const ahead = aVerdict({ freshness: 'stale', sampledAt: now + 3600_000, sampleAge: 0 });
  expect(refusals({ vm: aVm(), action: 'soft-reboot', at: now, state: aState({ verdict: ahead }) })).toEqual([
    { guard: 'stale', reason: "its samples are dated ahead of this machine's clock" },
  ]);
});
