import type { Subject } from './event.ts';
import type { Maintenance, State } from './state.ts';
import type { Vm } from './vm.ts';

export function subjectKey({ kind, id }: Subject): string {
  return `${kind} ${id}`;
}

/** The maintenance that the VM or host itself is in at that time. */
export function maintenanceAt(subject: Subject, { maintenance }: State, at: number): Maintenance | undefined {
  const found = maintenance.get(subjectKey(subject));
  return found && (found.until ?? Number.POSITIVE_INFINITY) > at ? found : undefined;
}

/** The maintenance that the VM, or its host, is in at that time, and which of the two. */
export function maintenanceOf(
  vm: Vm,
  state: State,
  at: number,
): (Maintenance & { readonly subject: string }) | undefined {
  const own = maintenanceAt({ kind: 'vm', id: vm.id }, state, at);
  if (own) return { ...own, subject: 'it' };
  const host = maintenanceAt({ kind: 'host', id: vm.host }, state, at);
  return host && { ...host, subject: `its host ${vm.host}` };
}
