import { setImmediate as breath } from 'node:timers/promises';
import { Writer } from '../../models/recording/writer.ts';
import type { State } from '../../models/state.ts';
import type { Slices } from '../../models/step.ts';
import type { Engine } from '../engine.ts';
import { messageOf } from '../failure.ts';
import { reelName, type Shelf } from './shelf.ts';

/** Milliseconds after which a new reel begins; sooner, where its changes have grown larger than this and its first state. */
const reelLasts = 600_000;
const reelHolds = 4_000_000;

/** Characters that are packed before a pause. */
const piece = 200_000;

/** Bytes that all recordings of a cloud take at most; the oldest are dropped. */
export const mostBytes = 256 * 1024 * 1024;

/**
 * Writes down what the engine believed at each observation and at whatever the audit tells, so that it can be looked at
 * later: in slices, and of a moment either all of it or, after a kill, what a reader leaves out. A recording that cannot
 * be written stops nobody: it is noted once, and tried again with the next reel.
 */
export class Recorder {
  readonly #shelf: Shelf;
  readonly #most: number;
  readonly #note: (words: string) => void;
  readonly #writer = new Writer();
  #run: string | undefined;
  #reel: { readonly name: string; readonly from: number; readonly whole: number; written: number } | undefined;
  #before: State | undefined;
  #underWay: Writing | undefined;
  #failing = false;

  constructor(shelf: Shelf, note: (words: string) => void, most = mostBytes) {
    this.#shelf = shelf;
    this.#note = note;
    this.#most = most;
  }

  /** Records from now on; returns how to stop. */
  follow(engine: Pick<Engine, 'subscribe' | 'beforeNumbers' | 'getState'>): () => void {
    const stops = [
      engine.beforeNumbers(() => this.finish()),
      engine.subscribe((entries) => {
        const state = engine.getState();
        const { novaAt, sources } = this.#before ?? {};
        if (entries.length || state.novaAt !== novaAt || (sources && state.sources !== sources)) this.take(state);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** What is still being written comes to its end before. */
  take(state: State): void {
    this.finish();
    this.#before = state;
    const work = this.#writing(state);
    this.#underWay = work;
    void this.#goOn(work);
  }

  /** Writes at once what is being written in slices: before it is read, before its numbers change, and before the process ends. */
  finish(): void {
    while (this.#underWay) this.#next(this.#underWay);
  }

  /** A small fleet is written at once; thousands of VMs must not keep a key waiting. */
  async #goOn(work: Writing): Promise<void> {
    while (work === this.#underWay) if (!this.#next(work)) await breath();
  }

  /** One slice; whether it was the last one. */
  #next(work: Writing): boolean {
    try {
      if (!work.next().done) return false;
      this.#underWay = undefined;
      this.#failing = false;
    } catch (error) {
      this.#underWay = undefined;
      this.#reel = undefined;
      const isNew = !this.#failing;
      this.#failing = true;
      if (isNew) this.#note(`the past cannot be recorded: ${messageOf(error)}`);
    }
    return true;
  }

  *#writing(state: State): Writing {
    const { at } = state;
    const reel = this.#reel;
    const isOver =
      reel === undefined || at - reel.from >= reelLasts || reel.written - reel.whole > Math.max(reelHolds, reel.whole);
    if (isOver) this.#writer.restart();
    const parts = yield* this.#writer.writing(state);
    if (!parts.length) return;
    this.#run ??= `${Math.round(at)}-${process.pid}`;
    const name = isOver ? reelName(at, this.#run) : reel!.name;
    let written = 0;
    for (const bytes of pieces(parts)) {
      if (written) yield;
      this.#shelf.append(name, bytes);
      written += bytes.length;
    }
    if (isOver) {
      this.#reel = { name, from: at, whole: written, written };
      this.#prune(name);
    } else reel!.written += written;
  }

  #prune(kept: string): void {
    const reels = this.#shelf.list();
    let total = reels.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of reels) {
      if (total <= this.#most || name === kept) break;
      this.#shelf.drop(name);
      total -= size;
    }
  }
}

type Writing = Slices<void>;

/** The text as bytes: all of it, where it is little. */
function* pieces(parts: readonly string[]): Generator<Buffer> {
  let text = '';
  for (const part of parts) {
    text += part;
    while (text.length > piece) {
      const end = isHalf(text.charCodeAt(piece - 1)) ? piece - 1 : piece;
      yield Buffer.from(text.slice(0, end));
      text = text.slice(end);
    }
  }
  if (text) yield Buffer.from(text);
}

/** Of a character that JavaScript keeps as two, the first one. */
const isHalf = (code: number) => code >= 0xd800 && code <= 0xdbff;
