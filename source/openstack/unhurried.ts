import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../failure.ts';

/** What a look brought; `late`: it is still under way. */
export type Look<T> = { readonly got: T } | { readonly failure: Failure } | 'late';

/** A look at a service that helps but is not needed: one that hangs keeps no observation waiting for long. */
export class Unhurried<T> {
  /** Real milliseconds that an observation waits for it. */
  readonly #patience: number;
  #underWay = false;
  /** What a late one brought, or throws what it threw. */
  #ended: (() => Look<T>) | undefined;

  constructor(patience = 2000) {
    this.#patience = patience;
  }

  /**
   * One look at a time; while one is under way the next ones are late at once. How a late one failed is told by the
   * next; what it brought only where that `mayBeOld`. Throws mistakes of the program only.
   */
  async take(look: () => Promise<T>, mayBeOld = false): Promise<Look<T>> {
    if (this.#underWay) return 'late';
    const tell = this.#ended;
    this.#ended = undefined;
    const ended = tell?.();
    if (ended && (mayBeOld || !isGot(ended))) return ended;
    this.#underWay = true;
    const work = look()
      .then((got): Look<T> => ({ got }), asFailure)
      .finally(() => {
        this.#underWay = false;
      });
    const enough = new AbortController();
    const late = wait(this.#patience, 'late' as const, { signal: enough.signal, ref: false }).catch(
      () => 'late' as const,
    );
    const first = await Promise.race([work, late]);
    enough.abort();
    if (first === 'late') {
      const keepMistake = (mistake: unknown) => {
        this.#ended = () => {
          throw mistake;
        };
      };
      void work.then((look) => {
        this.#ended = () => look;
      }, keepMistake);
    }
    return first;
  }
}

function isGot(look: Look<unknown>): boolean {
  return look !== 'late' && 'got' in look;
}

function asFailure(failure: unknown): { readonly failure: Failure } {
  if (failure instanceof Failure) return { failure };
  throw failure;
}
