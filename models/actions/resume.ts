import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

export const resume: Action = {
  id: 'resume',
  word: 'resume',
  title: 'Resume',
  rung: 2,
  costs: 'nothing: the VM goes on where it was suspended',
  needs: 'member',
  routes: ['nova', 'mistral'],
  fits: (vm) => vm.status === 'SUSPENDED',
  refuses: (vm) =>
    vm.status === 'SUSPENDED' ? undefined : `Nova resumes only a VM that is SUSPENDED, this one is ${vm.status}`,
  call: (vm) => serverAction(vm, { resume: null }),
  patience: 120,
};
