import type { Entry } from '../../models/event.ts';
import type { Incident } from '../../models/incident.ts';
import type { State } from '../../models/state.ts';
import { count } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { badgesOf, cloudPieces } from '../shell/header.tsx';
import { isSame } from '../shell/reduce-journal.ts';
import { heard, sentence } from './plain.ts';
import { alarmSentence } from './rows.ts';

/** Of what is new at once, so many are told one by one. */
const most = 5;

/** What is not told by itself: plans come with their alarms, notes are for the journal. */
const quiet: readonly Entry['kind'][] = ['note', 'plan'];

/**
 * What has happened between two states of the same engine, as sentences, the oldest first: the first sight of a cloud,
 * then all that the audit tells, and how a proof goes on. Numbers that only change are not told. `next`: what to do
 * about an alarm.
 */
export function news(before: State, after: State, next: (vm: string) => string = () => ''): string[] {
  if (before === after) return [];
  const fresh = freshEntries(before, after).filter(({ kind }) => !quiet.includes(kind));
  const raised = fresh.flatMap(({ kind, vm = '' }) => (kind === 'alarm' ? (after.incidents.get(vm) ?? []) : []));
  const isRaised = (vm: string | undefined) => raised.some((incident) => incident.vm === vm);
  const others = fresh.filter(({ kind, vm }) => kind !== 'alarm' && !(kind === 'held' && isRaised(vm)));
  return [
    ...connected(before, after),
    ...(raised.length > most ? [many(raised)] : raised.map((one) => alarmSentence(one, after, next(one.vm)))),
    ...few(others),
    ...proofs(before, after),
  ];
}

function freshEntries(before: State, { entries }: State): readonly Entry[] {
  const [newest] = before.entries;
  const place = newest ? entries.findIndex((entry) => isSame(entry, newest)) : entries.length;
  return entries.slice(0, place < 0 ? entries.length : place).toReversed();
}

/** Whom we talk to, as the header has it. */
function connected({ cloud }: State, after: State): string[] {
  if (cloud || !after.cloud) return [];
  return [sentence(`Connected to ${heard(cloudPieces(after))}`, standing(after))];
}

/** Simulated or real, the mode, and what else the header's badges say. */
export const standing = (state: State): string =>
  heard(badgesOf(state)).replace(/OBSERVE|CONFIRM|AUTO/, (mode) => `mode ${mode}`);

const many = (raised: readonly Incident[]) =>
  sentence(
    `${count(raised.length)} alarms at once`,
    ...raised.slice(0, most).map(({ vmName }) => clean(vmName)),
    `and ${count(raised.length - most)} more`,
  );

/** The last ones whole, and how many there were before them. */
function few(entries: readonly Entry[]): string[] {
  const left = entries.length - 2 * most;
  return [
    ...(left > 0 ? [sentence(`${count(left)} more lines are in the journal`)] : []),
    ...entries.slice(-2 * most).map(entryWords),
  ];
}

/** Who did it is told where it was a person, or another cloud-medic. */
function entryWords({ kind, vmName, words, who }: Entry): string {
  const by = who === 'cloud-medic' ? undefined : `by ${clean(who)}`;
  return sentence(`${vmName ? `${clean(vmName)}: ` : ''}${titles[kind] ?? ''}${clean(words)}`, by);
}

/** In front of words that do not say by themselves what they are. */
const titles: Partial<Record<Entry['kind'], string>> = {
  resolved: 'recovered, ',
  escalated: 'a person is wanted: ',
  held: 'held: ',
  refused: 'refused: ',
  brake: 'brake: ',
};

/** How many healthy verdicts of a heal's proof there are by now. The last one is the recovery. */
function proofs(before: State, { incidents, settings }: State): string[] {
  return [...incidents.values()].flatMap((incident) => {
    const { phase, healthyInARow, vm, vmName } = incident;
    const old = before.incidents.get(vm);
    if (phase !== 'verifying' || healthyInARow === 0 || old?.healthyInARow === healthyInARow) return [];
    return sentence(`${clean(vmName)}: ${healthyInARow} of ${settings.healthyVerdicts} healthy verdicts`);
  });
}
