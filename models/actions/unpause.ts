import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

export const unpause: Action = {
  id: 'unpause',
  word: 'unpause',
  title: 'Unpause',
  rung: 2,
  costs: 'nothing: the VM goes on where it was paused',
  needs: 'member',
  routes: ['nova', 'mistral'],
  fits: (vm) => vm.status === 'PAUSED',
  refuses: (vm) =>
    vm.status === 'PAUSED' ? undefined : `Nova unpauses only a VM that is PAUSED, this one is ${vm.status}`,
  call: (vm) => serverAction(vm, { unpause: null }),
  patience: 120,
};
