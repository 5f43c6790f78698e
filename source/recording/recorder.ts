import { Writer } from '../../models/recording/writer.ts';
import type { State } from '../../models/state.ts';
import type { Engine } from '../engine.ts';
import { messageOf } from '../failure.ts';
import { reelName, type Shelf } from './shelf.ts';

/** Milliseconds after which a new reel begins; sooner, where its changes have grown larger than this and its first state. */
const reelLasts = 600_000;
const reelHolds = 4_000_000;

/** Bytes that all recordings of a cloud take at most; the oldest are dropped. */
export const mostBytes = 256 * 1024 * 1024;

/**
 * Writes down what the engine believed at each observation and at whatever the audit tells, so that it can be looked at
 * later. A recording that cannot be written stops nobody: it is noted once, and tried again with the next reel.
 */
export class Recorder {
  readonly #shelf: Shelf;
  readonly #most: number;
  readonly #note: (words: string) => void;
  readonly #writer = new Writer();
  #run: string | undefined;
  #reel: { readonly name: string; readonly from: number; readonly whole: number; written: number } | undefined;
  #before: State | undefined;
  #failing = false;

  constructor(shelf: Shelf, note: (words: string) => void, most = mostBytes) {
    this.#shelf = shelf;
    this.#note = note;
    this.#most = most;
  }

  /** Records from now on; returns how to stop. */
  follow(engine: Pick<Engine, 'subscribe' | 'getState'>): () => void {
    return engine.subscribe((entries) => {
      const state = engine.getState();
      const { novaAt, sources } = this.#before ?? {};
      if (entries.length || state.novaAt !== novaAt || (sources && state.sources !== sources)) this.take(state);
    });
  }

  take(state: State): void {
    this.#before = state;
    try {
      this.#write(state);
      this.#failing = false;
    } catch (error) {
      this.#reel = undefined;
      if (this.#failing) return;
      this.#failing = true;
      this.#note(`the past cannot be recorded: ${messageOf(error)}`);
    }
  }

  #write(state: State): void {
    const { at } = state;
    const reel = this.#reel;
    const isOver =
      reel === undefined || at - reel.from >= reelLasts || reel.written - reel.whole > Math.max(reelHolds, reel.whole);
    if (isOver) this.#writer.restart();
    const lines = this.#writer.lines(state);
    if (!lines.length) return;
    const written = lines.reduce((sum, line) => sum + line.length, 0);
    this.#run ??= `${Math.round(at)}-${process.pid}`;
    const name = isOver ? reelName(at, this.#run) : reel!.name;
    this.#shelf.append(name, lines);
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
