import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { age, duration } from './parts/format.ts';
import type { Tone } from './shell/theme.ts';

/**
 * Aodh's opinion beside ours in at most 12 cells: how much later than ours its alarm came, or that it has none. While it
 * does not answer it is what it said last.
 */
export function aodhCell({ vm, openedAt, closedAt }: Incident, state: State): readonly [string, Tone] {
  const { aodh, at } = state;
  const its = aodh.get(vm);
  if (!its) return ['–', 'quiet'];
  if (aodhFails(state)) return [`was ${shortWords[its.state]}`, 'quiet'];
  if (closedAt !== undefined) return its.state === 'alarm' ? ['still alarm', 'warn'] : [shortWords[its.state], 'quiet'];
  if (its.state === 'alarm') return [`alarm ${signed(its.since - openedAt)}`.trim(), 'bad'];
  const words = its.state === 'ok' ? 'still ok' : shortWords[its.state];
  return [`${words} ${age(at - openedAt)}`, 'warn'];
}

const shortWords = { ok: 'ok', alarm: 'alarm', 'insufficient data': 'no data' } as const;

/** The same as a sentence. */
export function aodhWords({ vm, openedAt, closedAt }: Incident, state: State): string {
  const { aodh, at } = state;
  const its = aodh.get(vm);
  const fails = aodhFails(state);
  if (fails) return its ? `does not answer; ${fails} it was "${its.state}"` : 'does not answer';
  if (!its) return aodh.size ? 'has no alarm on this VM' : 'gives no opinion: the cloud is not set up for it';
  const since = Number.isNaN(its.since) ? 'for longer than we have looked' : `for ${duration(at - its.since)}`;
  if (its.state === 'insufficient data') return `has too few of our probabilities to judge by, ${since}`;
  if (its.state === 'ok')
    return closedAt === undefined ? `still says ok; our alarm is ${duration(at - openedAt)} old` : `says ok ${since}`;
  if (closedAt !== undefined) return `still has its alarm, ${since}; ours is over`;
  const later = its.since - openedAt;
  if (Number.isNaN(later)) return `has its alarm too, ${since}`;
  return `has its alarm too, ${since}: ${duration(Math.abs(later))} ${later < 0 ? 'before' : 'after'} ours`;
}

/** How long ago it last answered, where it does not now. */
export function aodhFails({ sources, at }: State): string | undefined {
  const health = sources.find(({ source }) => source === 'aodh');
  if (!health || health.ok) return undefined;
  return health.newest === undefined ? 'before' : `${duration(at - health.newest)} ago`;
}

/** VMs for which Aodh alone has an alarm. */
export function aodhAlone({ aodh, incidents, vms }: State): readonly string[] {
  return [...aodh].flatMap(([vm, { state }]) => (state === 'alarm' && !incidents.has(vm) && vms.has(vm) ? [vm] : []));
}

/** Nothing where it is not known. */
const signed = (milliseconds: number) =>
  Number.isNaN(milliseconds) ? '' : `${milliseconds < 0 ? '-' : '+'}${age(Math.abs(milliseconds))}`;
