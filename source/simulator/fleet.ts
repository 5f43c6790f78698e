import type { VmShape } from '../../models/metric.ts';
import { type Dice, dice } from '../../models/random.ts';
import { type Flavor, type FlavorName, flavorNamed } from './flavors.ts';
import { hexId, uuid } from './ids.ts';
import { type FamilyId, families, habits } from './load.ts';
import { counters, makeRoom, type Room, Series } from './series.ts';
import { bootLines, type SimVm } from './vm.ts';

/** Who the simulated cloud knows. Names as DevStack gives them. */
export type People = {
  readonly admin: Account;
  readonly demo: Account;
  /** The services' own user, who writes to Gnocchi. */
  readonly ceilometer: Account;
};

export type Account = { readonly userId: string; readonly projectId: string; readonly name: string };

export function people(seed: number): People {
  const ids = dice(seed).fork('people');
  const account = (name: string): Account => ({ name, userId: hexId(ids), projectId: hexId(ids) });
  return { admin: account('admin'), demo: account('demo'), ceilometer: account('ceilometer') };
}

export type FleetOptions = {
  readonly vms: number;
  readonly seed: number;
  /** Epoch milliseconds at which the history begins. */
  readonly start: number;
  /** Rows kept of each VM. */
  readonly capacity: number;
};

/** The VMs as they are when the history begins, the newest first as Nova lists them. */
export function fleet(options: FleetOptions, accounts: People): SimVm[] {
  const room = makeRoom(options.vms, options.capacity);
  const vms = Array.from({ length: options.vms }, (_, index) => createVm(index, options, room, accounts));
  return vms.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

const hour = 3_600_000;
const vmsPerHost = 10;

function createVm(index: number, { vms, seed, start }: FleetOptions, room: Room, accounts: People): SimVm {
  const own = dice(seed).fork(`vm ${index}`);
  const role = roles[index % roles.length]!;
  const owner = index % 4 === 3 ? accounts.admin : accounts.demo;
  const flavor = flavorNamed(role.flavors[Math.floor(own.next() * role.flavors.length)]!);
  const createdAt = Math.floor((start - hour * (2 + own.next() * 24 * 60)) / 1000) * 1000;
  const number =
    Math.floor(index / roles.length) * role.share +
    roles.slice(0, index % roles.length).filter((one) => one === role).length +
    1;
  const vm = bornVm(own, {
    name: `${role.name}-${String(number).padStart(2, '0')}`,
    number: index + 1,
    owner,
    flavor,
    metadata: { service: role.name, ...(role.family === 'ci' ? { stage: 'test' } : { stage: 'production' }) },
    createdAt,
    family: role.family,
    series: new Series(room, index, shapeOf(flavor)),
  });
  vm.host = `compute-${1 + ((index * 7) % Math.max(1, Math.ceil(vms / vmsPerHost)))}`;
  Object.assign(vm, { vmState: 'active', power: 1, launchedAt: createdAt + 9000 });
  Object.assign(vm, { bootedAt: createdAt + 9000, updatedAt: createdAt + 9000 });
  vm.console.push(...bootLines(vm));
  vm.actions.push({
    action: 'create',
    requestId: `req-${uuid(own)}`,
    userId: owner.userId,
    projectId: owner.projectId,
    event: 'compute__do_build_and_run_instance',
    startedAt: createdAt,
    finishedAt: vm.launchedAt,
  });
  return vm;
}

/** What a server is made with. */
export type NewVm = {
  readonly name: string;
  readonly flavor: Flavor;
  readonly metadata: Readonly<Record<string, string>>;
  readonly owner: Pick<Account, 'userId' | 'projectId'>;
};

/** A VM that is to be built. It lives like the fleet's of its kind: by its metadata, else by its name. */
export function newcomer(
  { name, flavor, metadata, owner }: NewVm,
  { seed, now, number, capacity }: { seed: number; now: number; number: number; capacity: number },
): SimVm {
  const own = dice(seed).fork(`newcomer ${number}`);
  const kind = metadata.service ?? name.split('-')[0];
  const family = roles.find((role) => role.name === kind)?.family ?? 'idle';
  const createdAt = Math.floor(now / 1000) * 1000;
  const series = new Series(makeRoom(1, capacity), 0, shapeOf(flavor));
  const vm = bornVm(own, { name, number, owner, flavor, metadata: { ...metadata }, createdAt, family, series });
  vm.taskState = 'scheduling';
  return vm;
}

type Birth = Pick<SimVm, 'name' | 'number' | 'flavor' | 'metadata' | 'createdAt' | 'series'> & {
  readonly owner: NewVm['owner'];
  readonly family: FamilyId;
};

function bornVm(own: Dice, { owner, family, ...rest }: Birth): SimVm {
  const id = uuid(own);
  return {
    ...{ id, ...rest, projectId: owner.projectId, userId: owner.userId, shape: shapeOf(rest.flavor), host: '' },
    ...{ dice: own, habits: habits(families[family], own), totals: new Float64Array(counters) },
    ...{ console: [], actions: [], vmState: 'building', taskState: null, power: 0, dead: false },
    ...{ launchedAt: undefined, bootedAt: rest.createdAt, updatedAt: rest.createdAt, deletedAt: undefined },
    ...{ locked: false, lockedReason: null, fault: undefined },
  };
}

function shapeOf({ vcpus, ram, disk }: Flavor): VmShape {
  return { vcpus, memoryMb: ram, diskGb: disk };
}

type Role = {
  readonly name: string;
  readonly family: FamilyId;
  readonly flavors: readonly FlavorName[];
  /** How many of twenty VMs. */
  readonly share: number;
};

const web: Role = { name: 'web', family: 'web', flavors: ['m1.small', 'm1.medium'], share: 6 };
const db: Role = { name: 'db', family: 'db', flavors: ['m1.large', 'm1.xlarge'], share: 3 };
const batch: Role = { name: 'batch', family: 'batch', flavors: ['m1.medium', 'm1.large'], share: 3 };
const cache: Role = { name: 'cache', family: 'cache', flavors: ['m1.medium'], share: 2 };
const ci: Role = { name: 'ci', family: 'ci', flavors: ['m1.medium', 'm1.large'], share: 2 };
const queue: Role = { name: 'queue', family: 'db', flavors: ['m1.medium'], share: 1 };
const bastion: Role = { name: 'bastion', family: 'idle', flavors: ['m1.small'], share: 1 };
const dev: Role = { name: 'dev', family: 'idle', flavors: ['m1.small', 'm1.medium'], share: 2 };

const roles: readonly Role[] = [
  ...[web, db, batch, web, cache, ci, web, dev, web, db],
  ...[web, batch, queue, cache, ci, web, bastion, db, batch, dev],
];
