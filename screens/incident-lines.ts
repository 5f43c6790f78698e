import { actionById } from '../models/actions/index.ts';
import { faults } from '../models/faults/index.ts';
import type { Attempt, Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { duration } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean } from './parts/text.ts';
import { outcomes, phaseWords } from './phase-words.ts';
import type { Tone } from './shell/theme.ts';

/** The ladder of the incident's diagnosis: what was tried, what is next, what would follow. */
export function ladderPieces(incident: Incident): Piece[] {
  const { attempts, plan, diagnosis, closedAt } = incident;
  const known = faults.find(({ id }) => id === diagnosis);
  const rungs = [
    ...new Set([...(known?.ladder ?? []), ...attempts.map(({ action }) => action), ...(plan ? [plan.action] : [])]),
  ]
    .map(actionById)
    // What is for some VMs only is shown once its turn has come.
    .filter(({ id, fits }) => !fits || plan?.action === id || attempts.some(({ action }) => action === id))
    .sort((a, b) => a.rung - b.rung);
  if (rungs.length === 0) return [{ text: clean(known?.leftAlone ?? 'no action is known to help'), tone: 'quiet' }];
  return rungs.flatMap(({ id, title }, index): Piece[] => {
    const attempt = attempts.findLast(({ action }) => action === id);
    const sign = attempt ? outcomes[attempt.outcome][0] : closedAt === undefined && plan?.action === id ? '▸' : '○';
    const tone: Tone =
      attempt?.outcome === 'healed' || attempt?.outcome === 'under way' ? 'good' : sign === '▸' ? 'strong' : 'quiet';
    return [
      ...(index ? [{ text: '  →  ', tone: 'quiet' } as const] : []),
      { text: `${sign} ${title.toLowerCase()}`, tone },
    ];
  });
}

/** The incident's story: where it stands, the ladder, what was tried last, what refuses the next step. */
export function incidentLines(incident: Incident, state: State, columns: number): Told[] {
  const { at } = state;
  const { openedAt, closedAt, words, attempts, plan } = incident;
  const [phase, tone] = phaseWords(incident, state);
  const since =
    closedAt === undefined
      ? `opened ${duration(at - openedAt)} ago`
      : `${duration(at - closedAt)} ago, after ${duration(closedAt - openedAt)}`;
  const refusals = closedAt === undefined && plan ? plan.refusals : [];
  return [
    told('incident', { text: phase, tone }, { text: `, ${since}  `, tone: 'quiet' }, clean(words)),
    told('ladder', ...ladderPieces(incident)),
    ...attempts.slice(-1).flatMap((attempt) => toldWords('tried', attemptWords(attempt), columns, 2)),
    ...refusals.map(({ guard, reason }) =>
      told('refused', clean(reason), { text: `  ${clean(guard)}`, tone: 'quiet' }),
    ),
  ];
}

function attemptWords({ action, who, outcome, words, requestId = '' }: Attempt): string {
  const request = words.includes(requestId) ? '' : `, ${requestId}`;
  return clean(`${actionById(action).title} by ${who}: ${outcome}, ${words}${request}`);
}
