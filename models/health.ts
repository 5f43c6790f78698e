import type { State } from './state.ts';
import { knownProbability, novaSilence, outOfSight, unknownWhy } from './unknown.ts';

/** Whether a VM counts as unhealthy: an open incident, or a probability over the raise threshold, as far as it is known. */
export function isUnhealthy(state: State, vm: string): boolean {
  const found = state.vms.get(vm);
  if (!found || outOfSight(found, state)) return false;
  return state.incidents.has(vm) || (knownProbability(found, state) ?? 0) >= state.model.thresholds.raise;
}

/** VMs over the raise threshold, those of which it is not known how they fare, and of these the ones that Nova tells nothing of. */
type Known = { readonly failing: Set<string>; readonly unknown: Set<string>; readonly unseen: Set<string> };
const knownOf = new WeakMap<State['verdicts'], Known>();

/** Once a tick it is O(VMs). Not to be asked while the whole cloud is silent. */
function known(state: State): Known {
  let found = knownOf.get(state.verdicts);
  if (!found) {
    found = { failing: new Set(), unknown: new Set(), unseen: new Set() };
    for (const vm of state.vms.values()) {
      if (outOfSight(vm, state)) found.unseen.add(vm.id);
      if (unknownWhy(vm, state)) found.unknown.add(vm.id);
      else if (state.verdicts.get(vm.id)!.probability! >= state.model.thresholds.raise) found.failing.add(vm.id);
    }
    knownOf.set(state.verdicts, found);
  }
  return found;
}

/** How many VMs fare badly, and of how many that is not known: of all, while Nova is silent. O(open incidents). */
export function healthCounts(state: State): { readonly unhealthy: number; readonly unknown: number } {
  if (novaSilence(state)) return { unhealthy: 0, unknown: state.vms.size };
  const { failing, unknown, unseen } = known(state);
  const raised = [...state.incidents.keys()].filter((vm) => state.vms.has(vm) && !unseen.has(vm));
  return {
    unhealthy: failing.size + raised.filter((vm) => !failing.has(vm)).length,
    unknown: unknown.size - raised.filter((vm) => unknown.has(vm)).length,
  };
}
