import type { Action, ActionId } from '../action.ts';
import { evacuate } from './evacuate.ts';
import { hardReboot } from './hard-reboot.ts';
import { heatReplace } from './heat-replace.ts';
import { liveMigrate } from './live-migrate.ts';
import { rebuild } from './rebuild.ts';
import { resume } from './resume.ts';
import { softReboot } from './soft-reboot.ts';
import { start } from './start.ts';
import { unpause } from './unpause.ts';

/** All actions, from the mildest to the harshest. */
export const actions: readonly Action[] = [
  resume,
  unpause,
  start,
  softReboot,
  hardReboot,
  liveMigrate,
  heatReplace,
  rebuild,
  evacuate,
];

export function actionById(id: ActionId): Action {
  return actions.find((action) => action.id === id)!;
}
