import { withClaims } from './claims.ts';
import { condition, deliberate } from './condition.ts';
import { recordOf } from './entry.ts';
import type { Effect } from './event.ts';
import type { Incident } from './incident.ts';
import { isUsualNow, isWaiting, withHistory, withLastAttempt } from './incidents.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { telemetryFault } from './telemetry.ts';
import { novaTellsNothing } from './unknown.ts';
import { uuidOf } from './uuid.ts';
import type { Verdict } from './verdict.ts';

/** A heal that a person asked for and did not confirm is dropped after so many seconds. */
const askedWaits = 600;

/** Verdicts that last become incidents; incidents whose VM is well again, or gone, are closed. */
export const raise: Step = (state, event) => {
  if (event.type !== 'observed') return [state, []];
  const effects: Effect[] = [];
  // What no list has, Nova may only not reach: its incident stands.
  const gone = new Set(event.observation.gone);
  const incidents = new Map(state.incidents);
  const closed: Incident[] = [];
  const close = (incident: Incident, words: string) => {
    incidents.delete(incident.vm);
    closed.push({ ...incident, phase: 'resolved', closedAt: event.at, words });
    effects.push(recordOf(incident, event.at, 'resolved', words));
  };
  for (const incident of state.incidents.values()) {
    const verdict = state.verdicts.get(incident.vm);
    if (!verdict) {
      if (gone.has(incident.vm) && !isReplaced(incident)) close(overBy(incident), 'the VM was deleted');
    } else if (isWaiting(incident)) {
      const seen = look(incident, verdict, state);
      incidents.set(incident.vm, seen);
      const reason = endOfWaiting(seen, state, event.at);
      if (reason) close(seen, reason);
    }
  }
  const telemetryLost = telemetryFault(state) !== undefined;
  for (const verdict of state.verdicts.values()) {
    if (incidents.has(verdict.vm) || closed.some((one) => one.vm === verdict.vm)) continue;
    if (state.hosts.has(state.vms.get(verdict.vm)!.host)) continue;
    if (!(isFailing(verdict, state) || (isSilent(verdict, state) && !telemetryLost))) continue;
    const incident = open(verdict, state, event.at);
    incidents.set(verdict.vm, incident);
    const data = { probability: verdict.probability, reasons: verdict.reasons };
    effects.push(recordOf(incident, event.at, 'alarm', incident.words, { data }), {
      type: 'gather-evidence',
      vm: verdict.vm,
    });
  }
  const after = closed.reduce<State>((now, incident) => withClaims(now, incident, event.at), { ...state, incidents });
  return [withHistory(after, closed), effects];
};

/** Heat deletes the VM that it replaces: the incident goes on with the new one. */
function isReplaced({ phase, attempts }: Incident): boolean {
  return phase === 'healing' && attempts.at(-1)?.follow.kind === 'stack';
}

/** What was under way for a VM that is gone will not end any more. */
function overBy(incident: Incident): Incident {
  if (incident.attempts.at(-1)?.outcome !== 'under way') return incident;
  return withLastAttempt(incident, { outcome: 'no help', words: 'the VM was deleted' });
}

/** k of the last n verdicts over the model's threshold. */
export function isFailing(verdict: Verdict, state: State): boolean {
  const { raise: threshold, raiseAfter, raiseOf } = state.model.thresholds;
  const last = (state.probabilities.get(verdict.vm) ?? []).slice(-raiseOf);
  return (verdict.probability ?? 0) >= threshold && last.filter((one) => one >= threshold).length >= raiseAfter;
}

/** Silent for longer than a late poll would explain: the verdict says stale, and names the telemetry. */
function isSilent(verdict: Verdict, state: State): boolean {
  const patience = 4 * Math.max(state.granularity, state.settings.interval) * 1000;
  return verdict.diagnosis === 'telemetry-loss' && (verdict.sampleAge ?? 0) > patience;
}

/** A new incident about a VM. */
export function open(verdict: Verdict, state: State, at: number): Incident {
  const { vm, probability = 0, diagnosis, reasons } = verdict;
  return {
    id: incidentId(vm, at, state.holder),
    vm,
    vmName: state.vms.get(vm)?.name ?? vm,
    openedAt: at,
    closedAt: undefined,
    phase: 'firing',
    asked: undefined,
    diagnosis,
    peak: probability,
    reasons,
    plan: undefined,
    attempts: [],
    healthyInARow: 0,
    judgedAt: verdict.sampledAt ?? 0,
    words: alarmWords(verdict),
  };
}

/** Silence is no probability of failing; everything else is told with its own. */
function alarmWords({ diagnosis, probability = 0, reasons }: Verdict): string {
  const chance = diagnosis === 'telemetry-loss' ? '' : `, probability ${probability.toFixed(2)}`;
  return `${diagnosis ?? 'unknown cause'}${chance}: ${reasons[0] ?? 'no reason given'}`;
}

/** Two cloud-medics that see it at the same moment have an incident each: what one says of its own is not of the other's. */
function incidentId(vm: string, at: number, holder: string): string {
  return `${at.toString(36)}-${uuidOf(holder).slice(-8)}-${vm}`;
}

/**
 * The incident with the newest verdict in it. A cause once named is kept until another one is named; of a VM that Nova
 * tells nothing of, all that was known is.
 */
export function look(incident: Incident, verdict: Verdict, state: State): Incident {
  if (novaTellsNothing(incident.vm, state)) return { ...incident, healthyInARow: 0 };
  const { sampledAt = 0, freshness, probability = 1, diagnosis, reasons } = verdict;
  const news = freshness === 'fresh' && sampledAt > incident.judgedAt;
  const runs = condition(state.vms.get(incident.vm)!).kind === 'running';
  const well = runs && probability < state.model.thresholds.clear && diagnosis !== 'telemetry-loss';
  return {
    ...incident,
    diagnosis: diagnosis ?? incident.diagnosis,
    reasons: reasons.length ? reasons : incident.reasons,
    peak: Math.max(incident.peak, verdict.probability ?? 0),
    healthyInARow: !well ? 0 : incident.healthyInARow + (news ? 1 : 0),
    judgedAt: news ? sampledAt : incident.judgedAt,
  };
}

function endOfWaiting(incident: Incident, state: State, at: number): string | undefined {
  if (incident.asked) {
    return at - incident.asked.at > askedWaits * 1000 ? 'nobody confirmed the heal that was asked for' : undefined;
  }
  const stopped = deliberate(state.vms.get(incident.vm)!);
  if (stopped) return stopped;
  if (incident.healthyInARow < state.settings.healthyVerdicts) return undefined;
  return isUsualNow(incident, at)
    ? 'like this for six hours: taken for its usual'
    : 'healthy again without being healed';
}
