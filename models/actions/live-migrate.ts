import type { Action } from '../action.ts';
import { serverAction } from './server-action.ts';

/** For a VM whose host is suspected. Nova says yes at once and may fail later without a word: the host's name tells. */
export const liveMigrate: Action = {
  id: 'live-migrate',
  word: 'live-migration',
  title: 'Live migration',
  rung: 5,
  costs: 'the guest runs on, a little slower, and stands still for about a second while it changes the host',
  needs: 'admin',
  routes: ['nova', 'mistral'],
  moves: true,
  refuses: (vm) =>
    ['ACTIVE', 'PAUSED'].includes(vm.status)
      ? undefined
      : `Nova live-migrates only an ACTIVE or PAUSED VM, this one is ${vm.status}`,
  call: (vm) => serverAction(vm, { 'os-migrateLive': { host: null, block_migration: 'auto' } }),
  patience: 900,
};
