import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import { isMedics } from '../../models/lock.ts';
import type { VmShape } from '../../models/metric.ts';
import { type HostStatus, type InstanceAction, notReached, type Power, type Untold, type Vm } from '../../models/vm.ts';
import { type Told, tells } from './nova-version.ts';
import { safeWords } from './secret.ts';

/** Shapes by flavor id, for Novas that do not put the flavor into the server. */
export type Flavors = ReadonlyMap<string, { readonly name: string; readonly shape: VmShape }>;

const text = z.string().nullish().catch(undefined);
const number = z.number().catch(Number.NaN);

const flavor = z
  .looseObject({ id: text, original_name: text, vcpus: number, ram: number, disk: number })
  .nullish()
  .catch(undefined);

const address = z.looseObject({ addr: text, version: z.number().catch(4), 'OS-EXT-IPS:type': text });

/** Every field but the id may be missing or odd: it costs that cell, not the VM. In other letters it is the same id. */
const server = z.looseObject({
  id: z.string().min(1).toLowerCase(),
  name: text,
  tenant_id: text,
  user_id: text,
  status: text,
  flavor,
  'OS-EXT-SRV-ATTR:host': text,
  hostId: text,
  'OS-EXT-STS:task_state': text,
  'OS-EXT-STS:power_state': z.number().nullish().catch(undefined),
  locked: z.boolean().nullish().catch(undefined),
  locked_reason: text,
  fault: z.looseObject({ message: text }).nullish().catch(undefined),
  metadata: z.record(z.string(), z.string()).catch({}),
  tags: z.array(z.string()).nullish().catch(undefined),
  host_status: text,
  accessIPv4: text,
  accessIPv6: text,
  addresses: z.record(z.string(), z.array(address).catch([])).catch({}),
  // Nova gives '' for a VM that boots from a volume.
  image: z.looseObject({ id: text }).nullish().catch(undefined),
  created: text,
  'OS-SRV-USG:launched_at': text,
  updated: text,
});

const hostStatuses: Readonly<Record<string, HostStatus>> = {
  UP: 'up',
  UNKNOWN: 'unknown',
  DOWN: 'down',
  MAINTENANCE: 'maintenance',
};

const powers: Readonly<Record<number, Power>> = {
  1: 'running',
  3: 'paused',
  4: 'shutdown',
  6: 'crashed',
  7: 'suspended',
};

/** A server of Nova's list, which came in that microversion, as a VM; undefined where it has not even an id. */
export function readServer(raw: unknown, flavors: Flavors, microversion: string): Vm | undefined {
  const parsed = server.safeParse(raw);
  if (!parsed.success) return undefined;
  const record = parsed.data;
  const known = flavors.get(record.flavor?.id ?? '');
  const fault =
    (record.fault?.message && safeWords(record.fault.message).trim()) || (record.fault ? 'unnamed fault' : undefined);
  const createdAt = time(record.created) ?? Number.NaN;
  return {
    id: record.id,
    name: record.name ?? '',
    projectId: record.tenant_id ?? '',
    userId: record.user_id ?? '',
    // Only administrators see the host's name; others see a hash that still tells which VMs share one.
    host: record['OS-EXT-SRV-ATTR:host'] || record.hostId || '',
    hostStatus: hostStatuses[record.host_status ?? ''],
    flavor: record.flavor?.original_name ?? known?.name ?? '',
    shape: record.flavor?.original_name ? shapeOf(record.flavor) : (known?.shape ?? unknownShape),
    status: record.status ?? '',
    taskState: record['OS-EXT-STS:task_state'] ?? undefined,
    power: powers[record['OS-EXT-STS:power_state'] ?? 0] ?? 'none',
    locked: record.locked ?? false,
    lockedReason: reasonOf(record),
    fault,
    metadata: record.metadata,
    tags: record.tags ?? [],
    ...untoldOf(record, microversion),
    address: addressOf(record),
    image: record.image?.id ?? undefined,
    createdAt,
    launchedAt: time(record['OS-SRV-USG:launched_at']),
    updatedAt: time(record.updated) ?? createdAt,
    lastAction: undefined,
    errors: fault ? 1 : 0,
    // What Nova tells of a VM while its cell's database does not answer: no more than that it was made once.
    unknown: record.status === 'UNKNOWN' && !record.name ? notReached : undefined,
  };
}

/**
 * Of the addresses that Nova's network lists: the one that the owner prefers, else a floating one, else a fixed one; of
 * those IPv4 first. What the owner names (accessIPv4) may be any machine in the world: it only chooses among these.
 */
