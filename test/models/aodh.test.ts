import { describe, expect, test } from 'vitest';
import { withChanges } from '../../models/aodh.ts';
import type { AodhAlarm } from '../../models/vm.ts';

const made = 1000;
const alarms = (state: AodhAlarm['state'], since = made) => new Map([['vm', { state, since }]]);
const sinceOf = (...args: Parameters<typeof withChanges>) => withChanges(...args).get('vm')!.since;

describe("since when Aodh's alarm is in its state", () => {
  test('a change of its evaluator, which leaves state_timestamp alone, is dated by our look', () => {
    const first = withChanges(new Map(), alarms('insufficient data'), undefined, 5000);
    expect(first.get('vm')!.since).toBe(made);
    const second = withChanges(first, alarms('alarm'), 5000, 15_000);
    expect(second.get('vm')).toEqual({ state: 'alarm', since: 15_000 });
    expect(sinceOf(second, alarms('alarm'), 15_000, 25_000)).toBe(15_000);
  });

  test('a state that was set by hand since the last look has its own time', () => {
    expect(sinceOf(alarms('ok'), alarms('alarm', 12_000), 5000, 15_000)).toBe(12_000);
  });

  test('what it was before anybody looked nobody knows', () => {
    expect(sinceOf(new Map(), alarms('alarm'), undefined, 5000)).toBeNaN();
    expect(sinceOf(new Map(), alarms('ok'), undefined, 5000)).toBeNaN();
  });

  test('an alarm that was made since the last look has the time that it was made', () => {
    expect(sinceOf(new Map(), alarms('insufficient data', 12_000), 5000, 15_000)).toBe(12_000);
  });
});
