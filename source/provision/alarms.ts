import type { Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Alarm, AlarmBody } from '../openstack/aodh.ts';
import type { Heat } from '../openstack/heat.ts';
import { granularityFor } from './archive-policy.ts';
import {
  type AlarmKind,
  alarmName,
  metricName,
  policyName,
  rebootMetricName,
  signalResource,
  stackName,
  vmOfAlarm,
} from './names.ts';
import type { Item, Site, Thing, Wishes } from './thing.ts';

/** One alarm for each VM on its probability: it is there to be looked at, and calls nobody. */
export const alarms = alarmsOf('opinion', {
  name: 'alarm',
  words: 'Aodh watches the probability of each VM',
  isWanted: () => true,
  actionsOf: async () => [],
});

/** One for each VM that signals the stack's workflow, once a reboot is due. */
export const rebootAlarms = alarmsOf('reboot', {
  name: 'reboot alarm',
  words: 'Aodh has a VM rebooted when that is due (only with --autonomous)',
  isWanted: ({ autonomous }) => autonomous,
  actionsOf,
});

type Kind = Pick<Thing, 'name' | 'words'> & {
  readonly isWanted: (wishes: Wishes) => boolean;
  readonly actionsOf: (site: Site) => Promise<readonly string[]>;
};

function alarmsOf(kind: AlarmKind, { name, words, isWanted, actionsOf: actionsFor }: Kind): Thing {
  const look = async (site: Site): Promise<readonly Item[]> => {
    const { aodh, nova, wishes } = site;
    const [found, all, actions, granularity] = await Promise.all([
      aodh.alarms(),
      nova.servers(),
      actionsFor(site),
      granularityOf(site),
    ]);
    const vms = isWanted(wishes) ? all : [];
    const ours = new Map<string, Alarm>();
    // Two that ran at the same time may have made one each.
    const twins: Alarm[] = [];
    for (const alarm of found) {
      const vm = vmOfAlarm(alarm.name, kind);
      if (vm === undefined) continue;
      if (ours.has(vm)) twins.push(alarm);
      else ours.set(vm, alarm);
    }
    const items = vms.map((vm): Item => {
      const body = alarmBody(vm, kind, { ...wishes, granularity, actions });
      const alarm = ours.get(vm.id);
      ours.delete(vm.id);
      if (!alarm) return { name: vm.name, state: 'missing', make: () => aodh.create(body) };
      const state = isAs(alarm, body) ? 'there' : 'different';
      return { name: vm.name, state, make: () => aodh.replace(alarm.id, body), remove: () => aodh.delete(alarm.id) };
    });
    const unlisted = isWanted(wishes) ? await notDeleted([...ours.keys()], nova) : new Set<string>();
    const left = [...ours, ...twins.map((alarm) => [undefined, alarm] as const)].map(([vm, alarm]): Item => {
      const state = vm !== undefined && unlisted.has(vm) ? 'there' : 'needless';
      return { name: alarm.name, state, remove: () => aodh.delete(alarm.id) };
    });
    return [...items, ...left];
  };
  return { name, words, service: 'alarming', look };
}

/** Of VMs that the list leaves out, those that Nova does not say are deleted: their cell may only be down. */
async function notDeleted(vms: readonly string[], nova: Site['nova']): Promise<ReadonlySet<string>> {
  const left = new Set<string>();
  for (let from = 0; from < vms.length; from += askedAtOnce) {
    const asked = vms.slice(from, from + askedAtOnce).map(async (vm) => {
      // Not to be told is no deletion. Who does not see all projects is listed the alarms of his own alone.
      const found = await nova.find(vm, 'ours').catch(asFailure);
      if (found) left.add(vm);
    });
    await Promise.all(asked);
  }
  return left;
}

const askedAtOnce = 10;

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

export type AlarmWishes = Pick<Wishes, 'threshold' | 'periods'> & {
  readonly granularity: number;
  /** URLs that are called when it goes off. */
  readonly actions: readonly string[];
};

export function alarmBody(vm: Pick<Vm, 'id' | 'name'>, kind: AlarmKind, wishes: AlarmWishes): AlarmBody {
  const isOpinion = kind === 'opinion';
  return {
    name: alarmName(vm.id, kind),
    type: 'gnocchi_resources_threshold',
    description: isOpinion ? `cloud-medic expects ${vm.name} to fail` : `cloud-medic would reboot ${vm.name} now`,
    severity: 'critical',
    enabled: true,
    // Once per alarm: what a heal did not mend is for a person or for the console's ladder.
    repeat_actions: false,
    alarm_actions: wishes.actions,
    gnocchi_resources_threshold_rule: {
      metric: isOpinion ? metricName : rebootMetricName,
      resource_id: vm.id,
      resource_type: 'instance',
      aggregation_method: 'mean',
      granularity: wishes.granularity,
      evaluation_periods: wishes.periods,
      threshold: wishes.threshold,
      comparison_operator: 'ge',
    },
  };
}

/** What an alarm calls: the signal address of the stack's workflow, by a trust; nothing where there is no such stack. */
export async function signalActions(heat: Heat): Promise<readonly string[]> {
  const stack = await heat.stack(stackName);
  return stack ? [`trust+${await heat.signalUrl(stack, signalResource)}`] : [];
}

async function actionsOf({ heat, wishes, dry }: Site): Promise<readonly string[]> {
  if (!wishes.autonomous) return [];
  const actions = await signalActions(heat);
  if (actions.length || !dry) return actions;
  // The stack has no id before it exists.
  return [`trust+${await heat.signalUrl({ name: stackName, id: 'ID-OF-THE-STACK' }, signalResource)}`];
}

async function granularityOf({ metrics, wishes }: Site): Promise<number> {
  const kept = await metrics.archivePolicy(policyName);
  return kept ? granularityFor(kept, wishes.interval) : Math.max(1, Math.round(wishes.interval));
}

/** Whether the alarm is as it should be; names of VMs change, and that alone is no reason to write it anew. */
function isAs(alarm: Alarm, body: AlarmBody): boolean {
  const wanted = Object.entries(body.gnocchi_resources_threshold_rule);
  const rule = alarm.rule as Readonly<Record<string, unknown>> | undefined;
  return (
    alarm.lives &&
    !alarm.repeats &&
    alarm.actions.join(' ') === body.alarm_actions.join(' ') &&
    wanted.every(([key, value]) => rule?.[key] === value)
  );
}
