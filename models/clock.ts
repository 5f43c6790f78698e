import { record } from './entry.ts';
import type { Incident } from './incident.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/**
 * This machine's clock was set, and from here on events come by its new time. What is counted from a time of ours goes
 * on from where it was: no window ends by that, and none is longer. Times of the cloud stay as they are.
 */
export const clock: Step = (state, event) => {
  if (event.type !== 'clock-set') return [state, []];
  const { at, by } = event;
  const moved = movedBy(by);
  state.curves.move(by);
  const after: State = {
    ...state,
    novaAt: moved(state.novaAt),
    incidents: mapped(state.incidents, (one) => incidentMoved(one, state, by)),
    claims: state.claims.map((one) => ({
      ...one,
      ...{ at: one.at + by, endedAt: moved(one.endedAt), until: moved(one.until) },
    })),
    hosts: mapped(state.hosts, (one) => ({ ...one, openedAt: one.openedAt + by, calmSince: moved(one.calmSince) })),
    brake: state.brake && { ...state.brake, since: state.brake.since + by, calmSince: moved(state.brake.calmSince) },
    unlocked: mapped(state.unlocked, (tried) => tried + by),
    // A person may have meant the time of the day: whichever is later protects longer.
    maintenance: mapped(state.maintenance, (one) => ({ ...one, until: one.until && later(one.until, by) })),
    clockAhead: state.clockAhead && state.clockAhead + by,
  };
  const seconds = Math.round(Math.abs(by) / 1000);
  const words = `this machine's clock was set ${seconds} s ${by > 0 ? 'ahead' : 'back'}: what is under way goes on from there`;
  return [after, [record(at, 'note', words, { data: { by } })]];
};

function incidentMoved(incident: Incident, state: State, by: number): Incident {
  const { openedAt, asked, acknowledged, snoozed, barred, plan } = incident;
  const moved = movedBy(by);
  const attempts = incident.attempts.map((one) => ({
    ...one,
    ...{ claimedAt: one.claimedAt + by, acceptedAt: moved(one.acceptedAt), doneAt: moved(one.doneAt) },
  }));
  // The proof begins anew: samples have the cloud's time, and count from the newest that is known.
  const judgedAt = Math.max(attempts.at(-1)?.doneAt ?? 0, state.verdicts.get(incident.vm)?.sampledAt ?? 0);
  return {
    ...incident,
    ...{ openedAt: openedAt + by, attempts, judgedAt, healthyInARow: 0 },
    asked: asked && { ...asked, at: asked.at + by },
    plan: plan && { ...plan, madeAt: plan.madeAt + by },
    acknowledged: acknowledged && { ...acknowledged, at: acknowledged.at + by },
    ...(snoozed ? { snoozed: { ...snoozed, until: later(snoozed.until, by) } } : {}),
    ...(barred ? { barred: { ...barred, until: barred.until + by } } : {}),
  };
}

function later(until: number, by: number): number {
  return Math.max(until, until + by);
}

function movedBy(by: number) {
  return (at: number | undefined) => (at === undefined ? undefined : at + by);
}

function mapped<Value>(all: ReadonlyMap<string, Value>, change: (value: Value) => Value): ReadonlyMap<string, Value> {
  return new Map([...all].map(([key, value]) => [key, change(value)]));
}
