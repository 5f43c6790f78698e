import { describe, expect, test } from 'vitest';
import type { Effect } from '../../models/event.ts';
import type { State } from '../../models/state.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now, records, seen, step } from './fixture.ts';

/** An observation that finds the VM and its verdict so. */
function find(state: State, at: number, vm: Vm, verdict: Verdict): [State, Effect[]] {
  const probability = verdict.probability ?? 0;
  const facts = { vms: new Map([[vm.id, vm]]), verdicts: new Map([[vm.id, verdict]]), novaAt: at };
  return step(
    { ...state, ...facts, probabilities: new Map([[vm.id, [probability, probability, probability]]]) },
    seen(at),
  );
}

const acts = (effects: Effect[]) => effects.filter((effect) => effect.type === 'act');
const sick = (at: number) => aVerdict({ at, sampledAt: at - 5_000 });
const well = (at: number) =>
  aVerdict({ at, sampledAt: at - 5_000, probability: 0.02, diagnosis: undefined, reasons: [] });
const incidentOf = (state: State) => state.incidents.get(aVm().id)!;

describe('confirm mode', () => {
  test('plans and waits; sends nothing before somebody says yes', () => {
    const [state, effects] = step(aState(), seen());
    expect(incidentOf(state)).toMatchObject({ phase: 'firing', plan: { action: 'soft-reboot', refusals: [] } });
    expect(acts(effects)).toEqual([]);
  });

  test('a yes sends exactly the call that was shown, after the claim is in the audit', () => {
    const [state] = step(aState(), seen());
    const { id, plan: shown } = incidentOf(state);
    const [after, effects] = step(state, {
      type: 'confirmed',
      at: now,
      incident: id,
      action: 'soft-reboot',
      who: 'ada',
    });
    expect(effects.map((effect) => (effect.type === 'record' ? effect.entry.kind : effect.type))).toEqual([
      'claimed',
      'act',
    ]);
    expect(acts(effects)[0]).toMatchObject({ call: shown!.call });
    expect(records(effects)[0]).toMatchObject({ who: 'ada', incident: id });
    expect(incidentOf(after).phase).toBe('healing');
    const [, nothing] = step(after, { type: 'confirmed', at: now, incident: id, action: 'soft-reboot', who: 'bob' });
    expect(acts(nothing)).toEqual([]);
  });

  test('a yes is refused when the world has moved since', () => {
    const [state] = step(aState(), seen());
    const locked = { ...state, vms: new Map([[aVm().id, aVm({ locked: true })]]) };
    const [, effects] = step(locked, {
      type: 'confirmed',
      at: now,
      incident: incidentOf(state).id,
      action: 'soft-reboot',
      who: 'ada',
    });
    expect(acts(effects)).toEqual([]);
    expect(records(effects)[0]?.words).toBe('not done: it is locked, until somebody unlocks it');
    const other = {
      type: 'confirmed',
      at: now,
      incident: incidentOf(state).id,
      action: 'hard-reboot',
      who: 'ada',
    } as const;
    expect(records(step(state, other)[1])[0]?.words).toBe('not done: the plan is now soft-reboot');
  });
});

/** Auto mode up to the moment when the first reboot was accepted: five minutes after the alarm. */
function underWay(): State {
  const [waiting, nothing] = step(aState({ mode: 'auto' }), seen(now - 300_000));
  expect(acts(nothing)).toEqual([]);
  expect(incidentOf(waiting)).toMatchObject({ phase: 'held', words: 'it may pass by itself; waiting 300 s more' });
  const [state, effects] = step({ ...waiting, novaAt: now }, seen());
  expect(acts(effects)).toHaveLength(1);
  return step(state, { type: 'action-accepted', at: now, incident: incidentOf(state).id, requestId: 'req-7' })[0];
}

