import { columnOf } from '../../metrics/index.ts';
import { average } from './average.ts';
import { rise, streak } from './counters.ts';
import {
  blank,
  blockSize,
  ceiling,
  followed,
  idle,
  lastAt,
  levelAt,
  lineAt,
  movementAt,
  nowAt,
  place,
  sideOf,
  speeds,
  usualAt,
} from './layout.ts';
import { line } from './line.ts';
import { learn } from './usual.ts';

/** The rows of one VM that are still at hand; `back` 0 is the newest. */
export type Rows = {
  readonly length: number;
  /** How many are kept at most. */
  readonly capacity: number;
  time(back: number): number;
  /** NaN where nothing is known. */
  value(column: number, back: number): number;
};

/** Milliseconds and samples that a row waits before it is learnt as usual: an alarm comes sooner, and stops it. */
const waits = { milliseconds: 120_000, samples: 3 };
/** Rows learnt before there is a usual worth holding on to. */
export const worthHolding = 12;
/** Of the usual distance between samples: a longer gap teaches no more than this. */
const longestGap = 5;

/**
 * What is remembered of every VM in a fixed number of numbers, brought up to date with each sample and never computed
 * anew. Each VM has two blocks, "all rows but the newest" and "all rows", since the newest may yet be filled in.
 */
export class Track {
  blocks: Float64Array;
  readonly #fast = { keep: 0 };
  readonly #keeps = new Float64Array(speeds.lines.length);
  readonly #lesson = { keep: 0, keepMax: 0, unit: 0, idle };

  constructor(vms: number) {
    this.blocks = new Float64Array(0);
    this.grow(vms);
  }

  /** Room for so many VMs. */
  grow(vms: number): void {
    const old = this.blocks;
    this.blocks = new Float64Array((vms + 1) * 2 * blockSize);
    this.blocks.set(old);
    for (let at = old.length; at < this.blocks.length; at += blockSize) this.blocks.set(blank, at);
  }

  /** How many VMs there is room for. */
  get vms(): number {
    return this.blocks.length / (2 * blockSize) - 1;
  }

  /** Where the block of all rows begins; that of a VM without a place (-1) is blank. */
  all(slot: number): number {
    return (2 * (slot + 1) + 1) * blockSize;
  }

  /** Where the block of all rows but the newest begins. */
  allButNewest(slot: number): number {
    return 2 * (slot + 1) * blockSize;
  }

  forget(slot: number): void {
    this.blocks.set(blank, this.all(slot));
    this.blocks.set(blank, this.allButNewest(slot));
  }

  /** The newest row came (`isNew`), or was filled in. `held`: what is usual stays as it is, because something is wrong. */
  take(slot: number, rows: Rows, isNew: boolean, held: boolean): void {
    const [before, now] = [this.allButNewest(slot), this.all(slot)];
    if (isNew) this.blocks.copyWithin(before, now, now + blockSize);
    else this.blocks.copyWithin(now, before, now);
    this.#add(now, rows);
    this.#learn(now, rows, held);
  }

  #add(block: number, rows: Rows): void {
    const { blocks } = this;
    const at = rows.time(0);
    const passed = blocks[block + place.count]! ? at - blocks[block + place.time]! : 0;
    const interval = paced(blocks[block + place.interval]!, passed);
    blocks[block + place.interval] = interval;
    blocks[block + place.time] = at;
    blocks[block + place.count]! += 1;
    this.#fast.keep = keep(speeds.fast, passed, interval);
    for (let speed = 0; speed < speeds.lines.length; speed++) {
      this.#keeps[speed] = keep(speeds.lines[speed]!, passed, interval);
    }
    for (let side = 0; side < followed.length; side++) this.#addSide(block, side, rows, passed);
    rise(blocks, block + place.errors, rows.value(columnOf.errors, 0), at);
  }

  #addSide(block: number, side: number, rows: Rows, passed: number): void {
    const { blocks } = this;
    const value = sideValue(rows, side, 0);
    blocks[block + nowAt(side)] = recent(rows, side, value);
    average(blocks, block + levelAt(side), this.#fast.keep, value);
    average(blocks, block + movementAt(side), this.#fast.keep, Math.abs(value - blocks[block + lastAt(side)]!));
    if (!Number.isNaN(value)) blocks[block + lastAt(side)] = value;
    if (side === sideOf.cpu) streak(blocks, block + place.pinned, value, value >= ceiling);
    else if (side === sideOf.diskTraffic) streak(blocks, block + place.quietDisk, value, value <= idle);
    else if (side === sideOf.netTraffic) streak(blocks, block + place.quietNet, value, value <= idle);
    if (!followed[side]!.trend) return;
    for (let speed = 0; speed < this.#keeps.length; speed++) {
      line(blocks, block + lineAt(side, speed), passed / 60_000, this.#keeps[speed]!, value);
    }
  }

  /** Learns the rows that have waited long enough. While held, all that came by now is left out for good. */
  #learn(block: number, rows: Rows, held: boolean): void {
    const { blocks } = this;
    const total = blocks[block + place.count]!;
    if (held && blocks[block + place.learnt]! >= worthHolding) {
      blocks[block + place.next] = total;
      return;
    }
    for (let next = blocks[block + place.next]!; ; next++) {
      const back = total - 1 - next;
      // What the rows will soon not hold any more cannot wait.
      const due = back >= waits.samples && rows.time(0) - rows.time(back) >= waits.milliseconds;
      if (!due && back < rows.capacity / 2) break;
      this.#learnRow(block, rows, back);
      blocks[block + place.next] = next + 1;
      blocks[block + place.learnt]! += 1;
    }
  }

  #learnRow(block: number, rows: Rows, back: number): void {
    const interval = this.blocks[block + place.interval]!;
    const passed = back + 1 < rows.length ? rows.time(back) - rows.time(back + 1) : 0;
    const gap = Math.min(passed, longestGap * interval);
    this.#lesson.keep = keep(speeds.usual, gap, interval);
    this.#lesson.keepMax = keep(speeds.max, gap, interval);
    for (let side = 0; side < followed.length; side++) {
      this.#lesson.unit = followed[side]!.unit;
      learn(this.blocks, block + usualAt(side), sideValue(rows, side, back), this.#lesson);
    }
  }
}

/** Milliseconds between two samples, slow to believe in a change: a gap is no new pace. */
function paced(interval: number, passed: number): number {
  if (!interval || !passed) return passed;
  return interval + (Math.min(2 * interval, Math.max(interval / 2, passed)) - interval) / 8;
}

function keep({ seconds, samples }: { seconds: number; samples: number }, passed: number, interval: number): number {
  return Math.exp(-passed / Math.max(seconds * 1000, samples * interval));
}

/** A side's value in a row: the sum of its metrics, of which one may be unknown. */
function sideValue(rows: Rows, side: number, back: number): number {
  const { columns } = followed[side]!;
  const one = rows.value(columns[0]!, back);
  if (columns.length === 1) return one;
  const other = rows.value(columns[1]!, back);
  return Number.isNaN(one) ? other : Number.isNaN(other) ? one : one + other;
}

/** Mean of the last half minute's values, at least the last one; NaN where the last three rows hold none. */
function recent(rows: Rows, side: number, newest: number): number {
  let [sum, found] = Number.isNaN(newest) ? [0, 0] : [newest, 1];
  for (let back = 1; back < 3 && back < rows.length; back++) {
    if (found && rows.time(0) - rows.time(back) >= 30_000) break;
    const value = sideValue(rows, side, back);
    if (Number.isNaN(value)) continue;
    sum += value;
    found++;
  }
  return found ? sum / found : Number.NaN;
}
