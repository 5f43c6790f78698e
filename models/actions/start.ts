import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

export const start: Action = {
  id: 'start',
  word: 'start',
  title: 'Start',
  rung: 2,
  costs: 'nothing: the VM is off',
  needs: 'member',
  routes: ['nova', 'mistral'],
  call: (vm) => serverAction(vm, { 'os-start': null }),
  refuses: (vm) =>
    vm.status === 'SHUTOFF' ? undefined : `Nova starts only a VM that is SHUTOFF, this one is ${vm.status}`,
  patience: 120,
};
