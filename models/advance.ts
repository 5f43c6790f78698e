import { diagnose } from './diagnose.ts';
import type { Effect, Event } from './event.ts';
import { heal } from './heal.ts';
import { plan } from './plan.ts';
import { raise } from './raise.ts';
import { sense } from './sense.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** The program's table of contents. */
const steps: readonly Step[] = [sense, diagnose, raise, plan, heal];

const entriesKept = 500;

/** The whole thinking: an event in, the new state and the effects to perform out. Records also go into `entries`. */
export function advance(state: State, event: Event): readonly [State, readonly Effect[]] {
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
