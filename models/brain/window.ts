import { type Condition, condition } from '../condition.ts';
import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import type { Fleet } from './fleet.ts';
import { deviationOf, meanOf } from './track/average.ts';
import { riseOf } from './track/counters.ts';
import { lastAt, levelAt, lineAt, nowAt, place, usualAt } from './track/layout.ts';
import { type Trend, trendOf } from './track/line.ts';
import { type Usual, usualLevel, usualOf } from './track/usual.ts';

/** Two minutes are quick, ten middling, and what goes on for an hour is slow. */
export type Speed = 0 | 1 | 2;

/**
 * One VM as its track remembers it, with the questions that features ask. There is one window for all VMs: what it
 * says is true until the next `read`, and nothing is left to collect.
 */
export class Window {
  vm!: Vm;
  /** What Nova says of it. */
  nova!: Condition;
  /** The VM's place in its ring, -1 without one. */
  slot = -1;
  at = 0;
  /** Seconds between samples. */
  granularity = 10;
  /** What the other VMs do; undefined where nobody looked. */
  fleet: Fleet | undefined;
  /** Samples ever taken in. */
  count = 0;
  #blocks!: Float64Array;
  #all = 0;
  #allButNewest = 0;
  readonly #usual: Usual = { level: 0, deviation: 0, low: 0, high: 0, max: 0, movement: 0, activity: 0 };
  readonly #trends: Trend[] = [0, 1, 2].map(() => ({ slope: 0, fit: 0, error: 0 }));

  read(vm: Vm, ring: Ring, at: number, granularity: number, fleet?: Fleet, slot = ring.slot(vm.id)): this {
    this.vm = vm;
    this.nova = condition(vm);
    this.slot = slot;
    this.at = at;
    this.granularity = granularity;
    this.fleet = fleet;
    this.#blocks = ring.track.blocks;
    this.#all = ring.track.all(slot);
    this.#allButNewest = ring.track.allButNewest(slot);
    this.count = this.#blocks[this.#all + place.count]!;
    return this;
  }

  /** Time of the newest sample; undefined without one. */
  get newest(): number | undefined {
    return this.count ? this.#blocks[this.#all + place.time] : undefined;
  }

  /** Milliseconds since the newest sample; undefined without one. */
  get age(): number | undefined {
    return this.count ? Math.max(0, this.at - this.#blocks[this.#all + place.time]!) : undefined;
  }

  /** Mean of the last half minute's values (at least the last one); NaN where the last three samples hold none. */
  now(side: number): number {
    return this.#blocks[this.#all + nowAt(side)]!;
  }

  /** The newest value alone, where the last three samples hold one; else NaN. */
  newestOf(side: number): number {
    return Number.isNaN(this.now(side)) ? Number.NaN : this.#blocks[this.#all + lastAt(side)]!;
  }

  /** What is usual for the VM; undefined where too little is known. The same object at each call. */
  usual(side: number): Usual | undefined {
    return usualOf(this.#blocks, this.#all + usualAt(side), this.#usual);
  }

  /** The usual level alone; NaN where too little is known. */
  level(side: number): number {
    return usualLevel(this.#blocks, this.#all + usualAt(side));
  }

  /** Mean of the last minutes before the newest sample, NaN where unknown. */
  lately(side: number): number {
    return meanOf(this.#blocks, this.#allButNewest + levelAt(side));
  }

  /** Standard deviation of the last minutes before the newest sample, NaN where unknown. */
  deviation(side: number): number {
    return deviationOf(this.#blocks, this.#allButNewest + levelAt(side));
  }

  /** Mean step of the processor from one sample to the next in the last minutes, NaN where unknown. */
  get movement(): number {
    return meanOf(this.#blocks, this.#all + place.movement);
  }

  /** The same object at each call with the same speed. */
  trend(side: number, speed: Speed): Trend {
    return trendOf(this.#blocks, this.#all + lineAt(side, speed), this.#trends[speed]!);
  }

  /** Seconds for which the newest samples have been so without a break. */
  lasting(what: 'pinned' | 'quietDisk' | 'quietNet'): number {
    return (this.streak(what) * this.#blocks[this.#all + place.interval]!) / 1000;
  }

  /** The same in samples. */
  streak(what: 'pinned' | 'quietDisk' | 'quietNet'): number {
    return this.#blocks[this.#all + place[what]]!;
  }

  /** What was so just before the processor became busy; NaN while it is not, or unknown. */
  before(what: 'cpu' | 'served' | 'answers' | 'disk'): number {
    const first = this.#all + place.spell;
    if (Number.isNaN(this.#blocks[first]!)) return Number.NaN;
    return this.#blocks[first + (what === 'cpu' ? 0 : what === 'served' ? 1 : what === 'answers' ? 2 : 3)]!;
  }

  /** For how many of the newest samples neither disk nor network has moved, and for how many at most before. */
  get quiet(): number {
    return this.#blocks[this.#all + place.quiet]!;
  }

  get longestQuiet(): number {
    return this.#blocks[this.#all + place.quiet + 1]!;
  }

  /** What the count of errors rose by lately. */
  get newErrors(): number {
    return riseOf(this.#blocks, this.#all + place.errors, this.at);
  }
}
