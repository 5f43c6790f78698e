import { actionById } from '../models/actions/index.ts';
import { guards } from '../models/guards/index.ts';
import type { Incident, Plan } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { type Told, toldWords } from './parts/story.tsx';
import { clean } from './parts/text.ts';

/** What speaks against the plan: what holds everybody, and what a person's yes does away with. */
export function guardLines({ refusals }: Plan, columns: number): Told[] {
  const personOf = new Map(guards.map(({ id, person }) => [id, person]));
  return refusals.flatMap(({ guard, reason }) => {
    const words = `${clean(reason)}  (${clean(guard)})`;
    const person = personOf.get(guard);
    if (person === 'spares') return toldWords('yes skips', { text: `○ ${words}`, tone: 'warn' }, columns);
    if (person === 'warns') return toldWords('held by', { text: `✗ ${words}; a yes may go on`, tone: 'bad' }, columns);
    if (person === 'answers') return toldWords('yes needs', { text: `○ ${words}`, tone: 'warn' }, columns);
    return toldWords('held by', { text: `✗ ${words}`, tone: 'bad' }, columns);
  });
}

/** The guards that let the plan through. */
export function silentGuards({ refusals }: Plan, columns: number): Told[] {
  const silent = guards.filter(({ id }) => !refusals.some(({ guard }) => guard === id)).map(({ id }) => id);
  const words = `✓ ${silent.length} of ${guards.length} let it through: ${silent.join(', ')}`;
  return toldWords('guards', { text: words, tone: 'quiet' }, columns, 5);
}

/** By which way the plan goes, and why. */
export function routeWords({ route, because, action, follow }: Plan, { settings }: State): string {
  const ways = {
    nova: 'straight to Nova',
    mistral: `by Mistral, execution ${follow.kind === 'execution' ? follow.id : ''}`,
    heat: `by Heat, an update of the VM's stack`,
  };
  const wish = settings.routes[action];
  const why =
    because ??
    (wish ? 'as the settings wish' : actionById(action).routes.length === 1 ? 'the only way' : 'the default');
  return clean(`${ways[route]}: ${why}`);
}

/** Whether the incident still waits for its plan to be done. */
export const planOf = ({ plan, closedAt, phase }: Incident): Plan | undefined =>
  closedAt === undefined && phase !== 'healing' && phase !== 'verifying' ? plan : undefined;
