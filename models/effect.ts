import type { ActionId, Call } from './action.ts';
import type { Entry } from './event.ts';
import type { Confirmation } from './guard.ts';
import type { OwnLock } from './lock.ts';

/** Everything the models can ask for. The engine performs it and reports back as an event. */
export type Effect =
  /** Asks Nova about a VM directly. Reported as `looked`, with the wish again. */
  | { readonly type: 'look'; readonly vm: string; readonly wish: Wish | undefined }
  /** `before` in order, then `call`; the first that is refused ends it, with `undo`. Reported as accepted or refused. */
  | {
      readonly type: 'act';
      readonly incident: string;
      readonly vm: string;
      /** Which attempt of the incident it is: the answer names it again. */
      readonly number: number;
      readonly action: ActionId;
      readonly before: readonly Call[];
      readonly call: Call;
      readonly undo: readonly Call[];
      /** What tells a lock among what comes before from anybody else's. */
      readonly own: OwnLock;
    }
  /** Takes our lock off, if a direct look proves that it is ours still. Reported as `lock-over`. */
  | {
      readonly type: 'release';
      readonly incident: string;
      readonly number: number;
      readonly vm: string;
      readonly own: OwnLock;
    }
  /**
   * Calls that tidy up after an action, and what they are in words. The audit has each before it leaves; one that fails
   * is noted and keeps nothing else from being done.
   */
  | { readonly type: 'tidy'; readonly vm: string; readonly what: string; readonly calls: readonly Call[] }
  /** A person is wanted. */
  | {
      readonly type: 'escalate';
      readonly at: number;
      readonly vm: string | undefined;
      readonly vmName: string | undefined;
      readonly incident: string | undefined;
      readonly words: string;
    }
  | { readonly type: 'gather-evidence'; readonly vm: string }
  | { readonly type: 'record'; readonly entry: Entry };

/** What somebody wants done for an incident. `person`: who confirmed it, with what they typed; left out: auto mode. */
export type Wish = {
  readonly incident: string;
  readonly action: ActionId;
  readonly who: string;
  readonly person?: Confirmation;
};
