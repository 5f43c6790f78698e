import type { ActionId, Call, Route } from './action.ts';
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
  /** A person has seen it and takes it over: nothing is done by itself any more. */
  readonly acknowledged?: { readonly who: string; readonly at: number } | undefined;
  /** Nothing is done by itself until then. */
  readonly snoozed?: { readonly who: string; readonly until: number };
  /** Another cloud-medic has claimed the VM: not before then again. */
  readonly barred?: { readonly until: number; readonly words: string };
  /** Why it stands where it stands, in words: why it is held, resolved or escalated. */
  readonly words: string;
};

/**
 * firing → (held ⇄ firing) → healing → verifying → resolved | escalated.
 * held: guards refuse every action for now. healing: sent, the cloud is at it. verifying: done, is the VM well?
 */
export type Phase = 'firing' | 'held' | 'healing' | 'verifying' | 'resolved' | 'escalated';

/** The next action for an incident, how it would be done, and why it may not be (no refusals: it may). */
export type Plan = Way & {
  readonly action: ActionId;
  readonly refusals: readonly Refusal[];
  readonly madeAt: number;
};

/** One way to do an action: what is sent, in order, and by what it is seen to be done. */
export type Way = Calls & {
  readonly route: Route;
  /** Why it is not the route that the settings wish. */
  readonly because?: string;
  readonly follow: Follow;
};

export type Calls = {
  /** Sent before; if one of these is refused, the call is not sent. */
  readonly before: readonly Call[];
  readonly call: Call;
  /** Sent when the call was refused, to take back what came before. */
  readonly undo: readonly Call[];
};

/** What tells that an action is done: the VM itself, an execution of Mistral, or a stack of Heat. */
export type Follow =
  | { readonly kind: 'server' }
  | { readonly kind: 'execution'; readonly id: string }
  | { readonly kind: 'stack'; readonly id: string; readonly resource: string };

/** A guard's reason not to act, in words for a person. */
export type Refusal = { readonly guard: string; readonly reason: string };

/** Its calls are for showing: one that was taken up from the journal has none, since nothing that is stored is ever sent. */
export type Attempt = Omit<Way, keyof Calls> &
  Partial<Calls> & {
    readonly action: ActionId;
    /** The first of the incident is 1. */
    readonly number: number;
    /** The VM that it was for: Heat's replacement has another id. */
    readonly vm: string;
    /** The VM's host when it was claimed. */
    readonly host: string;
    /** Who decided: a user's name, or "auto". */
    readonly who: string;
    readonly claimedAt: number;
    readonly acceptedAt: number | undefined;
    readonly requestId: string | undefined;
    /** When the cloud had finished: from here on samples count for the verification. */
    readonly doneAt: number | undefined;
    readonly outcome: Outcome;
    readonly words: string;
  };

/** refused: the cloud said no. lost: no answer came, and nothing is seen of it either. */
export type Outcome = 'under way' | 'healed' | 'no help' | 'refused' | 'lost';
