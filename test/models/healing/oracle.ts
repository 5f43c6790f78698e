import { actionById } from '../../../models/actions/index.ts';
import type { Incident } from '../../../models/incident.ts';
import type { State } from '../../../models/state.ts';
import type { Medic } from './medic.ts';

const deliberate = ['PAUSED', 'SUSPENDED', 'SHELVED_OFFLOADED', 'VERIFY_RESIZE'];

/**
 * Watches each call that does something and knows, without asking the guards, whether it may come now. Returns what
 * was broken.
 */
export function oracle(medic: Medic): readonly string[] {
  const { world } = medic;
  const broken: string[] = [];
  const sent = new Set<string>();

  medic.watch = (act, { event, state, journal }) => {
    const says = (holds: boolean, words: string) => {
      if (holds) broken.push(`${words}: ${act.vm} ${act.call.path} ${JSON.stringify(act.call.body)}`);
    };
    const wish = event.type === 'looked' ? event.wish : undefined;
    const isAuto = wish?.who === 'auto';
    const key = `${act.incident} ${act.number}`;
    says(sent.has(key), 'sent twice');
    sent.add(key);
    const claimed = journal.filter(({ kind, incident }) => kind === 'claimed' && incident === act.incident);
    says(!claimed.some(({ data }) => data.number === act.number), 'sent without a claim in the journal');
    const incident = state.incidents.get(act.vm);
    const attempt = incident?.attempts.at(-1);
    const action = actionById(attempt!.action);
    says(
      world.jobs.some(({ vm }) => vm === act.vm),
      'two actions on one VM',
    );
    says(world.jobs.length >= Number(state.settings.concurrent), 'too many at once');

    const looked = medic.seen.get(act.vm);
    says(!looked || looked.vm.unknown !== undefined, 'on a VM of which Nova tells nothing');
    if (!looked) return;
    const { vm, age } = looked;
    const isOff = vm.status === 'SHUTOFF' && vm.lastAction?.userId === 'ada' && vm.lastAction.action === 'stop';
    says(deliberate.includes(vm.status) || isOff, 'against the wish of a user');
    // Seen locked, and not lifted since.
    says(vm.locked && world.persons.locked.has(act.vm), 'under the lock of somebody else');
    says(vm.taskState !== undefined, 'during a task');
    says(vm.status === 'ACTIVE' && age > 60_000, 'on stale samples');
    const running = [...medic.seen.values()].filter((one) => one.vm.status === 'ACTIVE' && !one.vm.taskState);
    const silent = running.filter((one) => one.age > 45_000).length;
    says(silent >= 3 && silent > 0.2 * running.length, 'while the telemetry is lost');
    says(!world.sources.gnocchi && isAuto, 'while Gnocchi fails');
    says(!world.sources.nova && world.now - (state.novaAt ?? 0) > 30_000, 'while Nova does not answer');

    says(state.mode === 'observe', 'in observe mode');
    says(state.quarantine.has(act.vm), 'in quarantine');
    says(isAuto && state.halted !== undefined, 'after the kill switch');
    says(isAuto && action.rung > state.settings.ceiling, 'above the ceiling');
    says(isAuto && incident?.acknowledged !== undefined, 'though a person has taken it over');
    says(isAuto && state.lease?.ours === false, 'though another one has the lease');
    says(state.maintenance.has(`vm ${act.vm}`) || state.maintenance.has(`host ${vm.host}`), 'in maintenance');
    says((action.destroys ?? false) && wish?.person?.typed !== vm.name, 'name not typed');
    const warned = wish?.person?.warned ?? [];
    says(isStorm(state, act.vm) && !warned.includes('brake'), 'during a storm');
    const onHost = [...medic.seen.values()].filter((one) => one.vm.host === vm.host && isLost(one.vm));
    says(onHost.length >= 3 && !action.moves && !warned.includes('host'), 'on a host that fails');
  };

  medic.arrived = (act, { event, state }) => {
    // Counted is what the cloud has, not what we say.
    const arrivals = world.done;
    const { budget, budgetWindow, perVm } = state.settings;
    const recent = arrivals.filter(({ at }) => at > world.now - budgetWindow * 1000);
    if (recent.length > Number(budget)) broken.push('more than the budget of the fleet');
    const own = arrivals.filter(({ vm }) => vm === act.vm);
    if (event.type === 'looked' && event.wish?.who === 'auto' && own.length > perVm)
      broken.push(`more than the budget of ${act.vm}`);
  };
  return broken;
}

function isLost(vm: {
  readonly status: string;
  readonly lastAction?: { readonly userId: string | undefined } | undefined;
}) {
  return vm.status === 'SHUTOFF' && vm.lastAction !== undefined && vm.lastAction.userId === undefined;
}

/** By the open incidents alone, those under heal among them; not for a well VM that a person heals just now. */
function isStorm(state: State, healed: string): boolean {
  const isSick = ({ vm, acknowledged, asked, attempts, peak }: Incident) =>
    !acknowledged && (peak >= 0.8 || (vm === healed ? attempts.length > 1 : !asked || attempts.length > 0));
  const sick = [...state.incidents.values()].filter(isSick).length;
  return sick >= 5 || (sick >= 3 && sick >= 0.3 * state.vms.size);
}
