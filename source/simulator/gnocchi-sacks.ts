import type { Metric } from './gnocchi-store.ts';

/** As many as a small Gnocchi has: each holds an eighth of all metrics. */
const count = 8;

type Stuck = {
  /** Epoch milliseconds: what came later is in nobody's series yet. */
  readonly since: number;
  /** Metrics with a bundle of no measures and none with any: metricd fails on the sack until each got a value or is gone. */
  readonly by: Set<string>;
};

/** What was pushed into a stuck sack, until it is processed. */
type Waiting = { readonly metric: Metric; readonly sack: number; readonly store: () => void };

/**
 * Gnocchi's sacks of what was pushed and is not processed yet. A bundle without measures makes metricd fail on its whole
 * sack, again and again: the samples of all VMs that fall into it stand still, Ceilometer's too.
 */
export class Sacks {
  readonly #stuck = new Map<number, Stuck>();
  #waiting: Waiting[] = [];

  /** A bundle for a metric: stores it at once, or keeps it where its sack is stuck. Without measures it makes it so. */
  bundle(metric: Metric, measures: number, now: number, store: () => void): void {
    const sack = this.#sackOf(metric.id);
    if (measures === 0) this.#poison(metric.id, sack, now);
    else if (!this.#stuck.size) store();
    else {
      this.#waiting.push({ metric, sack, store });
      this.release(metric);
    }
  }

  /** The metric holds its sack up no more: it got a value, or was deleted. */
  release({ id }: Metric): void {
    const sack = this.#sackOf(id);
    const stuck = this.#stuck.get(sack);
    stuck?.by.delete(id);
    if (stuck?.by.size === 0) this.#stuck.delete(sack);
    const [ready, waiting] = [this.#waiting, [] as Waiting[]];
    this.#waiting = waiting;
    for (const one of ready) {
      if (this.#stuck.has(one.sack)) waiting.push(one);
      else one.store();
    }
  }

  /** Until when a metric's measures are processed, epoch milliseconds; infinite where all is well. */
  processedUntil(metric: Metric): number {
    if (!this.#stuck.size) return Number.POSITIVE_INFINITY;
    return this.#stuck.get(this.#sackOf(metric.id))?.since ?? Number.POSITIVE_INFINITY;
  }

  /** Bundles that wait, by metric. Of `all`, those of Ceilometer get one each `step` seconds. */
  pending(all: () => Iterable<Metric>, now: number, step: number): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    if (!this.#stuck.size) return found;
    const add = (id: string, bundles: number) => found.set(id, (found.get(id) ?? 0) + bundles);
    for (const { by } of this.#stuck.values()) for (const id of by) add(id, 1);
    for (const { metric } of this.#waiting) add(metric.id, 1);
    for (const metric of all()) {
      const bundles = Math.floor((now - this.processedUntil(metric)) / (step * 1000));
      if (metric.column !== undefined && bundles > 0) add(metric.id, bundles);
    }
    return found;
  }

  #poison(id: string, sack: number, now: number): void {
    const stuck = this.#stuck.get(sack) ?? { since: now, by: new Set() };
    // With a value of the metric in the same sack the bundle is not empty as a whole.
    if (this.#waiting.some(({ metric }) => metric.id === id)) return;
    stuck.by.add(id);
    this.#stuck.set(sack, stuck);
  }

  /** Gnocchi: the id as a number, by the number of sacks. */
  #sackOf(id: string): number {
    return Number.parseInt(id.slice(-1), 16) % count;
  }
}
