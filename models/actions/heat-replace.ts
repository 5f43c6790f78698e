import type { Action, Call } from '../action.ts';
import type { Vm } from '../vm.ts';

/** Heat replaces what is marked unhealthy at the stack's next update. What is marked stays marked: hence the undo. */
export const heatReplace: Action = {
  id: 'heat-replace',
  title: 'Replacement by Heat',
  rung: 6,
  costs: 'the VM and its root disk are DELETED and a new VM, with a new id, is made from the stack’s template',
  destroys: true,
  needs: 'member',
  routes: ['heat'],
  fits: (vm) => vm.stack !== undefined,
  refuses: (vm) => (vm.stack ? undefined : 'it is part of no Heat stack'),
  prepare: (vm) => ({
    before: patch(vm, resourceOf(vm), {
      mark_unhealthy: true,
      resource_status_reason: 'cloud-medic: it fails, and no milder action helped',
    }),
    undo: patch(vm, resourceOf(vm), {
      mark_unhealthy: false,
      resource_status_reason: 'cloud-medic: the replacement was refused',
    }),
  }),
  call: (vm) => patch(vm, '', { existing: true }),
  patience: 900,
};

const resourceOf = ({ stack }: Vm) => `/resources/${encodeURIComponent(stack?.resource ?? '')}`;

function patch(vm: Vm, tail: string, body: unknown): Call {
  const path = `/stacks/${encodeURIComponent(vm.stack?.name ?? '')}/${vm.stack?.id}${tail}`;
  return { service: 'orchestration', method: 'PATCH', path, body };
}
