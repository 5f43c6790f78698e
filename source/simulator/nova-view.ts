import { iso } from './backend.ts';
import { plain } from './catalogue.ts';
import type { Flavor } from './flavors.ts';
import type { Hosts } from './hosts.ts';
import { uuidOf } from './ids.ts';
import { statusOf } from './machine.ts';
import type { ServerAction, SimVm } from './vm.ts';

/** The one image that all VMs were made from. */
export const imageId = uuidOf('image debian-13');

export type View = {
  /** `…/compute`, for links. */
  readonly root: string;
  /** The minor microversion: 79 is 2.79. */
  readonly minor: number;
  readonly admin: boolean;
  readonly hosts: Hosts;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** A server by itself. Of one whose cell does not answer only what the API's own database has, from 2.69 on. */
export function shown(vm: SimVm, view: View) {
  if (!view.hosts.unreached.has(vm.host)) return detail(vm, view);
  if (view.minor < 69) throw new CellDown();
  const { image, flavor, user_id } = full(vm, view);
  const fields = { 'OS-EXT-AZ:availability_zone': 'UNKNOWN', 'OS-EXT-STS:power_state': 0, user_id };
  return { ...placeholder(vm, view), image, flavor, ...fields };
}

/** A server in the long list, by microversion. */
export function detail(vm: SimVm, view: View) {
  return view.hosts.unreached.has(vm.host) ? placeholder(vm, view) : full(vm, view);
}

function placeholder(vm: SimVm, { root }: View) {
  const { id, projectId, createdAt } = vm;
  return { id, status: 'UNKNOWN', tenant_id: projectId, created: second(createdAt), links: serverLinks(id, root) };
}

/** What only a cell's database knows is asked for, and that does not answer: Nova says 500. */
export class CellDown extends Error {
  constructor() {
    super(
      "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class 'nova.exception.NovaException'>",
    );
  }
}

function full(vm: SimVm, view: View) {
  const { root, minor } = view;
  const status = vm.vmState === 'deleted' ? 'DELETED' : statusOf(vm);
  return {
    id: vm.id,
    name: vm.name,
    status,
    tenant_id: vm.projectId,
    user_id: vm.userId,
    metadata: vm.metadata,
    hostId: hostId(vm.host),
    image: { id: imageId, links: [{ rel: 'bookmark', href: `${root}/images/${imageId}` }] },
    flavor: minor >= 47 ? embedded(vm.flavor) : { id: vm.flavor.id, links: [bookmark(root, 'flavors', vm.flavor.id)] },
    created: second(vm.createdAt),
    updated: second(vm.updatedAt),
    addresses: vm.deletedAt || !vm.host ? {} : addresses(vm),
    accessIPv4: '',
    accessIPv6: '',
    links: serverLinks(vm.id, root),
    'OS-DCF:diskConfig': 'MANUAL',
    ...(vm.fault ? { fault: faultOf(vm.fault, view.admin) } : {}),
    ...(inProgress.includes(status) ? { progress: 0 } : {}),
    'OS-EXT-AZ:availability_zone': vm.host ? 'nova' : '',
    config_drive: '',
    key_name: null,
    'OS-SRV-USG:launched_at': vm.launchedAt ? micro(vm.launchedAt) : null,
    'OS-SRV-USG:terminated_at': vm.deletedAt ? micro(vm.deletedAt) : null,
    security_groups: [{ name: 'default' }],
    ...(view.admin ? adminFields(vm, minor) : {}),
    'OS-EXT-STS:task_state': vm.taskState,
    'OS-EXT-STS:vm_state': vm.vmState,
    'OS-EXT-STS:power_state': vm.power,
    'os-extended-volumes:volumes_attached': [],
    ...(minor >= 16 && view.admin ? { host_status: view.hosts.statusOf(vm.host, view.now) } : {}),
    ...(minor >= 9 ? { locked: vm.locked } : {}),
    ...(minor >= 73 ? { locked_reason: vm.lockedReason } : {}),
    ...(minor >= 19 ? { description: null } : {}),
    ...(minor >= 26 ? { tags: [] } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: null } : {}),
    ...(minor >= 71 ? { server_groups: [] } : {}),
  };
}

const inProgress = ['ACTIVE', 'BUILD', 'REBUILD', 'REBOOT', 'HARD_REBOOT', 'MIGRATING'];

