import { brokenByNova, deliberate } from './condition.ts';
import { refusals } from './guards/index.ts';
import type { Incident } from './incident.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/**
 * The probabilities that the cloud may be told, by VM: those that rest on what is known now. A stale one is kept back,
 * so that an alarm in the cloud never goes off, or stays on, by what is no longer known to be true.
 */
export function probabilitiesToTell({ vms, verdicts }: State): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { vm: id, probability, freshness, diagnosis } of verdicts.values()) {
    const vm = vms.get(id);
    if (!vm || probability === undefined || diagnosis === 'telemetry-loss' || deliberate(vm)) continue;
    if (freshness === 'fresh' || brokenByNova(vm)) told.set(id, probability);
  }
  return told;
}

/** Guards that speak of the VM and of what people wish, and not of heals that are under way: a reboot changes none of them. */
const standing = [
  ...[
    'mode',
    'halt',
    'unknown',
    'stale',
    'deliberate',
    'locked',
    'untold',
    'maintenance',
    'opted-out',
    'quarantined',
    'host',
    'brake',
  ],
  ...['living', 'elsewhere', 'twin', 'attention', 'well', 'wait', 'ask', 'ceiling', 'grace'],
];

/**
 * The same probabilities where a reboot is what the ladder does next and auto mode would do it now; 0 for all others.
 * Who hears of nothing else may so be let to reboot: not for a full disk, nor in a storm, nor what a person has taken over.
 */
export function rebootsDue(state: State, told = probabilitiesToTell(state)): ReadonlyMap<string, number> {
  const auto: State = { ...state, mode: 'auto' };
  const isDue = (id: string): boolean => {
    const vm = state.vms.get(id)!;
    const incident = state.incidents.get(id);
    const { plan, asked } = incident ?? {};
    if (!incident || asked || (plan?.action !== 'soft-reboot' && plan?.action !== 'hard-reboot')) return false;
    if (wasTouched(vm, incident, state)) return false;
    return !refusals({ vm, action: plan.action, at: state.at, state: auto }).some(({ guard }) =>
      standing.includes(guard),
    );
  };
  const due = new Map(told);
  for (const vm of told.keys()) if (!isDue(vm)) due.set(vm, 0);
  return due;
}

/**
 * Whether something was done to the VM for this incident, or within the cooldown before: what a reboot did not mend waits
 * for a person. By Nova's record of what was asked for, since its `updated` also moves when it finds a guest frozen or dead.
 */
function wasTouched({ lastAction }: Vm, { openedAt }: Incident, { at, settings }: State): boolean {
  if (!lastAction) return false;
  return lastAction.startedAt >= openedAt || at - lastAction.startedAt < settings.cooldown * 1000;
}
