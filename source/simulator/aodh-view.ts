import type { Alarm, Change } from './aodh-alarm.ts';
import { dumps } from './python.ts';

/** An alarm or a change, as the API shows it. */
export type Row = Readonly<Record<string, unknown>>;

/** An order by several columns, the weightiest first. */
export function ordered(keys: readonly (readonly [key: string, descends: boolean])[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const [key, descends] of keys) {
      const sign = String(a[key]).localeCompare(String(b[key]));
      if (sign) return descends ? -sign : sign;
    }
    return 0;
  };
}

/** An alarm as the API shows it. */
export function alarmView(alarm: Alarm): Row {
  const { rule, ...rest } = detailOf(alarm);
  const evaluate_timestamp = alarm.evaluatedAt === null ? null : stamp(alarm.evaluatedAt);
  return { ...rest, evaluate_timestamp, [`${alarm.definition.type}_rule`]: rule };
}

/** All of an alarm, as its history tells it. */
export function detailOf(alarm: Alarm): Row {
  const { rule, severity, ...definition } = alarm.definition;
  return {
    alarm_id: alarm.id,
    ...definition,
    project_id: alarm.projectId,
    user_id: alarm.userId,
    timestamp: stamp(alarm.definedAt),
    state: alarm.state,
    state_timestamp: stamp(alarm.stateSetAt),
    state_reason: alarm.stateReason,
    severity,
    rule,
  };
}

export function changeView(alarm: Alarm, { eventId, type, detail, at, userId, projectId, onBehalfOf }: Change) {
  return {
    event_id: eventId,
    alarm_id: alarm.id,
    type,
    detail: dumps(detail),
    project_id: projectId,
    user_id: userId,
    on_behalf_of: onBehalfOf,
    timestamp: stamp(at),
  };
}

/** Aodh's times: UTC without saying so, in microseconds unless there are none. */
export function stamp(at: number): string {
  const text = new Date(at).toISOString();
  return at % 1000 ? text.replace('Z', '000') : text.slice(0, 19);
}
