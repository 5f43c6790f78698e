import type { State } from '../../models/state.ts';
import type { KeySpec } from './key-spec.ts';
import type { Size } from './theme.ts';
import type { View } from './view.ts';

/** What every screen gets. `size` is the place between header and footer; it draws exactly that many lines or fewer. */
export type ScreenProps = {
  readonly state: State;
  readonly view: View;
  readonly size: Size;
  readonly canInject: boolean;
  readonly keys: readonly KeySpec[];
};
