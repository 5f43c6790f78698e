import { ourLock } from './claims.ts';
import type { Effect } from './event.ts';
import { find } from './incidents.ts';
import { unlock } from './routes.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** Seconds until an unlock that has not shown yet is sent again. */
const again = 60;

/**
 * No lock of ours outlives its action, however it ended: each observation, what we locked and are no longer at is
 * unlocked. That holds after a crash as well, since the lock names the incident and the journal knows it.
 */
export const tidy: Step = (state, event) => {
  if (event.type !== 'observed') return [state, []];
  const effects: Effect[] = [];
  const unlocked = new Map(state.unlocked);
  for (const vm of state.vms.values()) {
    const incident = ourLock(state, vm);
    if (!incident) unlocked.delete(vm.id);
    if (!incident || isAtIt(state, incident)) continue;
    const tried = unlocked.get(vm.id);
    // Where nothing is sent that is told once, by who healed it.
    const isQuiet = state.readOnly || state.mode === 'observe';
    if (isQuiet && (tried !== undefined || !isKnown(state, incident))) continue;
    if (tried !== undefined && event.at - tried < again * 1000) continue;
    unlocked.set(vm.id, event.at);
    effects.push({ type: 'tidy', vm: vm.id, what: 'release of our lock', calls: [unlock(vm)] });
  }
  return [{ ...state, unlocked }, effects];
};

function isKnown(state: State, incident: string): boolean {
  return find(state, incident) !== undefined || state.history.some(({ id }) => id === incident);
}

function isAtIt(state: State, incident: string): boolean {
  return find(state, incident)?.phase === 'healing';
}
