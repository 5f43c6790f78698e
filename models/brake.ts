import { record } from './entry.ts';
import { wideEscalation } from './escalation.ts';
import { countOf } from './heal-settings.ts';
import { isFailing } from './raise.ts';
import type { Brake, State } from './state.ts';
import type { Step } from './step.ts';

/** The storm brake: when many VMs are sick at once, the cause is not in the VMs, and healing them would make it worse. */
export const brake: Step = (state, event) => {
  if (event.type !== 'observed') return [state, []];
  const { at } = event;
  const words = storm(state);
  const { brake: before } = state;
  if (words) {
    const after: Brake = { since: before?.since ?? at, words, calmSince: undefined };
    if (before) return [{ ...state, brake: after }, []];
    const told = `no heal starts by itself: ${words}`;
    return [
      { ...state, brake: after },
      [record(at, 'brake', told, { data: { on: true, words } }), wideEscalation(at, told)],
    ];
  }
  if (!before) return [state, []];
  const calmSince = before.calmSince ?? at;
  if (at - calmSince < state.settings.brakeCooldown * 1000) return [{ ...state, brake: { ...before, calmSince } }, []];
  return [
    { ...state, brake: undefined },
    [record(at, 'brake', 'calm again: heals may start', { data: { on: false } })],
  ];
};

/** What lets the brake go. */
export function calmFor({ brake: on, settings }: State, at: number): string {
  const { brakeCooldown } = settings;
  if (on?.calmSince === undefined) return `it has been calm for ${brakeCooldown} s`;
  return `it has been calm for ${Math.max(1, Math.ceil(brakeCooldown - (at - on.calmSince) / 1000))} s more`;
}

/** Why it is a storm, or undefined. */
export function storm(state: State): string | undefined {
  const { brakeShare, brakeCount, brakeLeast } = state.settings;
  const sick = unhealthy(state).size;
  const all = state.vms.size;
  if (sick < brakeLeast || (sick < countOf(brakeCount, all) && sick < brakeShare * all)) return undefined;
  return `${sick} of ${all} VMs are unhealthy at once`;
}

/** VMs that are unhealthy, those under heal among them. What a person has taken over counts no more. */
export function unhealthy(state: State): ReadonlySet<string> {
  const found = new Set([...state.hosts.values()].flatMap(({ vms }) => vms));
  for (const verdict of state.verdicts.values()) if (isFailing(verdict, state)) found.add(verdict.vm);
  for (const { vm, peak, attempts, asked } of state.incidents.values()) {
    if (!asked || attempts.length || peak >= state.model.thresholds.raise) found.add(vm);
  }
  for (const { vm, acknowledged } of state.incidents.values()) if (acknowledged) found.delete(vm);
  return found;
}
