import type { ResourceType } from '../../models/metric.ts';
import { Policies, type Policy } from './gnocchi-policies.ts';
import { Rules } from './gnocchi-rules.ts';
import { Sacks } from './gnocchi-sacks.ts';
import { uuidOf } from './ids.ts';
import { imageId, instanceName } from './nova-view.ts';
import { meters } from './series.ts';
import type { SimVm } from './vm.ts';
import type { World } from './world.ts';

export type Resource = {
  readonly id: string;
  readonly type: ResourceType;
  readonly originalId: string;
  /** What can be searched, grouped by and shown, besides the metrics. */
  attributes(): Record<string, string | null>;
  readonly vm: SimVm;
  /** Of Ceilometer's metrics. */
  readonly policy: Policy;
  /** Where what is pushed to its metrics waits to be processed. */
  readonly sacks: Sacks;
  /** Pushed metrics by name. */
  readonly custom: Map<string, Metric>;
};

export type Metric = {
  readonly id: string;
  readonly name: string;
  readonly unit: string | null;
  readonly resource: Resource;
  readonly policy: Policy;
  /** Ceilometer's: a column of the VM's series. */
  readonly column?: number;
  /** Who made it, where that was not Ceilometer: its project. */
  readonly createdBy?: string | undefined;
  /** Pushed: [epoch milliseconds, value], in order of time. */
  readonly points?: [number, number][];
};

export const resourceTypes: readonly ResourceType[] = ['instance', 'instance_disk', 'instance_network_interface'];

const columns = Object.fromEntries(
  resourceTypes.map((type) => [
    type,
    new Map(meters.flatMap((meter, column) => (meter.resource === type ? [[meter.name, column] as const] : []))),
  ]),
) as Record<ResourceType, Map<string, number>>;

/** Gnocchi's index: the resources of each type and their metrics. Built when first asked for. */
export class GnocchiStore {
  readonly policies: Policies;
  readonly rules: Rules;
  readonly sacks = new Sacks();
  readonly #world: World;
  readonly #lists = new Map<string, Resource[]>();
  readonly #byId = new Map<string, Resource>();
  #metrics: Map<string, Metric> | undefined;

  constructor(world: World) {
    this.#world = world;
    this.policies = new Policies(world);
    this.rules = new Rules(this.policies);
  }

  /** In order of id; `generic` means all types. Undefined: no such type. */
  resources(type: string): Resource[] | undefined {
    if (type === 'generic') return resourceTypes.flatMap((one) => this.resources(one)!);
    if (!resourceTypes.includes(type as ResourceType)) return undefined;
    const vms = this.#world.vms();
    const known = this.#lists.get(type) ?? [];
    if (known.length && known.length === vms.length) return known;
    const has = new Set(known.map((one) => one.vm));
    const newer = vms
      .filter((vm) => !has.has(vm))
      .map((vm) => makeResource(vm, type as ResourceType, this.#world, this));
    if (known.length) this.#metrics = undefined;
    const list = [...known, ...newer];
    list.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const one of list) this.#byId.set(one.id, one);
    this.#lists.set(type, list);
    return list;
  }

  resource(type: string, id: string): Resource | undefined {
    // One by one: `generic` as a list would be a copy of the fleet, for each VM that is pushed to or alarmed on.
    for (const one of type === 'generic' ? resourceTypes : [type]) this.resources(one);
    const found = this.#byId.get(id);
    return found && (type === 'generic' || found.type === type) ? found : undefined;
  }

  metric(id: string): Metric | undefined {
    this.#metrics ??= new Map(
      this.resources('generic')!
        .flatMap((one) => metricsOf(one))
        .map((one) => [one.id, one]),
    );
    return this.#metrics.get(id);
  }

  /** Adds a metric of somebody's own to a resource. */
  create(resource: Resource, name: string, unit: string | null, policy: Policy, createdBy?: string): Metric {
    const metric: Metric = { id: metricId(resource, name), name, unit, resource, policy, createdBy, points: [] };
    policy.users++;
    resource.custom.set(name, metric);
    this.#metrics?.set(metric.id, metric);
    return metric;
  }

