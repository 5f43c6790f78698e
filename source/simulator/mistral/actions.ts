import type { Action } from './action.ts';
import { httpAction } from './http-action.ts';
import { novaActions } from './nova-actions.ts';
import { standardActions } from './std-actions.ts';

/** All that this Mistral can do, in order of the names. */
export const actions: readonly Action[] = [...novaActions, ...standardActions, httpAction].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

export function actionNamed(name: string): Action | undefined {
  return actions.find((action) => action.name === name);
}
