import type { Subject } from './event.ts';
import type { Maintenance, State } from './state.ts';
import type { Vm } from './vm.ts';

export function subjectKey({ kind, id }: Subject): string {
  return `${kind} ${id}`;
}

/** The maintenance that the VM, or its host, is in at that time, and which of the two. */
export function maintenanceOf(
  vm: Vm,
  state: State,
  at: number,
): (Maintenance & { readonly subject: string }) | undefined {
  const lasts = (one: Maintenance | undefined) => one && (one.until ?? Number.POSITIVE_INFINITY) > at;
  const own = state.maintenance.get(subjectKey({ kind: 'vm', id: vm.id }));
  if (own && lasts(own)) return { ...own, subject: 'it' };
  const host = state.maintenance.get(subjectKey({ kind: 'host', id: vm.host }));
  return host && lasts(host) ? { ...host, subject: `its host ${vm.host}` } : undefined;
}