  /** Bundles that wait to be processed, by metric. */
  pending(): ReadonlyMap<string, number> {
    const all = () => this.resources('generic')!.flatMap(metricsOf);
    return this.sacks.pending(all, this.#world.now(), this.#world.granularity);
  }

  /** Deletes a metric of somebody's own. */
  delete(metric: Metric): void {
    metric.resource.custom.delete(metric.name);
    this.#metrics?.delete(metric.id);
    this.policies.release(metric.policy);
    this.sacks.release(metric);
  }
}

export function metricOf(resource: Resource, name: string): Metric | undefined {
  const column = columns[resource.type].get(name);
  if (column === undefined) return resource.custom.get(name);
  return {
    // Reckoned only when shown: aggregates over a large fleet never need it.
    get id() {
      return metricId(resource, name);
    },
    ...{ name, unit: meters[column]!.unit, resource, policy: resource.policy, column },
  };
}

export function metricsOf(resource: Resource): Metric[] {
  const names = [...columns[resource.type].keys(), ...resource.custom.keys()];
  return names.sort().map((name) => metricOf(resource, name)!);
}

function metricId(resource: Resource, name: string): string {
  return uuidOf(`${resource.id} ${name}`);
}

function makeResource(vm: SimVm, type: ResourceType, world: World, { policies, sacks }: GnocchiStore): Resource {
  const tap = `tap${vm.id.slice(0, 8)}-${vm.id.slice(9, 11)}`;
  const originalId = {
    instance: vm.id,
    instance_disk: `${vm.id}-vda`,
    instance_network_interface: `${instanceName(vm)}-${vm.id}-${tap}`,
  }[type];
  const id = type === 'instance' ? vm.id : uuidOf(originalId);
  const creator = world.people.ceilometer;
  const common = () => ({
    creator: `${creator.userId}:${creator.projectId}`,
    started_at: offset(vm.launchedAt ?? vm.createdAt),
    revision_start: offset(vm.launchedAt ?? vm.createdAt),
    ended_at: vm.deletedAt ? offset(vm.deletedAt) : null,
    user_id: vm.userId,
    project_id: vm.projectId,
    original_resource_id: originalId,
    id,
    type,
  });
  const own = (): Record<string, string | null> =>
    type === 'instance'
      ? {
          flavor_id: vm.flavor.id,
          image_ref: imageId,
          host: vm.host,
          display_name: vm.name,
          server_group: null,
          flavor_name: vm.flavor.name,
          launched_at: vm.launchedAt ? offset(vm.launchedAt) : null,
          created_at: offset(vm.createdAt),
          deleted_at: vm.deletedAt ? offset(vm.deletedAt) : null,
          availability_zone: 'nova',
        }
      : { name: type === 'instance_disk' ? 'vda' : tap, instance_id: vm.id };
  const current = () => ({
    ...common(),
    ...own(),
    revision_end: null,
    created_by_user_id: creator.userId,
    created_by_project_id: creator.projectId,
  });
  let known = current();
  let { deletedAt, launchedAt, host } = vm;
  // They change only when the VM is built, moved or deleted, and each search looks at those of the whole fleet.
  const attributes = () => {
    const same = deletedAt === vm.deletedAt && launchedAt === vm.launchedAt && host === vm.host;
    if (!same) {
      known = current();
      ({ deletedAt, launchedAt, host } = vm);
    }
    return known;
  };
  return { id, type, originalId, vm, policy: policies.base, sacks, custom: new Map(), attributes };
}

/** Gnocchi's way to write a time. */
export function offset(at: number): string {
  const text = new Date(at).toISOString();
  return `${at % 1000 ? `${text.slice(0, -1)}000` : text.slice(0, 19)}+00:00`;
}
