import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

const acceptedIn = ['ACTIVE', 'ERROR', 'HARD_REBOOT', 'PAUSED', 'REBOOT', 'SHUTOFF', 'SUSPENDED'];

export const hardReboot: Action = {
  id: 'hard-reboot',
  word: 'reboot',
  title: 'Hard reboot',
  rung: 4,
  costs: 'power is cut and given again; what the guest had not written to disk is lost',
  needs: 'member',
  routes: ['nova', 'mistral'],
  call: (vm) => serverAction(vm, { reboot: { type: 'HARD' } }),
  refuses: (vm) => (acceptedIn.includes(vm.status) ? undefined : `Nova does not hard-reboot a VM that is ${vm.status}`),
  patience: 240,
};
