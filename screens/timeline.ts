import type { Entry } from '../models/event.ts';
import type { State } from '../models/state.ts';
import { kindTones } from './journal-lines.ts';
import { duration, percent } from './parts/format.ts';
import { timeline as entriesOf } from './select.ts';
import type { Tone } from './shell/theme.ts';
import type { NovaAction } from './shell/view.ts';
import type { Mark } from './time-axis.ts';
import { gapOf, timesOf } from './vm-axis.ts';

/** Something that happened to a VM. The words may come from the cloud: they are not clean. */
export type Happening = {
  readonly at: number;
  readonly kind: string;
  /** Who asked for it; undefined where nobody did. */
  readonly who: string | undefined;
  readonly words: string;
  readonly tone: Tone | undefined;
  /** A letter for the charts' axis. */
  readonly letter?: string;
};

/** All that is known to have happened to a VM, newest first: the audit, Nova's record, verdicts, gaps between samples. */
export function happenings(state: State, vm: string, actions: readonly NovaAction[] = []): Happening[] {
  return [
    ...entriesOf(state, vm).map(ofAudit),
    ...actions.map((action) => ofNova(action, state, vm)),
    ...crossings(state, vm),
    ...gaps(state, vm),
  ].sort((a, b) => (b.at || 0) - (a.at || 0));
}

/** The words for each letter, in the order in which one hides the other: the last one is seen. */
export const letters: readonly (readonly [letter: string, words: string, tone: Tone])[] = [
  ['N', 'Nova', 'strong'],
  ['f', 'fault out', 'quiet'],
  ['R', 'resolved', 'good'],
  ['F', 'fault in', 'warn'],
  ['H', 'heal', 'strong'],
  ['E', 'escalated', 'bad'],
  ['A', 'alarm', 'bad'],
];

/** The marks for the axis, those to be seen last. */
export function marksOf(all: readonly Happening[]): Mark[] {
  const marks = all.flatMap(({ at, letter }) => {
    const place = letters.findIndex(([one]) => one === letter);
    return place < 0 ? [] : [{ place, mark: { at, letter: letter!, tone: letters[place]![2] } }];
  });
  return marks.sort((a, b) => a.place - b.place).map(({ mark }) => mark);
}

const kindLetters: Readonly<Record<string, string>> = { alarm: 'A', escalated: 'E', claimed: 'H', resolved: 'R' };

function ofAudit({ at, kind, who, words }: Entry): Happening {
  const letter = kind === 'fault' ? (/ injected$/.test(words) ? 'F' : 'f') : kindLetters[kind];
  return { at, kind, who, words, tone: kindTones[kind], ...(letter ? { letter } : {}) };
}

/** A heal of ours is known by its request id: it has its own mark already. */
function ofNova(
  { startedAt: at, action, userId, who = `user ${userId}`, message, requestId }: NovaAction,
  state: State,
  id: string,
): Happening {
  const { incidents, history, vms } = state;
  const ours = [...(incidents.has(id) ? [incidents.get(id)!] : []), ...history].some(({ attempts }) =>
    attempts.some((attempt) => requestId !== '' && attempt.requestId === requestId),
  );
  const owner = userId !== undefined && userId === vms.get(id)?.userId ? 'its owner, ' : '';
  return {
    at,
    kind: 'Nova',
    who: ours ? 'cloud-medic' : userId === undefined ? 'Nova itself' : `${owner}${who}`,
    words: [action, ...(message ? [`failed (${message})`] : []), requestId].join(' '),
    tone: message ? 'bad' : undefined,
    ...(ours ? {} : { letter: 'N' }),
  };
}

/** Where the probability came to the threshold of the alarm, and where it came back. */
function crossings({ curves, model, at: now }: State, vm: string): Happening[] {
  const { raise, clear } = model.thresholds;
  const { times, values } = curves.of(vm);
  const out: Happening[] = [];
  let over = false;
  for (const [i, value] of values.entries()) {
    if (times[i]! > now || (over ? value >= clear : value < raise)) continue;
    over = !over;
    const words = over
      ? `probability ${percent(value)}, over ${percent(raise)}`
      : `probability back at ${percent(value)}`;
    out.push({ at: times[i]!, kind: 'verdict', who: undefined, words, tone: over ? 'warn' : 'good' });
  }
  return out;
}

/** Where samples failed to come. */
function gaps(state: State, vm: string): Happening[] {
  const times = timesOf(state, vm);
  const longest = gapOf(state);
  const out: Happening[] = [];
  const happened = (at: number, words: string) => out.push({ at, kind: 'sample', who: undefined, words, tone: 'warn' });
  for (let i = 1; i < times.length; i++) {
    const silence = times[i]! - times[i - 1]!;
    if (silence > longest) happened(times[i]!, `samples again, after ${duration(silence)} without`);
  }
  const { freshness, sampledAt = Number.NaN } = state.verdicts.get(vm) ?? {};
  if (freshness === 'stale' && times.length)
    happened(times.at(-1)!, `the last sample: none for ${duration(state.at - sampledAt)} since`);
  return out;
}
