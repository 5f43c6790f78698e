import { brake } from './brake.ts';
import { care } from './care.ts';
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
import type { Step } from './step.ts';
import { tidy } from './tidy.ts';

/** The program's table of contents. */
const steps = (judging: Step): readonly Step[] => [
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

/** The whole thinking: an event in, the new state and the effects to perform out. Records also go into `entries`. */
export const advance = advanceBy(diagnose);

/** The same with another judge of VMs than the network. */
export function advanceBy(judging: Step): (state: State, event: Event) => readonly [State, readonly Effect[]] {
  const all = steps(judging);
  return (state, event) => think(all, state, event);
}

function think(steps: readonly Step[], state: State, event: Event): readonly [State, readonly Effect[]] {
  const effects: Effect[] = [];
  let next: State = { ...state, at: Math.max(state.at, event.at) };
  for (const step of steps) {
    const [after, asked] = step(next, event);
    next = after;
    effects.push(...asked);
  }
  const records = effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : []));
  if (records.length) next = { ...next, entries: [...records.reverse(), ...next.entries].slice(0, entriesKept) };
  return [next, effects];
}
