import type { ActionId } from './action.ts';
import type { State } from './state.ts';
import type { Vm } from './vm.ts';

/** What a guard looks at: an action about to be done to a VM at a time. */
export type Intent = {
  readonly vm: Vm;
  readonly action: ActionId;
  readonly at: number;
  readonly state: State;
  /** The person who confirms it, with what they typed; left out: nobody was asked yet. */
  readonly person?: Confirmation;
};

/** What a person typed, and of which guards, by id, that person was warned before saying yes. */
export type Confirmation = { readonly typed?: string | undefined; readonly warned?: readonly string[] };

/** A reason not to act, one file each in `guards/`. */
export type Guard = {
  readonly id: string;
  /**
   * What a person's yes does to it. Left out: nothing, it holds persons as well. spares: who confirms has seen the VM
   * and need not wait. warns: it is told to who confirms, who may go on; without that warning it holds.
   * answers: the yes itself is what it asks for.
   */
  readonly person?: 'spares' | 'warns' | 'answers';
  /** The reason in words for a person, or undefined. */
  check(intent: Intent): string | undefined;
};
