import type { State } from '../models/state.ts';
import { scoreOf } from '../models/tally.ts';
import { count, duration, percent, short, some } from './parts/format.ts';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean } from './parts/text.ts';
import { faultTitle } from './select.ts';
import type { Models } from './shell/console-port.ts';

/** What the brain that judges here says of itself, and how it does here. */
export function modelLines(state: State, models: Models | undefined, columns: number): Told[] {
  const { trainedOn, thresholds, causes, features } = state.model;
  const { data, samples, seeds } = trainedOn;
  const { raise, clear, raiseAfter, raiseOf } = thresholds;
  const seedWords =
    seeds.length === 2 ? ` · seeds ${seeds.join(' to ')}` : seeds.length ? ` · seeds ${seeds.join(', ')}` : '';
  return [
    told('brain', { text: clean(models?.judging ?? '…'), tone: 'strong' }, `  ${whenWords(models)}`),
    ...toldWords(
      'trained on',
      `${clean(data) || 'it does not say'}: ${count(samples)} samples${seedWords}`,
      columns,
      2,
    ),
    ...toldWords(
      'alarm',
      `${raiseAfter} of ${raiseOf} verdicts at ${percent(raise)} and more; over under ${percent(clear)}`,
      columns,
      2,
    ),
    ...toldWords('causes', causes.map((cause) => faultTitle(cause)).join(', ') || 'none', columns, 2),
    ...toldWords('features', `${features.length}: ${aspectsOf(features)}`, columns, 3),
    ...toldWords('here', hereWords(state), columns, 3),
  ];
}

function whenWords(models: Models | undefined): string {
  const judging = models?.versions.find(({ version }) => version === models.judging);
  if (!models) return '';
  if (!judging) return 'a file that was named at the start';
  return judging.trainedAt
    ? `trained ${judging.trainedAt.slice(0, 16).replace('T', ' ')} UTC`
    : 'comes with the program';
}

/** "cpu 18, memory 13 …": the names before the dot, and how many there are of each. */
function aspectsOf(features: readonly string[]): string {
  const groups = Map.groupBy(features, (name) => name.split('.')[0]!);
  return [...groups].map(([aspect, all]) => `${clean(aspect)} ${all.length}`).join(', ');
}

/** Only what is known here, in words. */
function hereWords(state: State): string {
  const { alarms, healed, passed, falseAlarms, injected, found, missed, timeToDetect, timeToHeal } = scoreOf(state);
  const after = (time: number | undefined) => (time === undefined ? '' : ` after ${duration(time)}`);
  return [
    `${some(alarms, 'alarm')} since the start, ${state.incidents.size} open`,
    `${count(healed)} proven well${after(timeToHeal)}`,
    `${count(passed)} over without us`,
    falseAlarms === undefined ? 'how many were false nobody has said' : `${count(falseAlarms)} without a fault`,
    injected
      ? `${found} of ${injected} injected faults found${after(timeToDetect)}, ${missed} missed`
      : 'misses are known only of injected faults: none was',
  ].join('; ');
}

export type ScoreRow = { readonly score: string; readonly value: string; readonly meaning: string };

/** How well it did on what was kept back from its training. */
export const scoreRows = (scores: Readonly<Record<string, number>>): ScoreRow[] =>
  Object.entries(scores).map(([score, value]) => ({
    score,
    value: Math.abs(value) < 1 ? String(value) : short(value),
    meaning: meanings[score] ?? '',
  }));

const meanings: Readonly<Record<string, string>> = {
  prAuc: 'precision over all thresholds, moment by moment; 1 is perfect',
  rocAuc: 'chance that a failing moment scores over a healthy one; 1 is perfect',
  brier: "the probability's mean squared error; 0 is perfect",
  ece: 'how far a probability is from how often it comes true; 0 is perfect',
  falseAlarmsPerVmDay: 'false alarms per VM and day, on days full of what looks like a fault',
};

export type VersionRow = Readonly<Record<'version' | 'now' | 'trained' | 'precision' | 'data', string>>;

/** The newest version first. */
export function versionRows(models: Models): VersionRow[] {
  return models.versions.toReversed().map(({ version, inUse, trainedAt, trainedOn, problem, kind }) => ({
    version,
    now: version === models.judging ? 'judges' : inUse ? 'next start' : '',
    trained: trainedAt?.slice(0, 16).replace('T', ' ') ?? (version === 'shipped' ? 'shipped' : ''),
    precision: trainedOn?.scores.prAuc === undefined ? '' : trainedOn.scores.prAuc.toFixed(3),
    data: problem ?? `${kind === 'series' ? 'not for VMs: ' : ''}${trainedOn?.data ?? ''}`,
  }));
}
