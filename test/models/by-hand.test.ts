import { describe, expect, test } from 'vitest';
import type { ActionId } from '../../models/action.ts';
import { againstPerson } from '../../models/guards/index.ts';
import type { State } from '../../models/state.ts';
import { aState, aVerdict, aVm, now, records, seen, step } from './fixture.ts';

const well = (at: number) =>
  aVerdict({ at, sampledAt: at - 5_000, probability: 0.02, diagnosis: undefined, reasons: [] });
const incidentOf = (state: State) => state.incidents.get(aVm().id)!;

test('a heal asked for by hand waits for its yes even in auto mode', () => {
  const fine = aState({ mode: 'auto', verdict: well(now) });
  const [state] = step(fine, { type: 'heal-asked', at: now, vm: aVm().id, action: 'hard-reboot', who: 'ada' });
  expect(incidentOf(state).plan).toMatchObject({ action: 'hard-reboot', refusals: [] });
  const [, effects] = step(state, seen(now + 1000));
  expect(effects.filter(({ type }) => type === 'act')).toEqual([]);
});

test.each<[string, number, string]>([
  ['whose samples come and are well', 5_000, 'it looks well: there is nothing to heal'],
  ['whose samples stay away', 600_000, 'how it fares is unknown (its newest sample is 10 min old)'],
])('of a VM %s a heal without an action says what is known', (_, age, words) => {
  const freshness = age > 60_000 ? 'stale' : 'fresh';
  const state = aState({ verdict: { ...well(now), sampledAt: now - age, freshness } });
  const [after] = step(state, { type: 'heal-asked', at: now, vm: aVm().id, action: undefined, who: 'ada' });
  expect(incidentOf(after)).toMatchObject({ phase: 'held', words, plan: undefined });
});

describe('a heal that a person asked for and the cloud refused', () => {
  const refuse = (state: State, reason = 'Busy') =>
    step(state, { type: 'action-refused', at: now, incident: incidentOf(state).id, reason });
  const confirm = (state: State, action: ActionId) =>
    step(state, {
      type: 'confirmed',
      at: now,
      incident: incidentOf(state).id,
      action,
      who: 'ada',
      typed: aVm().name,
    })[0];
  const ask = (state: State, action: ActionId) =>
    step(state, { type: 'heal-asked', at: now, vm: aVm().id, action, who: 'ada' })[0];

  test('leaves a VM that is well as it was: no quarantine, no person called, no storm', () => {
    const asked = confirm(ask(aState({ verdict: well(now) }), 'hard-reboot'), 'hard-reboot');
    expect(incidentOf(asked).phase).toBe('healing');
    const [refused, effects] = refuse(asked);
    expect(records(effects)).toMatchObject([
      { kind: 'refused', words: 'Hard reboot: Busy' },
      { kind: 'resolved', words: 'refused, and nothing else is wrong with it: Busy' },
    ]);
    expect(refused.history).toMatchObject([{ phase: 'resolved', attempts: [{ outcome: 'refused' }] }]);
    const [after, later] = step(refused, seen(now + 10_000));
    expect(after.incidents.size).toBe(0);
    expect(after.quarantine.size).toBe(0);
    expect(later.filter(({ type }) => type === 'escalate')).toEqual([]);
  });

  test('gives up no VM of an unknown cause, nor one with nothing left to try', () => {
    const sickly = aState({ verdict: aVerdict({ diagnosis: undefined }) });
    let [state] = refuse(confirm(ask(step(sickly, seen())[0], 'hard-reboot'), 'hard-reboot'));
    [state] = step(state, seen(now + 10_000));
    expect(incidentOf(state)).toMatchObject({ phase: 'escalated', attempts: [{ outcome: 'refused' }] });
    expect(state.quarantine.size).toBe(0);
  });
});

describe('a person who says yes', () => {
  const ask = (state: State, action: ActionId = 'hard-reboot') =>
    step(state, { type: 'heal-asked', at: now, vm: aVm().id, action, who: 'ada' })[0];
  const yes = (state: State, warned?: readonly string[]) =>
    step(state, {
      ...{ type: 'confirmed', at: now, incident: incidentOf(state).id, action: 'hard-reboot', who: 'ada' },
      ...(warned ? { warned } : {}),
    });
  const brake = { since: now, words: '12 of 20 VMs are unhealthy at once', calmSince: undefined };
  const trouble = { host: 'compute-1', openedAt: now, vms: [], calmSince: undefined, words: '3 of its VMs fail' };

  test.each([
    ['brake', { brake }, 'the brake is on: 12 of 20 VMs are unhealthy at once; until it has been calm for 300 s'],
    ['host', { hosts: new Map([['compute-1', trouble]]) }, 'it is its host that fails: 3 of its VMs fail; until '],
  ] as const)('is warned by %s and may go on; without that warning it holds', (guard, news, words) => {
    const asked = ask(aState(news));
    expect(incidentOf(asked).words).toContain(words);
    const [held, effects] = yes(asked);
    expect(incidentOf(held).attempts).toEqual([]);
    expect(records(effects)[0]?.words).toContain(words);
    expect(incidentOf(yes(asked, [guard])[0]).attempts).toMatchObject([{ action: 'hard-reboot', who: 'ada' }]);
  });

  test.each(['concurrent', 'per-host', 'budget', 'cooldown', 'locked', 'owner'])(
    'is held by %s, warned or not',
    (guard) => {
      expect(againstPerson([{ guard, reason: 'r' }], [guard])).toHaveLength(1);
    },
  );
});

describe('a heal that was asked for and withdrawn', () => {
  const ask = (state: State) =>
    step(state, { type: 'heal-asked', at: now, vm: aVm().id, action: 'hard-reboot', who: 'ada' })[0];
  const withdraw = (state: State) =>
    step(state, { type: 'heal-withdrawn', at: now, incident: incidentOf(state).id, who: 'ada' })[0];

  test('leaves nothing on a VM that is well', () => {
    expect(withdraw(ask(aState({ verdict: well(now) }))).incidents.size).toBe(0);
  });

  test('gives an alarm its own plan back', () => {
    const alarm = step(aState(), seen())[0];
    expect(incidentOf(ask(alarm)).plan?.action).toBe('hard-reboot');
    expect(incidentOf(withdraw(ask(alarm)))).toMatchObject({ asked: undefined, plan: { action: 'soft-reboot' } });
  });
});
