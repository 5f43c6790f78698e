import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

export const softReboot: Action = {
  id: 'soft-reboot',
  word: 'reboot',
  title: 'Soft reboot',
  rung: 3,
  costs: 'the guest shuts down in order and boots again; what runs in it stops for about a minute',
  needs: 'member',
  routes: ['nova', 'mistral'],
  call: (vm) => serverAction(vm, { reboot: { type: 'SOFT' } }),
  refuses: (vm) =>
    vm.status === 'ACTIVE' ? undefined : `Nova soft-reboots only an ACTIVE VM, this one is ${vm.status}`,
  patience: 240,
};
