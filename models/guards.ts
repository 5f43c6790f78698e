import type { ActionId } from './action.ts';
import { actionById } from './actions/index.ts';
import { condition } from './condition.ts';
import type { Entry } from './event.ts';
import { faultById } from './faults/index.ts';
import type { Refusal } from './incident.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/** What a guard looks at: an action about to be done to a VM at a time. */
export type Intent = { readonly vm: Vm; readonly action: ActionId; readonly at: number; readonly state: State };

/** Seconds until an action that Nova refused is tried again. */
const retryAfter = 60;

/** A reason not to act, in words for a person, or undefined. */
export type Guard = { readonly id: string; readonly check: (intent: Intent) => string | undefined };

export const guards: readonly Guard[] = [
  { id: 'mode', check: ({ state }) => permission(state) },
  { id: 'stale', check: stale },
  { id: 'deliberate', check: ({ vm }) => deliberate(vm) },
  { id: 'task', check: ({ vm }) => (condition(vm).kind === 'changing' ? condition(vm).words : undefined) },
  { id: 'locked', check: locked },
  { id: 'well', check: well },
  { id: 'in-flight', check: inFlight },
  { id: 'refused', check: refusedLately },
  { id: 'wait', check: wait },
  { id: 'cooldown', check: cooldown },
  { id: 'state', check: ({ vm, action }) => actionById(action).refuses(vm) },
];

/** All reasons against the intent; none means that it may be done. */
export function refusals(intent: Intent): Refusal[] {
  return guards.flatMap(({ id, check }) => {
    const reason = check(intent);
    return reason ? [{ guard: id, reason }] : [];
  });
}

/** Whether Nova's own words, without any telemetry, say that the VM is broken and nobody wanted it so. */
export function brokenByNova(vm: Vm): boolean {
  const { kind } = condition(vm);
  return kind === 'lost' || kind === 'error';
}

/** Why the VM is as it is by somebody's wish, or undefined. Not knowing who stopped it counts as a wish. */
export function deliberate(vm: Vm): string | undefined {
  const { kind, words } = condition(vm);
  return kind === 'deliberate' || kind === 'unclear' ? `left alone: ${words}` : undefined;
}

function permission({ readOnly, mode }: State): string | undefined {
  if (readOnly) return 'this console is read-only';
  return mode === 'observe' ? 'the mode is observe: nothing is done' : undefined;
}

function stale({ vm, at, state }: Intent): string | undefined {
  const polls = 3 * state.settings.interval * 1000;
  if (state.novaAt === undefined || at - state.novaAt > polls) return 'Nova has not answered for three polls';
  if (brokenByNova(vm)) return undefined;
  const verdict = state.verdicts.get(vm.id);
  if (verdict?.freshness === 'fresh') return undefined;
  if ((verdict?.sampledAt ?? 0) > at) return "its samples are dated ahead of this machine's clock";
  if (verdict?.sampleAge === undefined) return 'it never sent a sample, so nothing is known of it';
  return `its newest sample is ${Math.round(verdict.sampleAge / 1000)} s old`;
}

function locked({ vm }: Intent): string | undefined {
  if (!vm.locked) return undefined;
  return vm.lockedReason ? `it is locked: ${vm.lockedReason}` : 'it is locked';
}

/** The newest samples look well: nobody is rebooted for what is over, unless a person asked for it. */
function well({ vm, state }: Intent): string | undefined {
  const probability = state.verdicts.get(vm.id)?.probability;
  if (state.incidents.get(vm.id)?.asked || probability === undefined) return undefined;
  return probability < state.model.thresholds.clear ? 'its newest samples look well' : undefined;
}

function inFlight({ vm, state }: Intent): string | undefined {
  const attempt = state.incidents.get(vm.id)?.attempts.at(-1);
  return attempt?.outcome === 'under way' ? `${attempt.action} is under way` : undefined;
}

/** What holds a person back as well: who confirms has seen the VM, and need not wait and see. */
export function againstPerson(reasons: readonly Refusal[]): readonly Refusal[] {
  return reasons.filter(({ guard }) => guard !== 'wait');
}

/** Nova said no a moment ago: asking it again at once would bring the same answer. */
function refusedLately({ vm, at, state }: Intent): string | undefined {
  const last = state.incidents.get(vm.id)?.attempts.at(-1);
  if (last?.outcome !== 'refused') return undefined;
  const left = Math.ceil(retryAfter - (at - last.claimedAt) / 1000);
  return left > 0 ? `it was refused: ${last.words}; asked again in ${left} s` : undefined;
}

/** Only where nobody looks: a person who confirms has seen the VM and knows its work. */
function wait({ vm, at, state }: Intent): string | undefined {
  const incident = state.incidents.get(vm.id);
  if (state.mode !== 'auto' || !incident?.diagnosis || incident.asked) return undefined;
  const { wait: seconds = 0 } = faultById(incident.diagnosis);
  const left = Math.ceil(seconds - (at - incident.openedAt) / 1000);
  return left > 0 ? `it may pass by itself; waiting ${left} s more` : undefined;
}

/** By the audit, which a restart does not forget. Between two incidents of a VM; within one incident the ladder may be climbed without waiting. */
function cooldown({ vm, at, state }: Intent): string | undefined {
  const open = state.incidents.get(vm.id)?.id;
  const isLast = (entry: Entry) =>
    entry.kind === 'claimed' && entry.vm === vm.id && entry.incident !== open && entry.at <= at;
  const since = at - (state.entries.find(isLast)?.at ?? Number.NEGATIVE_INFINITY);
  const left = Math.ceil(state.settings.cooldown - since / 1000);
  return left > 0 ? `it was healed ${Math.round(since / 1000)} s ago; cooldown for ${left} s more` : undefined;
}
