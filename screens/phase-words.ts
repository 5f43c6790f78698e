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

/** Where an incident may stand: its sign, so that none is told from another by its colour alone, and its tone. */
const phases = {
  'needs a person': ['!', 'bad'],
  'in quarantine': ['✗', 'bad'],
  'waits for a yes': ['?', 'bad'],
  'about to heal': ['▸', 'bad'],
  'waits a little': ['…', 'warn'],
  'just raised': ['█', 'bad'],
  held: ['=', 'warn'],
  'left alone': ['·', 'warn'],
  'in maintenance': ['%', 'warn'],
  'taken over': ['@', 'warn'],
  'put off': ['z', 'warn'],
  'under heal': ['●', 'good'],
  verifying: ['○', 'good'],
  healed: ['✓', 'good'],
  over: ['–', 'quiet'],
} as const satisfies Readonly<Record<string, readonly [sign: string, Tone]>>;

/** What a person has to do about it comes first. */
function phaseOf(incident: Incident, state: State): keyof typeof phases {
  const { phase, closedAt, attempts, vm: id, plan } = incident;
  if (closedAt !== undefined) return attempts.at(-1)?.outcome === 'healed' ? 'healed' : 'over';
  if (phase === 'healing') return 'under heal';
  if (phase === 'verifying') return 'verifying';
  if (state.quarantine.has(id)) return 'in quarantine';
  if (phase === 'escalated') return 'needs a person';
  const vm = state.vms.get(id);
  if (vm && maintenanceOf(vm, state, state.at)) return 'in maintenance';
  if (incident.acknowledged) return 'taken over';
  if (snoozeAt(incident, state.at)) return 'put off';
  if (!plan) return phase === 'firing' ? 'just raised' : 'left alone';
  if (againstPerson(plan.refusals).length) return 'held';
  if (state.mode !== 'auto' || incident.asked) return 'waits for a yes';
  if (plan.refusals.length === 0) return 'about to heal';
  return plan.refusals.every(({ guard }) => passing.includes(guard)) ? 'waits a little' : 'waits for a yes';
}

/** Where an incident stands, in at most 16 cells. */
export function phaseWords(incident: Incident, state: State): readonly [string, Tone] {
  const phase = phaseOf(incident, state);
  const { healthyInARow } = incident;
  const proof = phase === 'verifying' ? ` ${healthyInARow} of ${state.settings.healthyVerdicts}` : '';
  return [`${phase}${proof}`, phases[phase][1]];
}

/** The same behind its sign, in at most `phaseWidth` cells. */
export function phaseCell(incident: Incident, state: State): readonly [string, Tone] {
  const [words, tone] = phaseWords(incident, state);
  return [`${phases[phaseOf(incident, state)][0]} ${words}`, tone];
}

export const phaseWidth = 18;

/** The signs and their words, for the help. */
export const phaseSigns: readonly (readonly [sign: string, words: string])[] = Object.entries(phases).map(
  ([words, [sign]]) => [sign, words] as const,
);

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