describe('auto mode', () => {
  test('heals, and calls it healed only after three fresh healthy samples', () => {
    let [state] = find(underWay(), now + 10_000, aVm({ status: 'REBOOT', taskState: 'rebooting' }), sick(now + 10_000));
    expect(incidentOf(state).phase).toBe('healing');
    [state] = find(state, now + 20_000, aVm(), sick(now + 20_000));
    expect(incidentOf(state).phase).toBe('verifying');
    for (const later of [30_000, 40_000]) [state] = find(state, now + later, aVm(), well(now + later));
    expect(incidentOf(state).phase).toBe('verifying');
    [state] = find(state, now + 50_000, aVm(), well(now + 50_000));
    expect(state.incidents.size).toBe(0);
    expect(state.history[0]?.attempts).toMatchObject([
      { action: 'soft-reboot', outcome: 'healed', requestId: 'req-7' },
    ]);
  });

  test('climbs when a rung does not help, and gives up to a person at the top', () => {
    let state = underWay();
    let effects: Effect[] = [];
    let actions = 1;
    for (let at = now + 10_000; at < now + 900_000 && incidentOf(state).phase !== 'escalated'; at += 10_000) {
      [state, effects] = find(state, at, aVm(), sick(at));
      for (const _ of acts(effects)) {
        actions++;
        [state] = step(state, { type: 'action-accepted', at, incident: incidentOf(state).id, requestId: `req-${at}` });
      }
    }
    expect(actions).toBe(2);
    expect(incidentOf(state)).toMatchObject({
      phase: 'escalated',
      words: 'every action of the ladder was tried: a person should look',
    });
    expect(incidentOf(state).attempts.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['soft-reboot', 'no help'],
      ['hard-reboot', 'no help'],
    ]);
  });

  test('a heal that no sample proves waits for telemetry, and ends in no quarantine', () => {
    let [state] = find(underWay(), now + 10_000, aVm(), sick(now + 10_000));
    for (let at = now + 20_000; at < now + 2000_000; at += 10_000) {
      const silent = {
        freshness: 'stale',
        diagnosis: 'telemetry-loss',
        probability: 0.3,
        at,
        sampleAge: at - now,
      } as const;
      [state] = find(state, at, aVm(), aVerdict(silent));
    }
    expect(incidentOf(state)).toMatchObject({ phase: 'held', attempts: [{ outcome: 'no help' }] });
    expect(incidentOf(state).words).toMatch(/^No samples arrive, but Nova says that the VM runs/);
    expect(state.quarantine.size).toBe(0);
  });

  test('a refusal by Nova is told in its words, and the same rung is tried again later, not a harsher one', () => {
    let [state] = step(underWay(), {
      type: 'action-refused',
      at: now,
      incident: incidentOf(underWay()).id,
      reason: 'Busy',
    });
    expect(incidentOf(state).attempts[0]).toMatchObject({ outcome: 'refused', words: 'Busy' });
    let effects: Effect[] = [];
    [state, effects] = find(state, now + 10_000, aVm(), sick(now + 10_000));
    expect(acts(effects)).toEqual([]);
    expect(incidentOf(state).words).toMatch(/^it was refused: Busy; asked again in \d+ s$/);
    [state, effects] = find(state, now + 70_000, aVm(), sick(now + 70_000));
    expect(acts(effects)).toMatchObject([{ call: { body: { reboot: { type: 'SOFT' } } } }]);
  });

  test('a VM that got well while it waited is not rebooted', () => {
    const [waiting] = step(aState({ mode: 'auto' }), seen(now - 300_000));
    const [state, effects] = find(waiting, now, aVm(), well(now));
    expect(acts(effects)).toEqual([]);
    expect(incidentOf(state).words).toBe('its newest samples look well: nothing is done until they do not');
  });

  test('what Nova said before it accepted the action proves nothing', () => {
    const state = underWay();
    const [after] = step({ ...state, novaAt: now }, seen(now + 500));
    expect(incidentOf(after).phase).toBe('healing');
  });

  test('an answer that never comes does not hold the incident for ever', () => {
    let [state] = find(aState({ mode: 'auto', verdict: aVerdict({ diagnosis: 'hang' }) }), now, aVm(), {
      ...sick(now),
      diagnosis: 'hang',
    });
    expect(incidentOf(state).phase).toBe('healing');
    [state] = find(state, now + 250_000, aVm(), { ...sick(now + 250_000), diagnosis: 'hang' });
    expect(incidentOf(state).attempts[0]).toMatchObject({ outcome: 'no help', words: 'no answer from Nova for 240 s' });
  });

  test('a VM that its user pauses while it is verified is not called healed', () => {
    let [state] = find(underWay(), now + 10_000, aVm(), sick(now + 10_000));
    for (let at = now + 20_000; at < now + 400_000 && state.incidents.size; at += 10_000) {
      [state] = find(state, at, aVm({ status: 'PAUSED', power: 'paused' }), { ...well(at), probability: 0 });
    }
    expect(state.history[0]).toMatchObject({ words: 'left alone: paused by a user' });
  });

  test('a full disk is left alone, in words', () => {
    const [state, effects] = step(aState({ mode: 'auto', verdict: aVerdict({ diagnosis: 'disk-full' }) }), seen());
    expect(acts(effects)).toEqual([]);
    expect(incidentOf(state)).toMatchObject({ phase: 'held', words: expect.stringContaining('frees no disk') });
  });

  test('an unknown cause is for a person', () => {
    const [state] = step(aState({ mode: 'auto', verdict: aVerdict({ diagnosis: undefined }) }), seen());
    expect(incidentOf(state).phase).toBe('escalated');
  });
});

test('an answer that comes after its incident was closed is in the audit', () => {
  const [state] = find(aState({ mode: 'auto' }), now, aVm(), { ...sick(now), diagnosis: 'hang' });
  const { id } = incidentOf(state);
  const [gone] = step({ ...state, vms: new Map(), verdicts: new Map() }, seen(now + 10_000));
  const [, effects] = step(gone, { type: 'action-accepted', at: now + 11_000, incident: id, requestId: 'req-9' });
  expect(records(effects)).toMatchObject([{ kind: 'accepted', incident: id }]);
});
