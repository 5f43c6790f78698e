import type { Action } from '../models/action.ts';
import { actions } from '../models/actions/index.ts';
import { faults } from '../models/faults/index.ts';
import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import type { Piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean, fit } from './parts/text.ts';
import { type KeySpec, keyOf } from './shell/key-spec.ts';
import type { Tone } from './shell/theme.ts';

/** The ladder with the incident's place on it, one rung a line; then what is not for this VM, or this diagnosis. */
export function ladderLines(incident: Incident, state: State, columns: number, keys: readonly KeySpec[]): Told[] {
  const { diagnosis, attempts, plan, closedAt } = incident;
  const vm = state.vms.get(incident.vm);
  const known = faults.find(({ id }) => id === diagnosis);
  const now = new Set([...attempts.map(({ action }) => action), ...(plan ? [plan.action] : [])]);
  const fits = ({ id, fits }: Action) => now.has(id) || vm === undefined || (fits?.(vm) ?? true);
  const own = actions.filter(({ id }) => now.has(id) || known?.ladder.includes(id));
  const rungs = own.filter(fits);
  const unfit = own.filter((action) => !fits(action));
  const others = actions.filter((action) => !own.includes(action));
  const unknown = `the cause is not known: ${keyOf(keys, 'heal')} tries an action`;
  const why = known?.leftAlone ?? (known ? 'nothing is known that helps' : unknown);
  const lines: Piece[][] = [
    ...rungs.map((action) => piecesOf(placeOf(action, incident), action.title, action.costs)),
    ...(rungs.length ? [] : [[clean(why)]]),
    ...(closedAt === undefined ? [lastRung(state.quarantine.has(incident.vm))] : []),
  ];
  return [
    ...lines.map((pieces, index) => told(index ? '' : 'ladder', ...pieces)),
    ...noRungs('VM', unfit, columns),
    ...noRungs('diagnosis', others, columns),
  ];
}

const lastRung = (given: boolean): Piece[] =>
  piecesOf(given ? ['●', 'now', 'bad'] : ['○', 'last', 'quiet'], 'Quarantine', 'no more heals until a person lifts it');

function noRungs(what: string, none: readonly Action[], columns: number): Told[] {
  if (none.length === 0) return [];
  const text = `not for this ${what}: ${none.map(({ title }) => title).join(', ')}`;
  return toldWords('', { text, tone: 'quiet' }, columns);
}

type Place = readonly [sign: string, words: string, tone: Tone];

function piecesOf(place: Place, title: string, words: string): Piece[] {
  const [sign, where, tone] = place;
  return [
    { text: `${sign} ${fit(where, 10)} ${fit(title, 19)}`, tone },
    { text: ` ${words}`, tone: 'quiet' },
  ];
}

function placeOf({ id }: Action, { attempts, plan, closedAt }: Incident): Place {
  const attempt = attempts.findLast(({ action }) => action === id);
  if (attempt?.outcome === 'under way') return ['●', 'now', 'good'];
  if (closedAt === undefined && plan?.action === id) return ['▸', attempt ? 'next again' : 'next', 'strong'];
  if (attempt?.outcome === 'healed') return ['✓', 'healed', 'good'];
  if (attempt) return ['✗', attempt.outcome, 'bad'];
  return ['○', closedAt === undefined ? 'later' : 'not needed', 'quiet'];
}
