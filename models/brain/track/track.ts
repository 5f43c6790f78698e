import { columnOf } from '../../metrics/index.ts';
import { average, meanOf } from './average.ts';
import { rise, run, streak } from './counters.ts';
import {
  blank,
  blockSize,
  ceiling,
  followed,
  idle,
  lastAt,
  levelAt,
  lineAt,
  nowAt,
  place,
  sideOf,
  speeds,
  usualAt,
} from './layout.ts';
import { line } from './line.ts';
import { intervalAfter, Pace } from './pace.ts';
import type { Rows } from './rows.ts';
import { spell, type Work } from './spell.ts';
import { learn } from './usual.ts';

/** Milliseconds and samples that a row waits before it is learnt as usual: an alarm comes sooner, and stops it. */
const waits = { milliseconds: 120_000, samples: 3 };
/** Rows learnt before there is a usual worth holding on to. */
const worthHolding = 12;
/** Of the usual distance between samples: a longer gap teaches no more than this. */
const longestGap = 5;

/**
 * What is remembered of every VM in a fixed number of numbers, brought up to date with each sample and never computed
 * anew. Each VM has two blocks, "all rows but the newest" and "all rows", since the newest may yet be filled in.
 */
export class Track {
  blocks = new Float64Array(0);
  readonly #fast = new Pace(speeds.fast);
  readonly #lines = speeds.lines.map((speed) => new Pace(speed));
  readonly #usual = new Pace(speeds.usual);
  readonly #young = new Pace(speeds.young);
  readonly #max = new Pace(speeds.max);
  readonly #runs = new Pace(speeds.max);
  readonly #lesson = { keep: 0, keepMax: 0, unit: 0, idle };
  readonly #work: Work = {
    newest: { cpu: 0, served: 0, disk: 0 },
    lately: { cpu: 0, served: 0, disk: 0, answers: 0 },
    smooth: 0,
    last: 0,
  };

  constructor(vms: number) {
    this.grow(vms);
    this.begin(-1);
  }

  /** Makes room for so many VMs; each has yet to begin. */
  grow(vms: number): void {
    const old = this.blocks;
    this.blocks = new Float64Array((vms + 1) * 2 * blockSize);
    this.blocks.set(old);
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

  /** A VM of which nothing is remembered takes the place. */
  begin(slot: number): void {
    this.blocks.set(blank, this.all(slot));
    this.blocks.set(blank, this.allButNewest(slot));
  }

  /** The newest row came (`isNew`), or was filled in. `held`: what is usual stays as it is, because something is wrong. */
  take(slot: number, rows: Rows, isNew: boolean, held: boolean): void {
    const before = this.allButNewest(slot);
    const now = this.all(slot);
    if (isNew) this.blocks.copyWithin(before, now, now + blockSize);
    else this.blocks.copyWithin(now, before, now);
    this.#add(now, rows);
    this.#learn(now, rows, held);
  }

  #add(block: number, rows: Rows): void {
    const { blocks } = this;
    const newest = rows.row(0);
    const at = rows.times[newest]!;
    const passed = blocks[block + place.count]! ? at - blocks[block + place.time]! : 0;
    const interval = intervalAfter(blocks[block + place.interval]!, passed);
    blocks[block + place.interval] = interval;
    blocks[block + place.time] = at;
    blocks[block + place.count]! += 1;
    this.#addSpell(block, rows, newest);
    const keep = this.#fast.keep(passed, interval);
    const cpu = rows.side(newest, sideOf.cpu);
    average(blocks, block + place.movement, keep, Math.abs(cpu - blocks[block + lastAt(sideOf.cpu)]!));
    for (let side = 0; side < followed.length; side++) {
      const value = rows.side(newest, side);
      blocks[block + nowAt(side)] = rows.recent(side, value);
      average(blocks, block + levelAt(side), keep, value);
      if (!Number.isNaN(value)) blocks[block + lastAt(side)] = value;
      if (followed[side]!.trend) this.#addTrends(block, side, value, passed, interval);
    }
    const disk = rows.side(newest, sideOf.diskTraffic);
    const net = rows.side(newest, sideOf.netTraffic);
    streak(blocks, block + place.pinned, cpu, cpu >= ceiling);
    streak(blocks, block + place.quietDisk, disk, disk <= idle);
    streak(blocks, block + place.quietNet, net, net <= idle);
    const moved = Number.isNaN(disk) ? net : Number.isNaN(net) ? disk : disk + net;
    run(blocks, block + place.quiet, moved, moved <= 2 * idle, this.#runs.keep(passed, interval));
    rise(blocks, block + place.errors, rows.metric(newest, columnOf.errors), at);
  }

  #addSpell(block: number, rows: Rows, row: number): void {
    const { blocks } = this;
    const { newest, lately } = this.#work;
    newest.cpu = rows.side(row, sideOf.cpu);
    newest.served = rows.side(row, sideOf.served);
    newest.disk = rows.side(row, sideOf.diskTraffic);
    lately.cpu = meanOf(blocks, block + levelAt(sideOf.cpu));
    lately.served = meanOf(blocks, block + levelAt(sideOf.served));
    lately.disk = meanOf(blocks, block + levelAt(sideOf.diskTraffic));
    lately.answers = meanOf(blocks, block + levelAt(sideOf.answers));
    this.#work.smooth = rows.recent(sideOf.cpu, newest.cpu);
    this.#work.last = blocks[block + lastAt(sideOf.cpu)]!;
    spell(blocks, block + place.spell, this.#work);
  }

  #addTrends(block: number, side: number, value: number, passed: number, interval: number): void {
    for (let speed = 0; speed < this.#lines.length; speed++) {
      const keep = this.#lines[speed]!.keep(passed, interval);
      line(this.blocks, block + lineAt(side, speed), passed / 60_000, keep, value);
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
    const now = rows.times[rows.row(0)]!;
    for (let next = blocks[block + place.next]!; ; next++) {
      const back = total - 1 - next;
      const due = back >= waits.samples && now - rows.times[rows.row(back)]! >= waits.milliseconds;
      // What the rows will soon not hold any more cannot wait.
      if (!due && back < rows.capacity / 2) break;
      this.#learnRow(block, rows, back);
      blocks[block + place.next] = next + 1;
      blocks[block + place.learnt]! += 1;
    }
  }

  #learnRow(block: number, rows: Rows, back: number): void {
    const interval = this.blocks[block + place.interval]!;
    const row = rows.row(back);
    const passed = back + 1 < rows.length ? rows.times[row]! - rows.times[rows.row(back + 1)]! : 0;
    const gap = Math.min(passed, longestGap * interval);
    const keep = this.#usual.keep(gap, interval);
    const keepYoung = this.#young.keep(gap, interval);
    this.#lesson.keepMax = this.#max.keep(gap, interval);
    for (let side = 0; side < followed.length; side++) {
      this.#lesson.unit = followed[side]!.unit;
      this.#lesson.keep = followed[side]!.young ? keepYoung : keep;
      learn(this.blocks, block + usualAt(side), rows.side(row, side), this.#lesson);
    }
  }
}
