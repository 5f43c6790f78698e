import { modes } from './dialog.ts';
import { valueWords } from './own-settings.ts';
import type { Step } from './reduce.ts';
import { savedOf } from './saved-views.ts';
import type { Context, Intent, View } from './view.ts';

/** What the operator sets for good, and the mode's dialog; undefined for all other intents. */
export function reduceOwn(view: View, intent: Intent, { settings }: Context): Step | undefined {
  switch (intent.type) {
    case 'pick-mode':
      return { view: { ...view, dialog: { kind: 'mode', index: modes.findIndex(([mode]) => mode === intent.mode) } } };
    case 'set': {
      const words = `${intent.name} is ${valueWords(intent.value)} from now on, and at the next start.`;
      return { view, command: { type: 'keep', setting: intent.name, value: intent.value, words } };
    }
    case 'save-view': {
      const words = `Saved. ":view ${intent.name}" comes back to it.`;
      return { view, command: { type: 'keep-view', name: intent.name, saved: savedOf(view), words } };
    }
    case 'forget-view': {
      if (!Object.hasOwn(settings.views, intent.name)) return { view };
      const words = `The view ${intent.name} is forgotten.`;
      return { view, command: { type: 'keep-view', name: intent.name, saved: undefined, words } };
    }
    default:
      return undefined;
  }
}
