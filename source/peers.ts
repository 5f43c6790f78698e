import { day } from '../models/claims.ts';
import { heardKinds } from '../models/hear.ts';
import { healKinds, lastingKinds } from '../models/resume.ts';
import type { State } from '../models/state.ts';
import type { Holder } from './journal/holder.ts';
import { isOdd } from './journal/line.ts';
import type { Clock, Journal } from './ports.ts';
import type { News } from './thinker.ts';

type Parts = {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly state: () => State;
  readonly tell: (news: News) => void;
  readonly holder: Holder;
};

/** Polls that a lease, and a sign of life, last: who misses so many is taken for dead. */
const leasePolls = 6;
const nobody: ReadonlySet<string> = new Set();

/** What is shared with the other cloud-medics on a journal: who heals, who is at what, what is said, what the dead left. */
export class Peers {
  readonly #parts: Parts;
  /** The journal's newest line that is known. */
  #heard: number;

  /** What the journal knows of heals, quarantines and the like is believed at once; nothing is written yet. */
  constructor(parts: Parts) {
    const { journal, state, tell, holder } = parts;
    this.#parts = parts;
    this.#heard = journal.news(heardKinds).newest;
    tell({ type: 'leased', lease: state().lease, others: journal.others(holder.id, this.#sharedTime()) });
    this.#resume(nobody);
  }

  /** Says that we live, asks for the lease where we heal by ourselves, and hears what others said. */
  meet(): void {
    const { journal, clock, state, tell, holder } = this.#parts;
    const { mode, readOnly, settings, lease: before, others: known } = state();
    const at = this.#sharedTime();
    const next = at + leasePolls * settings.interval * 1000;
    journal.beat(holder, at, next);
    const held = journal.lease(holder.id, at, mode === 'auto' && !readOnly ? next : undefined);
    const lease = held && { ...held, until: held.until - (at - clock.now()) };
    const others = journal.others(holder.id, at);
    const isNew = lease?.holder !== before?.holder || lease?.ours === false || isOther(others, known);
    if (isNew) tell({ type: 'leased', lease, others });
    // The healer before may have left an incident between two actions.
    if (lease?.ours && before?.ours === false) this.#resume(nobody);
    this.hear();
  }

  /** What was said and done at other cloud-medics on this journal: above all that auto is to stop. */
  hear(): void {
    const { newest, entries } = this.#parts.journal.news(heardKinds, this.#heard);
    this.#heard = newest;
    if (entries.length) this.#parts.tell({ type: 'heard', entries });
  }

  /** Heals that the dead left under way become ours, where we may go on with them. */
  takeUp(): void {
    const { journal, state, holder } = this.#parts;
    const { tends, readOnly, mode } = state();
    if (!tends || readOnly || mode === 'observe') return;
    const left = journal.adopt(holder.id, this.#sharedTime());
    if (left.length) this.#resume(new Set(left));
  }

  /** The end, in order: what we held is free. */
  leave(): void {
    this.#parts.journal.leave(this.#parts.holder.id);
  }

  /** Of several processes each has a time of its own; the machine's clock they share. */
  #sharedTime(): number {
    const { clock } = this.#parts;
    return clock.now() + (clock.jump?.() ?? 0);
  }

  #resume(mine: ReadonlySet<string>): void {
    const { journal, clock, tell } = this.#parts;
    const lasting = lastingKinds.flatMap((kind) => journal.since(0, [kind]));
    const entries = [...lasting, ...journal.since(clock.now() - 7 * day, healKinds)];
    if (entries.length) tell({ type: 'resumed', entries, mine });
    const odd = entries.find(isOdd);
    if (odd) tell({ type: 'journal-health', ok: true, reason: odd.words });
  }
}

function isOther(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  return one.size !== two.size || [...one].some((id) => !two.has(id));
}
