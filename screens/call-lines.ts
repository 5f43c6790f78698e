import type { Call } from '../models/action.ts';
import { lockingClaim } from '../models/claims.ts';
import type { Attempt, Calls, Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { planOf } from './guard-lines.ts';
import { clockTime } from './parts/format.ts';
import { type Told, told } from './parts/story.tsx';
import { chopped, clean, fit } from './parts/text.ts';

/** The exact calls of an incident, in their order: those that were sent, and those of the plan. */
export function callLines(incident: Incident, state: State, columns: number): Told[] {
  const plan = planOf(incident);
  const lines = [
    ...incident.attempts.flatMap((attempt) => sentLines(attempt, state, columns)),
    ...(plan ? plannedCalls(plan).flatMap(([what, call]) => lineOf(`○ ${what}`, 'planned', call, columns)) : []),
  ];
  return lines.length ? [told('calls', { text: 'each exactly as it goes out', tone: 'quiet' }), ...lines] : [];
}

/** What a way sends, in order: what comes before, the action itself, and what takes back or lets go. */
export function plannedCalls({ before, call, undo }: Calls): readonly (readonly [what: string, call: Call])[] {
  const isLock = before.some((one) => titleOf(one) === 'lock');
  return [
    ...before.map((one) => [titleOf(one), one] as const),
    ['act', call],
    ...undo.map((one) => [isLock ? titleOf(one) : 'if refused', one] as const),
  ];
}

function sentLines(attempt: Attempt, state: State, columns: number): Told[] {
  const { outcome, claimedAt, acceptedAt, doneAt, requestId } = attempt;
  const over = outcome !== 'under way' || doneAt !== undefined;
  const vm = state.vms.get(attempt.vm);
  const answer =
    outcome === 'refused' ? 'refused' : requestId ? clean(requestId) : acceptedAt ? 'no clear answer' : 'no answer yet';
  if (!hasCalls(attempt)) {
    const where = 'sent before this start: the journal has the call';
    return [told('● act', { text: `${clockTime(claimedAt)}  ${answer}`, tone: 'quiet' }), told('', where)];
  }
  return plannedCalls(attempt).flatMap(([what, call]) => {
    if (what === 'act') return lineOf('● act', `${clockTime(claimedAt)}  ${answer}`, call, columns);
    if (what === 'if refused')
      return outcome === 'refused' ? lineOf('● undo', 'sent after the refusal', call, columns) : [];
    if (what !== 'unlock') return lineOf(`● ${what}`, clockTime(claimedAt), call, columns);
    const isLocked = vm !== undefined && lockingClaim(state, vm) !== undefined;
    const when = !isLocked && over ? 'it is unlocked' : 'follows once the action is over';
    return lineOf(over && !isLocked ? '● unlock' : '○ unlock', when, call, columns);
  });
}

function hasCalls(attempt: Attempt): attempt is Attempt & Calls {
  return attempt.call !== undefined;
}

function lineOf(what: string, when: string, { method, service, path, body }: Call, columns: number): Told[] {
  const width = columns - 14;
  return [
    told(what, { text: when, tone: 'quiet' }),
    ...[`${method} ${service} ${path}`, JSON.stringify(body)].flatMap((words) =>
      chopped(clean(words), width).map((line) => told('', line)),
    ),
  ];
}

/** What a call is for, by its body. */
function titleOf({ body, method, path }: Call): string {
  const keys = body && typeof body === 'object' ? Object.keys(body) : [];
  if (keys.includes('lock')) return 'lock';
  if (keys.includes('unlock')) return 'unlock';
  if (keys.includes('mark_unhealthy')) return 'mark';
  return fit(`${method} ${path}`, 8).trim();
}
