import { judging } from './brain/judge.ts';
import { brokenByNova } from './condition.ts';
import type { State } from './state.ts';
import type { LongStep, Outcome, Slices } from './step.ts';
import type { Verdict } from './verdict.ts';
import type { Vm } from './vm.ts';

/** Probabilities kept per VM: what raising and the fleet's small curves look back at. */
const probabilitiesKept = 60;

/** Verdicts taken in before a pause. */
const slice = 1000;

/** Each observation: a verdict for each VM. */
export const diagnose: LongStep = (state, event) =>
  event.type === 'observed' ? diagnosed(state, event.at) : [state, []];

function* diagnosed(state: State, at: number): Slices<Outcome> {
  const { vms, ring, curves, granularity, model } = state;
  const verdicts = new Map<string, Verdict>();
  const probabilities = new Map<string, readonly number[]>();
  for (const [index, verdict] of (yield* judging({ vms: vms.values(), ring, at, granularity, model })).entries()) {
    if (index % slice === slice - 1) yield;
    verdicts.set(verdict.vm, verdict);
    const known = state.probabilities.get(verdict.vm) ?? [];
    const news = isNews(verdict, state.verdicts.get(verdict.vm), vms.get(verdict.vm)!);
    const grown = news ? [...known.slice(1 - probabilitiesKept), verdict.probability!] : known;
    if (news) curves.push(verdict.vm, verdict.at, verdict.probability!);
    probabilities.set(verdict.vm, grown);
  }
  curves.keep(vms);
  return [{ ...state, verdicts, probabilities }, []];
}

/** Without a newer sample a verdict repeats itself, unless it rests on silence or on what Nova itself says now. */
function isNews(verdict: Verdict, before: Verdict | undefined, vm: Vm): boolean {
  if (verdict.probability === undefined) return false;
  return verdict.freshness !== 'fresh' || verdict.sampledAt !== before?.sampledAt || brokenByNova(vm);
}