function adminFields(vm: SimVm, minor: number) {
  return {
    'OS-EXT-SRV-ATTR:host': vm.host || null,
    'OS-EXT-SRV-ATTR:instance_name': vm.host ? instanceName(vm) : '',
    'OS-EXT-SRV-ATTR:hypervisor_hostname': vm.host || null,
    ...(minor >= 3
      ? {
          'OS-EXT-SRV-ATTR:reservation_id': `r-${plain(vm.id).slice(0, 8)}`,
          'OS-EXT-SRV-ATTR:launch_index': 0,
          'OS-EXT-SRV-ATTR:hostname': vm.name,
          'OS-EXT-SRV-ATTR:kernel_id': '',
          'OS-EXT-SRV-ATTR:ramdisk_id': '',
          'OS-EXT-SRV-ATTR:root_device_name': vm.host ? '/dev/vda' : null,
          'OS-EXT-SRV-ATTR:user_data': null,
        }
      : {}),
  };
}

/** A server in the short list. */
export function brief(vm: SimVm, { root, hosts }: View) {
  if (hosts.unreached.has(vm.host)) return { id: vm.id, status: 'UNKNOWN', links: serverLinks(vm.id, root) };
  return { id: vm.id, name: vm.name, links: serverLinks(vm.id, root) };
}

export function flavorView(flavor: Flavor, { root, minor }: View) {
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: minor >= 75 ? 0 : '',
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': true,
    rxtx_factor: 1.0,
    links: flavorLinks(flavor.id, root),
    ...(minor >= 55 ? { description: null } : {}),
    ...(minor >= 61 ? { extra_specs: {} } : {}),
  };
}

export function flavorLinks(id: string, root: string) {
  return [{ rel: 'self', href: `${root}/v2.1/flavors/${id}` }, bookmark(root, 'flavors', id)];
}

/** An instance action; with its events where one is asked for by itself. */
export function actionView(vm: SimVm, entry: ServerAction, { minor }: View, withEvents: boolean) {
  return {
    action: entry.action,
    instance_uuid: vm.id,
    request_id: entry.requestId,
    user_id: entry.userId,
    project_id: entry.projectId,
    start_time: micro(entry.startedAt),
    message: entry.failed ? 'Error' : null,
    ...(minor >= 58 ? { updated_at: micro(entry.finishedAt ?? entry.startedAt) } : {}),
    ...(withEvents ? { events: entry.event ? [eventView(vm, entry, entry.event, minor)] : [] } : {}),
  };
}

function eventView(vm: SimVm, entry: ServerAction, event: string, minor: number) {
  return {
    event,
    start_time: micro(entry.startedAt),
    finish_time: entry.finishedAt ? micro(entry.finishedAt) : null,
    result: entry.finishedAt ? (entry.failed ? 'Error' : 'Success') : null,
    traceback: null,
    ...(minor >= 62 ? { host: vm.host, hostId: hostId(vm.host) } : {}),
    ...(minor >= 84 ? { details: null } : {}),
  };
}

export function instanceName(vm: SimVm): string {
  return `instance-${vm.number.toString(16).padStart(8, '0')}`;
}

function embedded(flavor: Flavor) {
  const { vcpus, ram, disk, name } = flavor;
  return { vcpus, ram, disk, ephemeral: 0, swap: 0, original_name: name, extra_specs: {} };
}

function addresses(vm: SimVm) {
  const tail = vm.number + 9;
  const mac = `fa:16:3e:${[tail >> 16, (tail >> 8) & 255, tail & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
  return {
    private: [
      {
        version: 4,
        addr: `10.${11 + (tail >> 16)}.${(tail >> 8) & 255}.${tail & 255}`,
        'OS-EXT-IPS:type': 'fixed',
        'OS-EXT-IPS-MAC:mac_addr': mac,
      },
    ],
  };
}

export function serverLinks(id: string, root: string) {
  return [{ rel: 'self', href: `${root}/v2.1/servers/${id}` }, bookmark(root, 'servers', id)];
}

function bookmark(root: string, kind: string, id: string) {
  return { rel: 'bookmark', href: `${root}/${kind}/${id}` };
}

/** Admins are shown the trace as well. */
function faultOf({ code, at, message }: NonNullable<SimVm['fault']>, admin: boolean) {
  return { code, created: second(at), message, ...(admin ? { details: `Traceback: ${message}` } : {}) };
}

/** 56 hexadecimal digits, the same for the same host. */
function hostId(host: string): string {
  return host && (plain(host) + plain(`${host} again`)).slice(0, 56);
}

function second(at: number): string {
  return `${iso(at).slice(0, 19)}Z`;
}

function micro(at: number): string {
  return iso(at).replace('Z', '000');
}
