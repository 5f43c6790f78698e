import type { Action } from '../models/action.ts';
import { actions } from '../models/actions/index.ts';
import { faults } from '../models/faults/index.ts';
import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import type { Piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean, fit } from './parts/text.ts';
import type { Tone } from './shell/theme.ts';

/** The ladder with the incident's place on it, one rung a line, and what is not for this diagnosis. */
export function ladderLines(incident: Incident, state: State, columns: number): Told[] {
  const { diagnosis, attempts, plan, vm } = incident;
  const known = faults.find(({ id }) => id === diagnosis);
  const own = new Set([
    ...(known?.ladder ?? []),
    ...attempts.map(({ action }) => action),
    ...(plan ? [plan.action] : []),
  ]);
  const rungs = actions.filter(({ id }) => own.has(id));
  const others = actions.filter(({ id }) => !own.has(id)).map(({ title }) => title);
  const given = state.quarantine.has(vm);
  const lines = [
    ...rungs.map((action) => rungPieces(action, incident, state)),
    ...(rungs.length && incident.closedAt === undefined
      ? [
          piecesOf(
            given ? ['●', 'now', 'bad'] : ['○', 'last', 'quiet'],
            'Quarantine',
            'no more heals until a person lifts it',
          ),
        ]
      : []),
  ];
  const why = known?.leftAlone ?? (known ? 'nothing is known that helps' : 'the cause is not known: h tries an action');
  return [
    ...lines.map((pieces, index) => told(index ? '' : 'ladder', ...pieces)),
    ...(rungs.length ? [] : toldWords('ladder', clean(why), columns)),
    ...toldWords(
      rungs.length ? '' : 'no rung',
      { text: `not for this diagnosis: ${others.join(', ')}`, tone: 'quiet' },
      columns,
    ),
  ];
}

type Place = readonly [sign: string, words: string, tone: Tone];

function rungPieces(action: Action, incident: Incident, state: State): Piece[] {
  const vm = state.vms.get(incident.vm);
  return piecesOf(
    placeOf(action, incident, vm !== undefined && !(action.fits?.(vm) ?? true)),
    action.title,
    action.costs,
  );
}

function piecesOf(place: Place, title: string, words: string): Piece[] {
  const [sign, where, tone] = place;
  return [
    { text: `${sign} ${fit(where, 10)} ${fit(title, 19)}`, tone },
    { text: ` ${words}`, tone: 'quiet' },
  ];
}

function placeOf({ id }: Action, { attempts, plan, closedAt }: Incident, unfit: boolean): Place {
  const attempt = attempts.findLast(({ action }) => action === id);
  if (attempt?.outcome === 'under way') return ['●', 'now', 'good'];
  if (closedAt === undefined && plan?.action === id) return ['▸', attempt ? 'next again' : 'next', 'strong'];
  if (attempt?.outcome === 'healed') return ['✓', 'healed', 'good'];
  if (attempt) return ['✗', attempt.outcome, 'bad'];
  if (unfit) return ['–', 'not for it', 'quiet'];
  return ['○', closedAt === undefined ? 'later' : 'not needed', 'quiet'];
}
