import type { AodhAlarm } from './vm.ts';

type Alarms = ReadonlyMap<string, AodhAlarm>;

/**
 * The alarms with the time of their last change as we saw it. Aodh's own state_timestamp tells when somebody set the
 * state by hand, or made the alarm; its evaluator leaves it as it is. What was in alarm before we looked first is so
 * since NaN. `lookedAt`: when that was looked at before (undefined: never).
 */
export function withChanges(before: Alarms, told: Alarms, lookedAt: number | undefined, at: number): Alarms {
  const since = (vm: string, { state, since }: AodhAlarm): number => {
    const known = before.get(vm);
    if (since >= (lookedAt ?? Number.POSITIVE_INFINITY)) return since;
    if (known) return known.state === state ? known.since : at;
    return state === 'insufficient data' ? since : Number.NaN;
  };
  return new Map([...told].map(([vm, alarm]) => [vm, { ...alarm, since: since(vm, alarm) }]));
}
