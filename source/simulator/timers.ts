/** What is to happen at a time of the world, in order. */
export class Timers {
  #pending: { readonly at: number; readonly run: (at: number) => void }[] = [];

  add(at: number, run: (at: number) => void): void {
    this.#pending.push({ at, run });
    this.#pending.sort((a, b) => a.at - b.at);
  }

  /** Runs all that is due, each with its own time; what they add in turn too. */
  run(until: number): void {
    while (this.#pending[0] && this.#pending[0].at <= until) {
      const next = this.#pending.shift()!;
      next.run(next.at);
    }
  }
}
