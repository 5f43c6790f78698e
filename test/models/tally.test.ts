import { describe, expect, test } from 'vitest';
import type { Injection } from '../../models/event.ts';
import type { Attempt, Incident } from '../../models/incident.ts';
import { withHistory } from '../../models/incidents.ts';
import type { State } from '../../models/state.ts';
import { scoreOf } from '../../models/tally.ts';
import { fleetOf, incidentOf, injectionOf, now, vmOf } from '../screens/fixture.ts';

const minute = 60_000;
const [web, db] = [vmOf('web'), vmOf('db')];
const before = (injections: readonly Injection[] = [], rest: Partial<State> = {}): State => ({
  ...fleetOf(0),
  injections,
  ...rest,
});
const faultIn = (rest: Partial<Injection>) => injectionOf(web, { startedAt: now - 9 * minute, ...rest });
const alarm = (rest: Partial<Incident> = {}) =>
  incidentOf(web, { openedAt: now - 5 * minute, closedAt: now, phase: 'resolved', ...rest });
const attempts = [{ outcome: 'healed' } as Attempt];

describe('the score', () => {
  test('nothing has happened: what is not known is not guessed', () => {
    const nothing = { timeToHeal: undefined, timeToDetect: undefined, missed: undefined };
    expect(scoreOf(before())).toMatchObject({ alarms: 0, healed: 0, passed: 0, falseAlarms: 0, ...nothing });
  });

  test('a fault, its alarm and its heal', () => {
    const state = withHistory(before([faultIn({ state: 'cured' })]), [alarm({ attempts })]);
    expect(scoreOf(state)).toMatchObject({ alarms: 1, healed: 1, injected: 1, found: 1, missed: 0, falseAlarms: 0 });
    expect(scoreOf(state)).toMatchObject({ timeToDetect: 4 * minute, timeToHeal: 5 * minute });
  });

  test('an open alarm counts as found, not as healed', () => {
    const open = alarm({ closedAt: undefined, phase: 'verifying', attempts });
    const state = before([faultIn({})], { incidents: new Map([['web', open]]) });
    expect(scoreOf(state)).toMatchObject({ alarms: 1, healed: 0, passed: 0, found: 1, timeToHeal: undefined });
  });

  test('a fault that lasts until several alarms is found once, by the first', () => {
    const later = alarm({ openedAt: now - minute });
    expect(scoreOf(withHistory(before([faultIn({})]), [alarm(), later]))).toMatchObject({
      alarms: 2,
      found: 1,
      timeToDetect: 4 * minute,
    });
  });

  test('without an alarm it is missed once it has ended, and not when somebody took it out', () => {
    const states = ['active', 'ended', 'reverted'] as const;
    const injections = states.map((state) => faultIn({ id: state, state }));
    expect(scoreOf(before(injections)).missed).toBe(1);
  });

  test('an alarm without a fault is false in a simulated cloud; in a real one nobody knows', () => {
    const state = withHistory(before([injectionOf(db)]), [alarm()]);
    expect(scoreOf(state)).toMatchObject({ falseAlarms: 1, passed: 1 });
    expect(scoreOf({ ...state, cloud: { ...state.cloud!, simulated: false } }).falseAlarms).toBeUndefined();
  });

  test('what a person wanted healed is no alarm', () => {
    expect(scoreOf(withHistory(before(), [alarm({ peak: 0.1, attempts })])).alarms).toBe(0);
  });

  test('more than are kept are counted', () => {
    let state = before();
    for (let at = 0; at < 150; at++) state = withHistory(state, [alarm({ attempts })]);
    expect(state.history.length).toBe(100);
    expect(scoreOf(state).healed).toBe(150);
  });
});
