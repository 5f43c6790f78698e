import type { ActionId, Call } from './action.ts';
import type { CloudInfo } from './cloud-info.ts';
import type { Wish } from './effect.ts';
import type { FaultId } from './fault.ts';
import type { Limit, LimitName } from './heal-settings.ts';
import type { Look, Observation, SourceHealth } from './vm.ts';

export type { Effect, Wish } from './effect.ts';

/** observe: only watches. confirm: asks before each action. auto: acts by itself. */
export const modeNames = ['observe', 'confirm', 'auto'] as const;
export type Mode = (typeof modeNames)[number];

/** Everything that can happen. `at` is epoch milliseconds, stamped by the engine: the models ask no clock. */
export type Event =
  | { readonly type: 'connected'; readonly at: number; readonly cloud: CloudInfo }
  | { readonly type: 'observed'; readonly at: number; readonly observation: Observation }
  | { readonly type: 'observe-failed'; readonly at: number; readonly sources: readonly SourceHealth[] }
  /** This machine's clock was set by so many milliseconds; `at` is by the new time. */
  | { readonly type: 'clock-set'; readonly at: number; readonly by: number }
  /** Time has passed without a word of the cloud: what it said last has grown older. */
  | { readonly type: 'waited'; readonly at: number }
  | { readonly type: 'mode-set'; readonly at: number; readonly mode: Mode; readonly who: string }
  | {
      readonly type: 'confirmed';
      readonly at: number;
      readonly incident: string;
      readonly action: ActionId;
      readonly who: string;
      /** The VM's name as the person typed it, where the action asks for that. */
      readonly typed?: string;
      /** The guards, by id, whose warnings the person has read. */
      readonly warned?: readonly string[];
    }
  /**
   * Nova was asked about a VM directly: what it said, or in words why it said nothing. `wish`: what was to be done if
   * nothing speaks against it.
   */
  | {
      readonly type: 'looked';
      readonly at: number;
      readonly vm: string;
      readonly seen: Look | { readonly unknown: string };
      readonly wish: Wish | undefined;
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
      readonly number?: number;
      readonly requestId: string | undefined;
    }
  | {
      readonly type: 'action-refused';
      readonly at: number;
      readonly incident: string;
      readonly number?: number;
      readonly reason: string;
    }
  /**
   * The journal did not take the claim: somebody else is at the VM, or it cannot be written. What was claimed was not
   * sent. `seconds`: not before then again.
   */
  | {
      readonly type: 'claim-refused';
      readonly at: number;
      readonly incident: string;
      readonly number: number;
      readonly words: string;
      readonly seconds: number;
    }
  /** Whether the journal can be read and written. */
  | { readonly type: 'journal-health'; readonly at: number; readonly ok: boolean; readonly reason: string | undefined }
  /** Our lock for an attempt is on, by Nova's request, where the answer told it. */
  | {
      readonly type: 'locked';
      readonly at: number;
      readonly incident: string;
      readonly number: number;
      readonly vm: string;
      readonly requestId: string | undefined;
    }
  /** What became of that lock: we took it off, or it is somebody else's and stays. */
  | {
      readonly type: 'lock-over';
      readonly at: number;
      readonly incident: string;
      readonly number: number;
      readonly vm: string;
      readonly is: 'released' | 'theirs';
      readonly words: string;
    }
  /**
   * After a start, or when what somebody else was at has become ours: what the journal knows of heals, the oldest first.
   * `mine`: the incidents that are ours to follow from now on; left out, all that are under way.
   */
  | {
      readonly type: 'resumed';
      readonly at: number;
      readonly entries: readonly Entry[];
      readonly mine?: ReadonlySet<string>;
    }
  /** What was said at any cloud-medic on this journal, this one included, in the journal's order. */
  | { readonly type: 'heard'; readonly at: number; readonly entries: readonly Entry[] }
  | {
      readonly type: 'acknowledged';
      readonly at: number;
      readonly incidents: readonly string[];
      /** false: it is given back. */
      readonly on: boolean;
      readonly who: string;
    }
  | {
      readonly type: 'snoozed';
      readonly at: number;
      readonly incident: string;
      readonly until: number;
      readonly who: string;
    }
  | {
      readonly type: 'maintenance-set';
      readonly at: number;
      readonly subject: Subject;
      readonly reason: string;
      /** Epoch milliseconds; undefined: until it is cleared. */
      readonly until: number | undefined;
      readonly who: string;
    }
  | { readonly type: 'maintenance-cleared'; readonly at: number; readonly subject: Subject; readonly who: string }
  | { readonly type: 'quarantine-lifted'; readonly at: number; readonly vm: string; readonly who: string }
  /** Seconds between two polls, from now on. */
  | { readonly type: 'interval-set'; readonly at: number; readonly seconds: number; readonly who: string }
  /** How much may be touched at once, from now on. */
  | {
      readonly type: 'limit-set';
      readonly at: number;
      readonly name: LimitName;
      readonly limit: Limit;
      readonly who: string;
    }
  /** The kill switch: auto is off at once, and stays off over a restart until it is lifted. */
  | { readonly type: 'halted'; readonly at: number; readonly on: boolean; readonly who: string }
  /** Who heals by itself, and which other holders of claims live. */
  | {
      readonly type: 'leased';
      readonly at: number;
      readonly lease: Lease | undefined;
      readonly others?: ReadonlySet<string>;
    }
  | { readonly type: 'evidence'; readonly at: number; readonly vm: string; readonly lines: readonly string[] }
  | { readonly type: 'injections'; readonly at: number; readonly injections: readonly Injection[] }
  | {
      readonly type: 'noted';
      readonly at: number;
      readonly vm: string | undefined;
      readonly words: string;
      /** A call that is about to be sent. */
      readonly call?: Call;
    };

/** A VM by its id, or a host by its name. */
export type Subject = { readonly kind: 'vm' | 'host'; readonly id: string };

/** Who may heal by itself, of several cloud-medics on one cloud. */
export type Lease = { readonly holder: string; readonly ours: boolean; readonly until: number };

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
  | 'lock'
  | 'done'
  | 'resolved'
  | 'escalated'
  | 'acknowledged'
  | 'snoozed'
  | 'quarantine'
  | 'maintenance'
  | 'halt'
  | 'brake'
  | 'host'
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
