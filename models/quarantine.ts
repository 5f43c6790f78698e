import { countedClaims, day } from './claims.ts';
import { recordOf } from './entry.ts';
import type { Incident } from './incident.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** The last rung: no more heals until a person lifts it. */
export function quarantined(state: State, incident: Incident, at: number, words: string): ReturnType<Step> {
  if (state.quarantine.has(incident.vm)) return [state, []];
  const quarantine = new Map(state.quarantine).set(incident.vm, { since: at, vmName: incident.vmName, words });
  const entry = recordOf(incident, at, 'quarantine', `put into quarantine: ${words}`, { data: { on: true, words } });
  return [{ ...state, quarantine }, [entry]];
}

/** Whether so many heals of the VM in a day brought nothing that more of them would be a guess. */
export function hasFailedOften(state: State, vm: string, at: number): boolean {
  const failed = countedClaims(state, at - day, vm).filter(({ outcome }) => outcome === 'no help');
  return failed.length >= state.settings.failures;
}
