import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../failure.ts';

/** What a look brought; `late`: it is still under way. What a late one brings is let go, since it may be old by then. */
export type Look<T> = { readonly got: T } | { readonly failure: Failure } | 'late';

/** Real milliseconds that an observation waits for it. */
const patience = 2000;

/** A look at a service that helps but is not needed: one that hangs keeps no observation waiting for long. */
export class Unhurried<T> {
  #underWay = false;
  /** Tells, or throws, how a late one failed. */
  #failed: (() => Look<T>) | undefined;

  /** One look at a time; while one is under way the next ones are late at once. Throws mistakes of the program only. */
  async take(look: () => Promise<T>): Promise<Look<T>> {
    if (this.#underWay) return 'late';
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed) return failed();
    this.#underWay = true;
    const work = look()
      .then((got): Look<T> => ({ got }), asFailure)
      .finally(() => {
        this.#underWay = false;
      });
    const enough = new AbortController();
    const late = wait(patience, 'late' as const, { signal: enough.signal, ref: false }).catch(() => 'late' as const);
    const first = await Promise.race([work, late]);
    enough.abort();
    if (first === 'late') {
      const keep = (look: Look<T>) => {
        if (look !== 'late' && 'failure' in look) this.#failed = () => look;
      };
      const keepMistake = (mistake: unknown) => {
        this.#failed = () => {
          throw mistake;
        };
      };
      void work.then(keep, keepMistake);
    }
    return first;
  }
}

function asFailure(failure: unknown): { readonly failure: Failure } {
  if (failure instanceof Failure) return { failure };
  throw failure;
}
