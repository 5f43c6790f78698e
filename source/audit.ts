import type { Entry } from '../models/event.ts';
import type { SourceHealth } from '../models/vm.ts';
import { messageOf } from './failure.ts';
import type { Journal } from './ports.ts';

export type Health = Pick<SourceHealth, 'ok' | 'reason'>;

type Parts = {
  readonly journal: Journal;
  readonly now: () => number;
  /** Why a claim must not be made, by the journal's lines in that moment; or undefined. */
  readonly check: (claim: Entry, lines: readonly Entry[]) => string | undefined;
  /** Hears when the journal begins to fail, and when it works again. */
  readonly tell: (health: Health) => void;
};

/** Lines that wait for the journal at most; the oldest go first. */
const mostWaiting = 1000;
/** SQLite's code for a file that another process holds. */
const busy = 5;

/**
 * Brings the lines of what happens into the journal. What announces a call (a claim above all) is kept at once or
 * dropped: it did not happen then. Any other line of a time in which the journal failed is kept later, with its own time
 * and the time that it was kept.
 */
export class Audit {
  readonly #parts: Parts;
  #waiting: Entry[] = [];
  #lost = 0;
  #failing: string | undefined;
  #isBusy = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isFailing(): boolean {
    return this.#failing !== undefined;
  }

  /** Returns the lines that were dropped, each with the reason why what it announces must not be done. */
  keep(records: readonly Entry[]): ReadonlyMap<Entry, string> {
    const dropped = new Map<Entry, string>();
    // Who waits for another process waits long: that is tried again at the next tick only.
    if (this.#waiting.length && !this.#isBusy) this.attend(() => {});
    for (const entry of records) {
      const refusal = this.#failing === undefined ? this.#tried(entry) : undefined;
      if (refusal !== undefined) dropped.set(entry, refusal);
      else if (this.#failing === undefined) continue;
      else if (announces(entry)) dropped.set(entry, `the journal cannot be written: ${this.#failing}`);
      else this.#wait(entry);
    }
    return dropped;
  }

  /** Does work on the journal; one that fails is told. What waits is kept before, once the journal works again. */
  attend(work: () => void): void {
    try {
      this.#catchUp();
      work();
      this.#catchUp();
    } catch (error) {
      this.#fails(error);
      return;
    }
    if (this.#failing === undefined) return;
    this.#failing = undefined;
    this.#parts.tell({ ok: true, reason: undefined });
  }

  #catchUp(): void {
    while (this.#waiting.length) this.#keepLate(this.#waiting[0]!);
    if (this.#lost) this.#parts.journal.append(this.#gap());
    this.#lost = 0;
  }

  /** Why the journal would not keep it, in words; also where the journal fails, which is known from then on. */
  #tried(entry: Entry): string | undefined {
    try {
      return this.#parts.journal.append(entry, (lines) => this.#parts.check(entry, lines));
    } catch (error) {
      this.#fails(error);
      return undefined;
    }
  }

  #fails(error: unknown): void {
    const isNew = this.#failing === undefined;
    this.#failing = messageOf(error);
    this.#isBusy = (error as { readonly errcode?: number }).errcode === busy;
    if (isNew) this.#parts.tell({ ok: false, reason: this.#failing });
  }

  #wait(entry: Entry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length <= mostWaiting) return;
    this.#waiting.shift();
    this.#lost++;
  }

  #keepLate(entry: Entry): void {
    this.#parts.journal.append({ ...entry, data: { ...entry.data, keptAt: this.#parts.now() } });
    this.#waiting.shift();
  }

  #gap(): Entry {
    const words = `${this.#lost} lines of a time in which the journal could not be written are lost`;
    const nobody = { vm: undefined, vmName: undefined, incident: undefined };
    return { at: this.#parts.now(), kind: 'note', ...nobody, who: 'cloud-medic', words, data: {} };
  }
}

/** Whether a line tells of a call that follows it. */
function announces({ data }: Entry): boolean {
  return data.call !== undefined;
}