function addressOf({ accessIPv4, accessIPv6, addresses }: z.infer<typeof server>): string | undefined {
  const listed = Object.values(addresses)
    .flat()
    .filter(({ addr }) => addr && leadsToVm(addr));
  const of = (type: string, version: number) =>
    listed.filter((one) => one['OS-EXT-IPS:type'] === type && one.version === version).map(({ addr }) => addr);
  const preferred = [accessIPv4, accessIPv6].filter((own) => listed.some(({ addr }) => addr === own));
  const order = [...preferred, ...of('floating', 4), ...of('floating', 6), ...of('fixed', 4), ...of('fixed', 6)];
  return order.find(Boolean) ?? undefined;
}

/** Addresses that mean this very machine, or many at once, lead to no VM. */
const elsewhere = new BlockList();
elsewhere.addSubnet('0.0.0.0', 8);
elsewhere.addSubnet('127.0.0.0', 8);
elsewhere.addSubnet('224.0.0.0', 3);
elsewhere.addAddress('::', 'ipv6');
elsewhere.addAddress('::1', 'ipv6');
elsewhere.addSubnet('ff00::', 8, 'ipv6');

function leadsToVm(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !elsewhere.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

const gaps = new Map<string, { readonly untold: Untold }>();

/** Said of a VM by what its record lacks. The same gap is the same object, so that no VM seems changed by it. */
function untoldOf({ locked, tags, host_status }: z.infer<typeof server>, microversion: string) {
  const things: Told[] = [];
  if (typeof locked !== 'boolean') things.push('locks');
  if (!tags) things.push('tags');
  if (host_status === undefined && !tells(microversion, 'host states')) things.push('host states');
  if (!things.length) return {};
  const key = [microversion, ...things].join();
  const gap = gaps.get(key) ?? { untold: { microversion, things } };
  gaps.set(key, gap);
  return gap;
}

/** Our own is compared letter by letter. None on a lock, where Nova tells them, is no reason of ours. */
function reasonOf({ id, locked, locked_reason: told }: z.infer<typeof server>): string | undefined {
  if (told === null && locked) return '';
  const lockedReason = told ?? undefined;
  return lockedReason === undefined || isMedics({ id, lockedReason }) ? lockedReason : safeWords(lockedReason);
}

const unknownShape: VmShape = { vcpus: Number.NaN, memoryMb: Number.NaN, diskGb: Number.NaN };

type FlavorRecord = { readonly vcpus: number; readonly ram: number; readonly disk: number };

function shapeOf({ vcpus, ram, disk }: FlavorRecord): VmShape {
  return { vcpus, memoryMb: ram, diskGb: disk };
}

const flavorRecord = z.looseObject({ id: z.string(), name: text, vcpus: number, ram: number, disk: number });

/** The records of flavors/detail. */
export function readFlavors(raw: readonly unknown[]): Flavors {
  const records = raw.flatMap((each) => flavorRecord.safeParse(each).data ?? []);
  return new Map(records.map((each) => [each.id, { name: each.name ?? '', shape: shapeOf(each) }]));
}

const action = z.looseObject({
  action: z.string(),
  request_id: text,
  user_id: text,
  start_time: text,
  message: text,
});

/** One record of os-instance-actions, or undefined where it is none. */
export function readAction(raw: unknown): InstanceAction | undefined {
  const record = action.safeParse(raw).data;
  if (!record) return undefined;
  return {
    action: record.action,
    userId: record.user_id || undefined,
    requestId: record.request_id ?? '',
    startedAt: time(record.start_time) ?? Number.NaN,
    message: record.message ? safeWords(record.message) : (record.message ?? undefined),
  };
}

/** OpenStack's times are UTC, whether or not they say so. */
export function time(written: string | null | undefined): number | undefined {
  if (!written) return undefined;
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`);
  return Number.isNaN(at) ? undefined : at;
}

const service = z.looseObject({
  binary: z.literal('nova-compute'),
  host: z.string().min(1),
  state: text,
  status: text,
  forced_down: z.boolean().nullish().catch(undefined),
});

/** One record of os-services as a compute host's name and state, as Nova itself makes its host_status of it. */
export function readService(raw: unknown): readonly [string, HostStatus][] | undefined {
  const record = service.safeParse(raw).data;
  if (!record) return undefined;
  const { host, state, status, forced_down: forced } = record;
  if (forced) return [[host, 'down']];
  if (state === 'down') return [[host, 'unknown']];
  return [[host, status === 'disabled' ? 'maintenance' : 'up']];
}
