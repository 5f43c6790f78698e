import type { ActionId, Call } from './action.ts';
import type { FaultId } from './fault.ts';

/** An alarm with its story until closed. */
export type Incident = {
  readonly id: string;
  readonly vm: string;
  readonly vmName: string;
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  readonly phase: Phase;
  /** Set when a person asked for this heal; it then waits for that person, whatever the mode. */
  readonly asked: { readonly who: string; readonly action: ActionId | undefined; readonly at: number } | undefined;
  readonly diagnosis: FaultId | undefined;
  /** The highest probability seen. */
  readonly peak: number;
  readonly reasons: readonly string[];
  readonly plan: Plan | undefined;
  readonly attempts: readonly Attempt[];
  /** Fresh healthy verdicts in a row since the action, or since firing; each rests on a newer sample. */
  readonly healthyInARow: number;
  /** Time of the newest sample counted in that. */
  readonly judgedAt: number;
  /** Why it stands where it stands, in words: why it is held, resolved or escalated. */
  readonly words: string;
};

/**
 * firing → (held ⇄ firing) → healing → verifying → resolved | escalated.
 * held: guards refuse every action for now. healing: sent, the cloud is at it. verifying: done, is the VM well?
 */
export type Phase = 'firing' | 'held' | 'healing' | 'verifying' | 'resolved' | 'escalated';

/** The next action for an incident, and why it may not be done (empty: it may). */
export type Plan = {
  readonly action: ActionId;
  readonly call: Call;
  readonly refusals: readonly Refusal[];
  readonly madeAt: number;
};

/** A guard's reason not to act, in words for a person. */
export type Refusal = { readonly guard: string; readonly reason: string };

export type Attempt = {
  readonly action: ActionId;
  readonly call: Call;
  /** Who decided: a user's name, or "auto". */
  readonly who: string;
  readonly claimedAt: number;
  readonly acceptedAt: number | undefined;
  readonly requestId: string | undefined;
  /** When the cloud had finished: from here on samples count for the verification. */
  readonly doneAt: number | undefined;
  readonly outcome: 'under way' | 'healed' | 'no help' | 'refused';
  readonly words: string;
};
