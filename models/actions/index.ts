import type { Action, ActionId } from '../action.ts';
import { hardReboot } from './hard-reboot.ts';
import { softReboot } from './soft-reboot.ts';
import { start } from './start.ts';

/** All actions, from the mildest to the harshest. */
export const actions: readonly Action[] = [start, softReboot, hardReboot];

export function actionById(id: ActionId): Action {
  return actions.find((action) => action.id === id)!;
}
