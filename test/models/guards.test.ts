import { describe, expect, test } from 'vitest';
import { deliberate, refusals } from '../../models/guards.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now } from './fixture.ts';

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

test('a VM healed a moment ago cools down', () => {
  const attempt = { claimedAt: now - 60_000 } as never;
  const past = { vm: aVm().id, attempts: [attempt] } as never;
  expect(refusedBy(aVm(), { history: [past] })).toEqual(['cooldown']);
  expect(refusedBy(aVm(), { history: [{ vm: aVm().id, attempts: [{ claimedAt: now - 301_000 }] } as never] })).toEqual(
    [],
  );
});
