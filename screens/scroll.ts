import type { State } from '../models/state.ts';
import { helpLines } from './help-lines.ts';
import type { Size } from './shell/theme.ts';
import type { View } from './shell/view.ts';
import { vmShape } from './vm-head.ts';
import { paneLength } from './vm-lines.ts';

/** The furthest that the open screen can be scrolled, in lines. `size` is that of the body. */
export function furthest(state: State, view: View, size: Size): number {
  if (view.screen === 'help') return Math.max(0, helpLines().length - size.rows);
  if (view.screen !== 'vm' || view.opened === undefined) return 0;
  return Math.max(0, paneLength(state, view, view.opened, size.columns) - vmShape(state, view, size).paneRows + 1);
}
