import type { Call } from '../models/action.ts';
import type { CloudInfo } from '../models/cloud-info.ts';
import type { Effect, Entry, EntryKind, Injection, Lease } from '../models/event.ts';
import type { FaultId } from '../models/fault.ts';
import type { InstanceAction, Look, Observation, Watch } from '../models/vm.ts';
import type { Holder } from './journal/holder.ts';

/**
 * The cloud as the engine sees it. There is one implementation, `openstack/cloud.ts`, over HTTP; the simulated cloud
 * is a server behind it. Every method may throw a `Failure` (source/failure.ts).
 */
export type Cloud = {
  /** Signs in and reads the catalogue. */
  connect(): Promise<CloudInfo>;
  /** The VMs alone: something to look at while the first `observe` fills in the history. */
  fleet(): Promise<Observation>;
  /**
   * One tick: all VMs and the samples newer than those of the tick before (the first one fills in the history).
   * A source that fails is told in `sources` and leaves the rest standing; it throws only if Nova gave nothing.
   * `watch` says what heals depend on and so must be looked at more closely.
   */
  observe(watch?: Watch): Promise<Observation>;
  /**
   * Hands the probabilities to the cloud and asks what its alarms make of them, where `setup` was run; elsewhere it does
   * nothing. The answer, or a failure, comes with the next observation. Throws no Failure.
   */
  tell(told: Told): Promise<void>;
  /**
   * Sends one action's call; resolves when the cloud has accepted it. Never repeated by itself. A Failure with the code
   * `uncertain` leaves open whether the cloud does it; any other says that it does not.
   */
  act(call: Call): Promise<Accepted>;
  /**
   * The VM and what was done to it, read from Nova just now and not from an earlier observation. Throws a Failure where
   * Nova leaves either out.
   */
  look(vm: string): Promise<Look>;
  /** The last lines of the VM's console. */
  consoleLog(vm: string, lines: number): Promise<string[]>;
  /** Nova's own record of it, without secrets. */
  server(vm: string): Promise<unknown>;
  /** What was done to it by whom, the newest first. */
  instanceActions(vm: string): Promise<InstanceAction[]>;
  /** Who a user is, in words: "you", "user NAME", or "user ID" where it is not told. Throws nothing. */
  who(user: string): Promise<string>;
  /** A look at every service we use, for `doctor`. Never throws. */
  checks(): Promise<Check[]>;
  /** The fault-injection service, where the catalogue has one (the simulated cloud's). */
  readonly faults: Faults | undefined;
};

/** The probabilities of one tick. */
export type Told = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly probabilities: ReadonlyMap<string, number>;
  /** The same where a reboot is due, else 0: for the alarms that heal with no console open. */
  readonly due: ReadonlyMap<string, number>;
  /** For the alarms of new ones. */
  readonly vms: ReadonlyMap<string, { readonly name: string }>;
  /** From when on Aodh should take a VM for failing: the probability, and how many in a row. */
  readonly threshold: number;
  readonly periods: number;
  /** Seconds between two ticks. */
  readonly interval: number;
};

export type Accepted = { readonly requestId: string | undefined };

export type Faults = {
  list(): Promise<Injection[]>;
  inject(fault: FaultId, vm: string, seconds: number): Promise<Injection>;
  /** Ends one; ending it again is no error. */
  revert(id: string): Promise<Injection>;
};

export type Check = {
  readonly service: string;
  readonly ok: boolean;
  readonly version: string | undefined;
  readonly detail: string;
  /** What to do, where it is not ok. */
  readonly fix: string | undefined;
};

/** Time that can be hurried or moved by hand. */
export type Clock = {
  /** Epoch milliseconds that go on evenly: where the machine's clock is set, they follow it only when told to. */
  now(): number;
  /** Milliseconds by which the machine's clock was set ahead since it was followed last. Left out: it never is. */
  jump?(): number;
  /** From here on `now` is by the machine's clock again. */
  follow?(): void;
  /** Resolves after that many milliseconds of this clock. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

/** Why a claim must not be made, by lines of a week about heals and what people said, the oldest first; or undefined. */
export type ClaimCheck = (lines: readonly Entry[]) => string | undefined;

/** Append-only. */
export type Journal = {
  /**
   * Keeps a line. A claim is kept only if nobody else on the same journal has one on the VM, or had the same one
   * before, and what became of an injected fault only once: the answer then is why not, in words, and the line was not
   * kept. `check` is asked in the same transaction, with the journal's lines that count for a claim: what it answers is a
   * reason as well.
   */
  append(entry: Entry, check?: ClaimCheck): string | undefined;
  /**
   * Asks for the lease, or renews it: who of those on this journal heals by itself, until when. Without `until` it
   * gives it back, and only looks who has it. Who is gone has it no longer.
   */
  lease(holder: Holder['id'], now: number, until?: number): Lease | undefined;
  /**
   * Says that a holder is alive and will say so again before `until` (epoch ms). Gone is whose process is seen to be
   * gone, or who cannot be seen from here and has not said so in time.
   */
  beat(holder: Holder, now: number, until: number): void;
  /** Ends being a holder, in order. */
  leave(holder: Holder['id']): void;
  /** The ids of all others that are not gone. */
  others(holder: Holder['id'], now: number): ReadonlySet<string>;
  /** Makes the claims of those that are gone this one's, each but once, and names their incidents. */
  adopt(holder: Holder['id'], now: number): readonly string[];
  /**
   * The lines of these kinds that were added after the line `after`, whoever added them, and the newest line of all.
   * Without `after` only the latter. Of very many the rest is told the next time.
   */
  news(kinds: readonly EntryKind[], after?: number): { readonly newest: number; readonly entries: readonly Entry[] };
  /** The lines of these kinds from a time (epoch ms) on, the oldest first; of each kind the newest 5,000 at most. */
  since(at: number, kinds: readonly EntryKind[]): Entry[];
  /** All lines from a time (epoch ms) on, of one VM by id or name or of all, the oldest first, read as they are taken. */
  entries(which: { readonly from: number; readonly vm: string | undefined }): Iterable<Entry>;
  /** Lines that are not newer than a time (epoch ms), the newest first, without the first `skip`. */
  older(at: number, skip: number, count: number): Entry[];
  /** The newest first. */
  latest(count: number): Entry[];
  close(): void;
};

/** Tells a person that one is wanted, outside the console. */
export type Pager = { page(news: Extract<Effect, { type: 'escalate' }>): Promise<void> };
