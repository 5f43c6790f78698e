import type { ActionId, Call } from './action.ts';
import type { FaultId } from './fault.ts';
import type { Observation, SourceHealth } from './vm.ts';

/** observe: only watches. confirm: asks before each action. auto: acts by itself. */
export type Mode = 'observe' | 'confirm' | 'auto';

/** Everything that can happen. `at` is epoch milliseconds, stamped by the engine: the models ask no clock. */
export type Event =
  | { readonly type: 'connected'; readonly at: number; readonly cloud: CloudInfo }
  | { readonly type: 'observed'; readonly at: number; readonly observation: Observation }
  | { readonly type: 'observe-failed'; readonly at: number; readonly sources: readonly SourceHealth[] }
  | { readonly type: 'mode-set'; readonly at: number; readonly mode: Mode; readonly who: string }
  | {
      readonly type: 'confirmed';
      readonly at: number;
      readonly incident: string;
      readonly action: ActionId;
      readonly who: string;
    }
  | { readonly type: 'heal-withdrawn'; readonly at: number; readonly incident: string; readonly who: string }
  | {
      readonly type: 'heal-asked';
      readonly at: number;
      readonly vm: string;
      readonly action: ActionId | undefined;
      readonly who: string;
    }
  | {
      readonly type: 'action-accepted';
      readonly at: number;
      readonly incident: string;
      readonly requestId: string | undefined;
    }
  | { readonly type: 'action-refused'; readonly at: number; readonly incident: string; readonly reason: string }
  | { readonly type: 'evidence'; readonly at: number; readonly vm: string; readonly lines: readonly string[] }
  | { readonly type: 'injections'; readonly at: number; readonly injections: readonly Injection[] }
  | { readonly type: 'noted'; readonly at: number; readonly vm: string | undefined; readonly words: string };

/** Everything the models can ask for. The engine performs it and reports back as an event. */
export type Effect =
  | { readonly type: 'act'; readonly incident: string; readonly vm: string; readonly call: Call }
  | { readonly type: 'gather-evidence'; readonly vm: string }
  | { readonly type: 'record'; readonly entry: Entry };

/** One line of the audit trail and of a VM's timeline. `data` carries the exact facts (call, request id, probability). */
export type Entry = {
  readonly at: number;
  readonly kind: EntryKind;
  readonly vm: string | undefined;
  readonly vmName: string | undefined;
  readonly incident: string | undefined;
  readonly who: string;
  readonly words: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type EntryKind =
  | 'alarm'
  | 'plan'
  | 'held'
  | 'claimed'
  | 'accepted'
  | 'refused'
  | 'done'
  | 'resolved'
  | 'escalated'
  | 'mode'
  | 'fault'
  | 'source'
  | 'note';

/** A fault put in by us: what, where, until when. The same shape as the fault-injection service's answers. */
export type Injection = {
  readonly id: string;
  readonly fault: FaultId;
  readonly vm: string;
  readonly vmName: string;
  readonly startedAt: number;
  readonly endsAt: number;
  /** active until its end, an undo or a cure. */
  readonly state: 'active' | 'ended' | 'reverted' | 'cured';
};

/** Whom we are talking to. */
export type CloudInfo = {
  readonly name: string;
  readonly project: string;
  readonly user: string;
  readonly region: string;
  readonly simulated: boolean;
  /** Roles of the token, to know beforehand what will be refused. */
  readonly roles: readonly string[];
};
