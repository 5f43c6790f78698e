import { describe, expect, test } from 'vitest';
import { condition, deliberate } from '../../models/condition.ts';
import { refusals } from '../../models/guards/index.ts';
import type { State } from '../../models/state.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { InstanceAction, Vm } from '../../models/vm.ts';
import { aState, aVerdict, aVm, now, records, seen, step } from './fixture.ts';

const minute = 60_000;
const deed = (action: string, userId: string | undefined, message?: string): InstanceAction => ({
  ...{ action, userId, message, requestId: `req-${action}`, startedAt: now - 30 * minute },
});
const born = deed('create', 'u');
const failed = deed('live-migration', 'u', 'Error');
const byNova = deed('stop', undefined);
/** Samples that came to an end with the guest. */
const dead: Partial<Verdict> = { sampledAt: now - 5 * minute, sampleAge: 5 * minute, freshness: 'stale' };
const living: Partial<Verdict> = { sampledAt: now - 8000, sampleAge: 8000, freshness: 'fresh' };
const error: Partial<Vm> = { status: 'ERROR', fault: 'it broke', updatedAt: now - minute, lastAction: born };
const off: Partial<Vm> = { status: 'SHUTOFF', power: 'shutdown', updatedAt: now - minute, lastAction: byNova };

/** Three ticks of auto mode: what was sent, and what the incident says. */
function auto(vm: Partial<Vm>, verdict: Partial<Verdict>, news: Partial<State> = {}) {
  const one = aVm(vm);
  const judged = aVerdict({ probability: 0.99, diagnosis: 'crash', ...verdict });
  let state: State = { ...aState({ vm: one, verdict: judged, mode: 'auto' }), granularity: 10, ...news };
  const effects = [0, 10_000, 20_000].flatMap((later) => {
    const [after, asked] = step({ ...state, novaAt: now + later }, seen(now + later));
    state = after;
    return asked;
  });
  const incident = state.incidents.get(one.id);
  return {
    sent: effects.filter(({ type }) => type === 'act').length,
    calls: effects.filter(({ type }) => type === 'escalate').length,
    words: incident?.words ?? '',
    action: incident?.plan?.action,
    told: records(effects).map(({ words }) => words),
    person: refusals({ vm: one, action: 'hard-reboot', at: now, state, person: { typed: undefined } }),
  };
}

describe('ERROR is no proof that a guest is dead: auto tells and asks', () => {
  test('where its hypervisor has it running and its samples come', () => {
    const { sent, calls, words, action, person } = auto(
      { ...error, power: 'running' },
      { ...living, diagnosis: undefined },
    );
    expect(sent).toBe(0);
    expect(words).toContain('Nova says ERROR, but by its hypervisor it is running, and a sample came');
    expect(calls).toBe(1);
    // A person is offered what brings Nova and the guest together again.
    expect(action).toBe('hard-reboot');
    expect(person).toEqual([]);
  });

  test.each<[string, Partial<Vm>, Partial<Verdict>]>([
    ['no sample ever came', { power: 'running' }, { freshness: 'none', sampledAt: undefined, sampleAge: undefined }],
    ['its samples are late', { power: 'running' }, dead],
    ['it is only paused', { power: 'paused' }, dead],
    ['Nova knows no power state', { power: 'none' }, dead],
    ['it is off for Nova while its samples go on', { power: 'shutdown' }, living],
    ['it is off by a word of Nova that is dated ahead', { power: 'shutdown', updatedAt: now + 10 * minute }, living],
    ['Nova has not told what was done to it', { power: 'shutdown', lastAction: undefined }, dead],
  ])('where %s', (_, vm, verdict) => {
    const { sent, told } = auto({ ...error, ...vm }, verdict);
    expect(sent).toBe(0);
    expect(told.length).toBeGreaterThan(0);
  });

  test('a guest that its hypervisor finds dead is healed all the same', () => {
    expect(auto({ ...error, power: 'shutdown' }, dead).sent).toBe(1);
    expect(auto({ ...error, power: 'crashed' }, dead).sent).toBe(1);
  });
});

describe('found off by Nova', () => {
  test('it is started, also while the last samples before its death are fresh', () => {
    expect(auto(off, dead).sent).toBe(1);
    expect(auto({ ...off, updatedAt: now - 4000 }, living).sent).toBe(1);
  });

  test('not while its samples go on, nor while its hypervisor has it running', () => {
    expect(auto(off, living).words).toContain('its samples go on, the newest');
    expect(auto(off, living).sent).toBe(0);
    expect(auto({ ...off, power: 'running' }, dead).sent).toBe(0);
  });
});

describe('after a failed move the guest may run elsewhere', () => {
  const moves = ['migrate', 'live-migration', 'evacuate', 'resize', 'revertResize'];

  test.each(moves)('%s: off since, whoever asked for it', (action) => {
    for (const userId of ['u', undefined]) {
      const one = { ...off, lastAction: deed(action, userId, 'Error') };
      const { sent, words, person } = auto(one, dead);
      expect(sent).toBe(0);
      expect(words).toContain(`its ${action} failed: the guest may run on another host`);
      expect(person).toEqual([]);
    }
  });

  test('also where Nova itself stopped it then, finding nothing on the old host', () => {
    const one = { ...off, actions: [byNova, failed, born] };
    expect(auto(one, dead)).toMatchObject({ sent: 0, words: expect.stringContaining('live-migration failed') });
    expect(auto({ ...off, actions: [byNova, deed('reboot', 'u'), failed] }, dead).sent).toBe(1);
    expect(auto({ ...off, actions: [byNova, deed('reboot', 'u', 'Error'), failed] }, dead).sent).toBe(0);
    expect(auto({ ...off, actions: [byNova, deed('live-migration', 'u'), failed] }, dead).sent).toBe(1);
  });

  test('in ERROR, or found frozen, or with a move that nobody knows to be over', () => {
    expect(auto({ ...error, power: 'shutdown', lastAction: failed }, dead).sent).toBe(0);
    expect(auto({ ...error, power: 'shutdown', lastAction: deed('evacuate', 'u') }, dead).sent).toBe(0);
    expect(auto({ power: 'paused', lastAction: failed }, dead).sent).toBe(0);
    expect(auto({ status: 'PAUSED', power: 'paused', lastAction: failed }, dead)).toMatchObject({
      ...{ sent: 0, action: 'unpause', words: expect.stringContaining('may run on another host') },
    });
  });

  test('what a user had stopped before is off by a wish', () => {
    const one = aVm({ ...off, lastAction: failed, actions: [failed, deed('stop', 'u'), born] });
    expect(deliberate(one)).toBe('left alone: stopped by a user before a failed live-migration');
    expect(condition(aVm({ ...off, lastAction: failed, actions: [failed, born] })).kind).toBe('lost');
  });
});
