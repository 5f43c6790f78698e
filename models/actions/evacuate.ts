import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

/** Brings the VM up elsewhere. If its host still ran it, it would run twice: hence only from a host that is fenced. */
export const evacuate: Action = {
  id: 'evacuate',
  word: 'evacuate',
  title: 'Evacuation',
  rung: 7,
  costs: 'the VM is made anew on another host; what its root disk held on the old one is LOST unless it is shared',
  destroys: true,
  needs: 'admin',
  routes: ['nova', 'mistral'],
  moves: true,
  fits: (vm) => vm.hostStatus === 'unknown' || vm.hostStatus === 'down',
  refuses: (vm) =>
    vm.hostStatus === 'down'
      ? undefined
      : `its host ${vm.host} is not fenced: make sure that it is off, then force its nova-compute down`,
  call: (vm) => serverAction(vm, { evacuate: {} }),
  // From microversion 2.95 on Nova leaves an evacuated VM stopped.
  finish: (vm) => serverAction(vm, { 'os-start': null }),
  patience: 900,
};
