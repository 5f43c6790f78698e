import type { ActionId } from '../action.ts';
import type { Guard, Intent } from '../guard.ts';
import type { Refusal } from '../incident.ts';
import { lookedAt } from '../looked-at.ts';
import type { State } from '../state.ts';
import type { Look } from '../vm.ts';
import { ask } from './ask.ts';
import { attention } from './attention.ts';
import { backoff } from './backoff.ts';
import { brake } from './brake.ts';
import { budget } from './budget.ts';
import { ceiling } from './ceiling.ts';
import { clock } from './clock.ts';
import { concurrent } from './concurrent.ts';
import { cooldown } from './cooldown.ts';
import { deliberate } from './deliberate.ts';
import { elsewhere } from './elsewhere.ts';
import { grace } from './grace.ts';
import { halt } from './halt.ts';
import { host } from './host.ts';
import { inFlight } from './in-flight.ts';
import { journal } from './journal.ts';
import { lease } from './lease.ts';
import { living } from './living.ts';
import { locked } from './locked.ts';
import { maintenance } from './maintenance.ts';
import { mode } from './mode.ts';
import { optedOut } from './opted-out.ts';
import { owner } from './owner.ts';
import { perHost } from './per-host.ts';
import { perVm } from './per-vm.ts';
import { quarantined } from './quarantined.ts';
import { refused } from './refused.ts';
import { role } from './role.ts';
import { service } from './service.ts';
import { stale } from './stale.ts';
import { state } from './state.ts';
import { taken } from './taken.ts';
import { task } from './task.ts';
import { twin } from './twin.ts';
import { typed } from './typed.ts';
import { unknown } from './unknown.ts';
import { untold } from './untold.ts';
import { wait } from './wait.ts';
import { well } from './well.ts';

/** All guards, in the order in which their reasons are told. */
export const guards: readonly Guard[] = [
  mode,
  halt,
  journal,
  lease,
  unknown,
  clock,
  stale,
  deliberate,
  living,
  elsewhere,
  twin,
  task,
  locked,
  untold,
  maintenance,
  optedOut,
  quarantined,
  taken,
  inFlight,
  owner,
  host,
  brake,
  attention,
  well,
  refused,
  wait,
  ask,
  ceiling,
  typed,
  grace,
  cooldown,
  backoff,
  perVm,
  perHost,
  concurrent,
  budget,
  role,
  service,
  state,
];

/** All reasons against the intent; none means that it may be done. Who confirms is spared some of them. */
export function refusals(intent: Intent): Refusal[] {
  return guards.flatMap((guard) => {
    if (intent.person && isSpared(guard, intent.person.warned ?? [])) return [];
    const reason = guard.check(intent);
    return reason ? [{ guard: guard.id, reason }] : [];
  });
}

/** What a direct look at the VM, a moment before the call, says against it: all that somebody may have done meanwhile. */
const direct: readonly Guard[] = [unknown, deliberate, task, locked, owner, state];

/** Why an action must not be sent to the VM after all, as Nova describes it just now, or undefined. */
export function whyNotNow(
  look: Look,
  { action, vm }: { action: ActionId; vm: string },
  now: State,
): string | undefined {
  const known = now.vms.get(vm);
  const seen = known ? lookedAt(known, look) : look.vm;
  const reasons = direct.flatMap((guard) => guard.check({ vm: seen, action, at: now.at, state: now }) ?? []);
  return reasons.join('; ') || undefined;
}

/** What holds a person back as well, who was warned of these guards, of reasons found before anybody was asked. */
export function againstPerson(reasons: readonly Refusal[], warned: readonly string[] = []): readonly Refusal[] {
  const gives = guards.filter((guard) => guard.person === 'answers' || isSpared(guard, warned)).map(({ id }) => id);
  return reasons.filter(({ guard }) => !gives.includes(guard));
}

/** Those of the reasons of which a person is warned, and may go on. */
export function warnings(reasons: readonly Refusal[]): readonly Refusal[] {
  const warn = guards.filter(({ person }) => person === 'warns').map(({ id }) => id);
  return reasons.filter(({ guard }) => warn.includes(guard));
}

function isSpared({ id, person }: Guard, warned: readonly string[]): boolean {
  return person === 'spares' || (person === 'warns' && warned.includes(id));
}
