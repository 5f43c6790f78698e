import type { Entry, Injection } from '../../models/event.ts';
import type { HostTrouble } from '../../models/hosts.ts';
import type { Incident } from '../../models/incident.ts';
import { metrics } from '../../models/metrics/index.ts';
import type { State } from '../../models/state.ts';
import { outOfSight } from '../../models/unknown.ts';
import { chanceWords } from '../alarm-lines.ts';
import type { AlarmRow } from '../alarm-rows.ts';
import { clockTime, dayTime, duration, percent, withUnit } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { careWords, phaseWords } from '../phase-words.ts';
import { faultTitle, latest, nameOf } from '../select.ts';
import { verdictPieces } from '../verdict-words.ts';
import { heard, sentence } from './plain.ts';

/** A VM in one sentence: how it is and what becomes of it comes first, then its numbers. */
export function vmSentence(id: string, state: State): string {
  const vm = state.vms.get(id);
  if (!vm) return sentence(`${nameOf(state, id)} is gone`);
  const incident = state.incidents.get(id);
  const status = [vm.status, vm.taskState, vm.locked && 'locked'].filter((word) => word && word !== 'ACTIVE');
  const isUnseen = outOfSight(vm, state) !== undefined;
  return sentence(
    `${nameOf(state, id)} on ${clean(vm.host) || 'an unknown host'}: ${verdictWords(id, state)}`,
    incident && phaseWords(incident, state)[0],
    ...careWords(id, state),
    ...status.map((word) => `${isUnseen ? 'was ' : ''}${clean(String(word))}`),
    ...shares.map((metric) => `${metric} ${percent(latest(state, id, metric) / 100)}`),
  );
}

const shares = ['cpu', 'memory', 'disk'] as const;

/** What we think of a VM. */
export function verdictWords(id: string, state: State): string {
  return heard(verdictPieces(state.verdicts.get(id), state));
}

/** An alarm that has just been raised, and the key for it. */
export function alarmSentence({ vm: id, vmName, diagnosis, plan }: Incident, state: State, next: string): string {
  const vm = state.vms.get(id);
  const verdict = state.verdicts.get(id);
  const [isNow] = verdictWords(id, state).split(/[:,]/);
  const cause = diagnosis ? `likely ${faultTitle(diagnosis)}` : 'the cause is not known';
  const [reason] = verdict?.reasons ?? [];
  return [
    sentence(
      `Alarm: VM ${clean(vmName)} on host ${clean(vm?.host ?? '') || 'not known'}: ${isNow}`,
      verdict?.probability !== undefined && `probability ${percent(verdict.probability)}`,
      cause,
      reason && `because: ${clean(reason)}`,
    ),
    plan ? next : sentence(clean(state.incidents.get(id)?.words ?? '')),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A line of the alarm screen. */
export const alarmRow = (row: AlarmRow, state: State): string =>
  'host' in row ? hostSentence(row.host, state) : incidentSentence(row.incident, state);

function hostSentence({ host, vms, openedAt, words, calmSince }: HostTrouble, { at }: State): string {
  const how = calmSince === undefined ? `fails with ${vms.length} VMs` : 'is calm again';
  return sentence(`Host ${clean(host)} ${how}, for ${duration(at - openedAt)}: ${clean(words)}`);
}

/** An incident: whose, where it stands, since when, why. */
export function incidentSentence(incident: Incident, state: State): string {
  const { vmName, openedAt, closedAt, diagnosis, words } = incident;
  const [phase] = phaseWords(incident, state);
  const since =
    closedAt === undefined ? `for ${duration(state.at - openedAt)}` : `${duration(state.at - closedAt)} ago`;
  const cause = diagnosis ? faultTitle(diagnosis) : 'cause not known';
  return sentence(
    `${clean(vmName)}: ${phase}, ${since}, ${cause}`,
    `probability ${chanceWords(incident, state).replace('?', 'not known')}`,
    clean(words),
  );
}

export function injectionSentence({ vmName, fault, startedAt, endsAt, state }: Injection, at: number): string {
  const when = state === 'active' ? `${duration(Math.max(0, endsAt - at))} left` : state;
  return sentence(`${faultTitle(fault)} in ${clean(vmName)}`, when, `put in ${duration(at - startedAt)} ago`);
}

export function entrySentence({ at, kind, vmName = '', words, who }: Entry): string {
  return sentence(dayTime(at), kind, clean(vmName), clean(words), `by ${clean(who)}`);
}

/** One metric of a VM: now, and between what it was in the samples that are kept. */
export function metricSentence(id: string, column: number, { ring }: State): string {
  const metric = metrics[column]!;
  const values = Array.from({ length: ring.length(id) }, (_, back) => ring.value(id, column, back));
  const [newest, ...older] = values.filter((value) => !Number.isNaN(value));
  if (newest === undefined) return sentence(`${metric.title}: no sample has it`);
  const [least, most] = [Math.min(newest, ...older), Math.max(newest, ...older)];
  const { unit } = metric;
  const oldest = ring.time(id, values.length - 1) ?? Number.NaN;
  return sentence(
    `${metric.title} ${withUnit(newest, unit)}`,
    `between ${withUnit(least, unit)} and ${withUnit(most, unit)} since ${clockTime(oldest)}`,
  );
}
