import type { OwnMetrics } from '../openstack/own-metrics.ts';
import { policyName } from './names.ts';

/**
 * Whether the cloud is set up, by the mark that `setup` leaves in it. What is made beside `setup` is told here with how to
 * undo it: if the mark turns out to be gone, `teardown` may have looked before it was made, and it is undone.
 */
export class SetUp {
  readonly #metrics: OwnMetrics;
  #kept: readonly number[] | undefined;
  #undo: (() => Promise<void>)[] = [];

  constructor(metrics: OwnMetrics) {
    this.#metrics = metrics;
  }

  /** Granularities in seconds that our archive policy keeps, finest first; undefined: the cloud is not set up. */
  get kept(): readonly number[] | undefined {
    return this.#kept;
  }

  /** Something was made just now. */
  made(undo: () => Promise<void>): void {
    this.#undo.push(undo);
  }

  /** Asks the cloud. Throws a Failure where that is not known; what was made stays in question then. */
  async look(): Promise<void> {
    if (await this.#metrics.hasRule(policyName)) {
      this.#undo = [];
      this.#kept ??= await this.#metrics.archivePolicy(policyName);
      return;
    }
    this.#kept = undefined;
    for (let undo = this.#undo.at(-1); undo; undo = this.#undo.at(-1)) {
      await undo();
      this.#undo.pop();
    }
  }

  /** Looks again after something was made. */
  async lookAfterMaking(): Promise<void> {
    if (this.#undo.length) await this.look();
  }
}
