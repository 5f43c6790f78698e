import type { World } from './world.ts';

/** Work that waits in between: it yields the seconds until it wants to go on. */
export type Work = AsyncGenerator<number, void, void>;

/**
 * What the services do by themselves by calling each other: in order of the world's clock, one after the other, each with
 * the world standing at its time. So it comes to the same however seldom somebody looks, and costs nothing while there
 * is none.
 */
export class Agenda {
  readonly #world: World;
  #jobs: { readonly at: number; readonly run: () => void | Promise<void> }[] = [];
  #turn: Promise<void> | undefined;
  /** Calls to the world outside, that nobody waits for. */
  readonly #outside = new Set<Promise<void>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Does something in `seconds`, after all that is to be done until then. */
  after(seconds: number, run: () => void | Promise<void>): void {
    const at = this.#world.now() + seconds * 1000;
    const next = this.#jobs.findIndex((job) => job.at > at);
    this.#jobs.splice(next < 0 ? this.#jobs.length : next, 0, { at, run });
  }

  /** Begins work that takes time. */
  begin(work: Work): void {
    this.after(0, async () => this.#goOn(work));
  }

  /** Does something with what comes from the world outside, when it comes. */
  whenever<T>(answer: Promise<T>, run: (value: T) => void): void {
    const coming = answer.then((value) => {
      this.#outside.delete(coming);
      this.after(0, () => run(value));
      return this.settle();
    });
    this.#outside.add(coming);
  }

  /** Does all that is due. */
  settle(): Promise<void> {
    if (!this.#turn && this.#isDue()) {
      this.#turn = this.#run().finally(() => {
        this.#turn = undefined;
      });
    }
    return this.#turn ?? Promise.resolve();
  }

  /** Resolves when nothing is due and no answer from outside is awaited. */
  async idle(): Promise<void> {
    while (this.#turn || this.#isDue() || this.#outside.size) {
      await this.settle();
      await Promise.all(this.#outside);
    }
  }

  async #run(): Promise<void> {
    try {
      while (this.#isDue()) {
        const { at, run } = this.#jobs.shift()!;
        this.#world.standAt(at);
        await run();
        this.#world.goOn();
      }
    } finally {
      this.#world.goOn();
    }
  }

  #isDue(): boolean {
    return this.#jobs[0] !== undefined && this.#jobs[0].at <= this.#world.now();
  }

  async #goOn(work: Work): Promise<void> {
    const { done, value } = await work.next();
    if (!done) this.after(value, () => this.#goOn(work));
  }
}
