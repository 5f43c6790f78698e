import type { Hosts } from './hosts.ts';
import { statusOf } from './machine.ts';
import { CellDown, type View } from './nova-view.ts';
import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';

export const maxLimit = 1000;

/** One page of servers and the marker of the next one, by Nova's query parameters. Throws `Refused` (400). */
export function page(vms: readonly SimVm[], query: URLSearchParams, projectId: string, { admin, minor, hosts }: View) {
  const matching = vms.filter(matcher(query, projectId, admin));
  const found = matching.filter(({ host }) => !hosts.unreached.has(host));
  const marker = query.get('marker');
  const start = marker ? found.findIndex((vm) => vm.id === marker) + 1 : 0;
  if (marker && !start) throw new Refused(400, `marker [${marker}] not found`);
  const limit = limitOf(query.get('limit'));
  const rows = found.slice(start, start + limit);
  const more = found.length > start + limit;
  const unreached = found.length < matching.length ? unreachedIn(matching, query, minor, hosts) : [];
  return {
    rows: [...unreached.slice(0, Math.max(0, limit - rows.length)), ...rows],
    next: more ? rows.at(-1)?.id : undefined,
  };
}

/** VMs of cells that do not answer: only a list without pages and filters has them, from 2.69 on. */
function unreachedIn(vms: readonly SimVm[], query: URLSearchParams, minor: number, hosts: Hosts): SimVm[] {
  const isWhole = [...query.keys()].every((key) => key === 'all_tenants');
  if (minor >= 69 && isWhole) return vms.filter(({ host }) => hosts.unreached.has(host));
  if (!hosts.skipsUnreached) throw new CellDown();
  return [];
}

function limitOf(text: string | null): number {
  if (text === null) return maxLimit;
  if (!/^\d+$/.test(text))
    throw new Refused(
      400,
      `Invalid input for query parameters limit. Value: ${text}. '${text}' does not match '^[0-9]*$'`,
    );
  return Math.min(maxLimit, Number(text));
}

function matcher(query: URLSearchParams, projectId: string, admin: boolean): (vm: SimVm) => boolean {
  const everywhere = admin && isTrue(query.get('all_tenants'));
  const since = query.get('changes-since');
  const deleted = admin && isTrue(query.get('deleted'));
  const at = since === null ? undefined : Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(since) ? since : `${since}Z`);
  if (Number.isNaN(at))
    throw new Refused(
      400,
      `Invalid input for query parameters changes-since. Value: ${since}. '${since}' is not a 'date-time'`,
    );
  const statuses = query.getAll('status').map((one) => one.toUpperCase());
  const name = query.get('name');
  const named = name === null ? undefined : new RegExp(name);
  const host = admin ? query.get('host') : null;
  const project = everywhere ? (query.get('project_id') ?? query.get('tenant_id')) : projectId;
  const locked = query.get('locked');
  return (vm) =>
    (project === null || vm.projectId === project) &&
    (at === undefined ? (vm.vmState === 'deleted') === deleted : vm.updatedAt >= at) &&
    (statuses.length === 0 || statuses.includes(statusOf(vm))) &&
    (!named || named.test(vm.name)) &&
    (host === null || vm.host === host) &&
    (locked === null || vm.locked === isTrue(locked));
}

export function isTrue(text: string | null): boolean {
  return text !== null && ['', '1', 'true', 'yes', 't', 'on'].includes(text.toLowerCase());
}
