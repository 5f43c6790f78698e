import { againstPerson } from '../models/guards/index.ts';
import type { Attempt, Incident } from '../models/incident.ts';
import { snoozeAt } from '../models/incidents.ts';
import { maintenanceOf } from '../models/maintenance.ts';
import type { State } from '../models/state.ts';
import { duration } from './parts/format.ts';
import { type Told, toldWords } from './parts/story.tsx';
import { clean } from './parts/text.ts';
import type { Tone } from './shell/theme.ts';

/** Guards that let go by themselves after a while: auto mode waits for them, nobody has to say yes. */
const passing = ['wait', 'grace', 'backoff'];

/** Where an incident stands, in at most 16 cells: what a person has to do about it comes first. */
export function phaseWords(incident: Incident, state: State): readonly [string, Tone] {
  const { phase, closedAt, attempts, vm: id, plan, healthyInARow } = incident;
  if (closedAt !== undefined) return attempts.at(-1)?.outcome === 'healed' ? ['healed', 'good'] : ['over', 'quiet'];
  if (phase === 'healing') return ['under heal', 'good'];
  if (phase === 'verifying') return [`verifying ${healthyInARow} of ${state.settings.healthyVerdicts}`, 'good'];
  if (state.quarantine.has(id)) return ['in quarantine', 'bad'];
  if (phase === 'escalated') return ['needs a person', 'bad'];
  const vm = state.vms.get(id);
  if (vm && maintenanceOf(vm, state, state.at)) return ['in maintenance', 'warn'];
  if (incident.acknowledged) return ['taken over', 'warn'];
  if (snoozeAt(incident, state.at)) return ['put off', 'warn'];
  if (!plan) return phase === 'firing' ? ['just raised', 'bad'] : ['left alone', 'warn'];
  if (againstPerson(plan.refusals).length) return ['held', 'warn'];
  if (state.mode !== 'auto' || incident.asked) return ['waits for a yes', 'bad'];
  if (plan.refusals.length === 0) return ['about to heal', 'bad'];
  return plan.refusals.every(({ guard }) => passing.includes(guard))
    ? ['waits a little', 'warn']
    : ['waits for a yes', 'bad'];
}

/** A sign for each of these words, so that none is told from another by its colour alone. */
const signs: Readonly<Record<string, string>> = {
  'needs a person': '!',
  'in quarantine': '✗',
  'waits for a yes': '?',
  'about to heal': '▸',
  'waits a little': '…',
  'just raised': '█',
  held: '=',
  'left alone': '·',
  'in maintenance': '%',
  'taken over': '@',
  'put off': 'z',
  'under heal': '●',
  verifying: '○',
  healed: '✓',
  over: '–',
};

/** The same behind its sign, in at most `phaseWidth` cells. */
export function phaseCell(incident: Incident, state: State): readonly [string, Tone] {
  const [words, tone] = phaseWords(incident, state);
  return [`${signs[words.replace(/ \d+ of \d+$/, '')] ?? ' '} ${words}`, tone];
}

export const phaseWidth = 18;

/** The signs and their words, for the help. */
export const phaseSigns = Object.entries(signs).map(([words, sign]) => [sign, words] as const);

/** What came of an attempt, as a sign. */
export const outcomes: Readonly<Record<Attempt['outcome'], readonly [string, Tone]>> = {
  'under way': ['●', 'good'],
  healed: ['✓', 'good'],
  'no help': ['✗', 'bad'],
  refused: ['✗', 'bad'],
  lost: ['✗', 'bad'],
};

/** What people have decided about the VM, one sentence each: quarantine, maintenance, taken over, put off. */
export function careWords(vm: string, state: State): string[] {
  const { at } = state;
  const given = state.quarantine.get(vm);
  const found = state.vms.get(vm);
  const maintenance = found && maintenanceOf(found, state, at);
  const incident = state.incidents.get(vm);
  const acknowledged = incident?.acknowledged;
  const snoozed = snoozeAt(incident, at);
  return [
    ...(given ? [`in quarantine for ${duration(at - given.since)}: ${given.words}`] : []),
    ...(maintenance
      ? [
          `${maintenance.subject === 'it' ? '' : `${maintenance.subject} is `}in maintenance${untilWords(maintenance.until, at)}: ${maintenance.reason} (${maintenance.who})`,
        ]
      : []),
    ...(acknowledged ? [`taken over by ${acknowledged.who} ${duration(at - acknowledged.at)} ago`] : []),
    ...(snoozed ? [`put off by ${snoozed.who} for ${duration(snoozed.until - at)} more`] : []),
  ].map(clean);
}

/** The same, labelled, for a story. */
export const careLines = (vm: string, state: State, columns: number): Told[] =>
  careWords(vm, state).flatMap((text, index) => toldWords(index ? '' : 'people', { text, tone: 'warn' }, columns, 2));

export const untilWords = (until: number | undefined, at: number): string =>
  until === undefined ? ' until somebody ends it' : ` for ${duration(until - at)} more`;
