import type { State } from '../models/state.ts';
import { alarmStory } from './alarm-lines.ts';
import { alarmRows, chosenOf } from './alarm-rows.ts';
import { alarmShare } from './alarms.tsx';
import { healingShare } from './healing.tsx';
import { healingStory } from './healing-lines.ts';
import { helpLines } from './help-lines.ts';
import { modelEnd } from './model.tsx';
import { storyEnd } from './parts/story.tsx';
import { allIncidents } from './select.ts';
import type { KeySpec } from './shell/key-spec.ts';
import type { Size } from './shell/theme.ts';
import type { View } from './shell/view.ts';
import { vmShape } from './vm-head.ts';
import { paneLength } from './vm-lines.ts';

/** The furthest that the open screen can be scrolled, in lines. `size` is that of the body. */
export function furthest(state: State, view: View, size: Size, keys: readonly KeySpec[]): number {
  switch (view.screen) {
    case 'help':
      return Math.max(0, helpLines(keys, size.columns, view.help.text).length - size.rows);
    case 'alarms': {
      const rows = alarmRows(state);
      const chosen = chosenOf(rows, view);
      return chosen ? storyEnd(size, rows.length, alarmStory(chosen, state, size.columns, keys).length, alarmShare) : 0;
    }
    case 'healing': {
      const all = allIncidents(state);
      const chosen = chosenOf(all, view);
      return chosen
        ? storyEnd(size, all.length, healingStory(chosen, state, size.columns, keys).length, healingShare)
        : 0;
    }
    case 'model':
      return modelEnd(state, view, size);
    case 'vm':
      if (view.opened === undefined) return 0;
      return Math.max(
        0,
        paneLength(state, view, view.opened, size.columns, keys) - vmShape(state, view, size).paneRows + 1,
      );
    default:
      return 0;
  }
}
