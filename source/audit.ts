import type { Entry } from '../models/event.ts';
import type { SourceHealth } from '../models/vm.ts';
import { messageOf } from './failure.ts';
import type { Journal } from './ports.ts';

export type Health = Pick<SourceHealth, 'ok' | 'reason'>;

/** Brings the lines of what happens into the journal. */
export class Audit {
  readonly #journal: Journal;
  readonly #tell: (health: Health) => void;
  readonly #unkept: Entry[] = [];

  /** `tell` hears when the journal fails, and when it works again. */
  constructor(journal: Journal, tell: (health: Health) => void) {
    this.#journal = journal;
    this.#tell = tell;
  }

  /** Whether the journal has every line that it should have. */
  get isWhole(): boolean {
    return !this.#unkept.length;
  }

  /**
   * Lines that the journal would not take wait for the next try; meanwhile the header says that it fails. Returns the
   * incidents whose claims somebody else had first, or undefined where the journal failed.
   */
  keep(records: readonly Entry[]): ReadonlySet<string> | undefined {
    this.#unkept.push(...records);
    const failed = this.#unkept.length > records.length;
    const taken = new Set<string>();
    try {
      for (let entry = this.#unkept[0]; entry; entry = this.#unkept[0]) {
        if (!this.#journal.append(entry) && entry.incident) taken.add(entry.incident);
        this.#unkept.shift();
      }
      if (failed) this.#tell({ ok: true, reason: undefined });
      return taken;
    } catch (error) {
      this.#tell({ ok: false, reason: messageOf(error) });
      return undefined;
    }
  }
}
