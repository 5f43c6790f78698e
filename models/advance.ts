import { brake } from './brake.ts';
import { care } from './care.ts';
import { clock } from './clock.ts';
import { diagnose } from './diagnose.ts';
import type { Effect, Event } from './event.ts';
import { heal } from './heal.ts';
import { hear } from './hear.ts';
import { hosts } from './hosts.ts';
import { plan } from './plan.ts';
import { raise } from './raise.ts';
import { resume } from './resume.ts';
import { sense } from './sense.ts';
import type { State } from './state.ts';
import { finished, type LongStep, type Outcome, type Slices } from './step.ts';
import { tidy } from './tidy.ts';

/** The program's table of contents. */
const steps = (judging: LongStep): readonly LongStep[] => [
  clock,
  resume,
  hear,
  sense,
  care,
  judging,
  hosts,
  raise,
  brake,
  plan,
  heal,
  tidy,
];

const entriesKept = 500;
/** VMs of which there is a pause between two steps. */
const many = 500;

/** The whole thinking: an event in, the new state and the effects to perform out. Records also go into `entries`. */
export const advance = advanceBy(diagnose);

/** The same in slices of some ten milliseconds, for a fleet of thousands. The ring grows in between, the state does not. */
export const thinking = (state: State, event: Event): Slices<Outcome> => think(steps(diagnose), state, event);

/** Advances with another judge of VMs than the network. */
export function advanceBy(judging: LongStep): (state: State, event: Event) => Outcome {
  const all = steps(judging);
  return (state, event) => finished(think(all, state, event));
}

function* think(steps: readonly LongStep[], state: State, event: Event): Slices<Outcome> {
  const effects: Effect[] = [];
  let next: State = { ...state, at: event.type === 'clock-set' ? event.at : Math.max(state.at, event.at) };
  for (const step of steps) {
    if (next.vms.size >= many) yield;
    const outcome = step(next, event);
    const [after, asked] = 'next' in outcome ? yield* outcome : outcome;
    next = after;
    effects.push(...asked);
  }
  const records = effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : []));
  if (records.length) next = { ...next, entries: [...records.reverse(), ...next.entries].slice(0, entriesKept) };
  return [next, effects];
}
