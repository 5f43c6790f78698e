import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

const acceptedIn = ['ACTIVE', 'SHUTOFF', 'ERROR'];

export const rebuild: Action = {
  id: 'rebuild',
  word: 'rebuild',
  title: 'Rebuild',
  rung: 6,
  costs: 'the root disk is DESTROYED and made anew from the image; id, addresses and volumes stay',
  destroys: true,
  needs: 'member',
  routes: ['nova', 'mistral'],
  // A VM that boots from a volume has no image to be made from, and Heat would take a stack's VM for changed.
  fits: (vm) => vm.image !== undefined && vm.stack === undefined,
  refuses: (vm) => (acceptedIn.includes(vm.status) ? undefined : `Nova does not rebuild a VM that is ${vm.status}`),
  call: (vm) => serverAction(vm, { rebuild: { imageRef: vm.image } }),
  patience: 600,
};
