import { isBefore, type Numbers, numbersAfter, Reader } from '../../models/recording/reader.ts';
import type { State } from '../../models/state.ts';
import type { Reel, Shelf } from './shelf.ts';

/** Which moment is meant: the one that stood at a time, the one before it, or the next one after it. */
export type Which = 'at' | 'before' | 'after';

/** Observations, and bytes of text, that are read from before a reel: a chart's length. */
const chartLasts = 180;
const mostText = 48_000_000;

/** What was recorded, moment by moment. One reel is at hand at a time. */
export class Past {
  readonly #shelf: Shelf;
  #open: { readonly name: string; readonly size: number; readonly moments: readonly State[] } | undefined;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** A recorded state by its time (epoch ms), or undefined where none was recorded. */
  moment(at: number, which: Which): State | undefined {
    const reels = this.#shelf.list();
    if (which === 'after') return this.#after(reels, at);
    const isMeant = (time: number) => (which === 'at' ? time <= at : time < at);
    for (const reel of [...reels].reverse()) {
      if (!isMeant(reel.from)) continue;
      const found = this.#moments(reels, reel, at).findLast((state) => isMeant(state.at));
      if (found) return found;
    }
    return undefined;
  }

  #after(reels: readonly Reel[], at: number): State | undefined {
    const start = Math.max(
      0,
      reels.findLastIndex(({ from }) => from <= at),
    );
    for (const reel of reels.slice(start)) {
      const moments = this.#moments(reels, reel, at);
      const next = moments.find((state) => state.at > at);
      // Of several at the same time the last one has all that happened then.
      if (next) return moments.findLast((state) => state.at === next.at);
    }
    return undefined;
  }

  /** A reel that is still being written is read again only where what is wanted may be in its news. */
  #moments(reels: readonly Reel[], reel: Reel, at: number): readonly State[] {
    const open = this.#open;
    const reaches = open && (open.size === reel.size || (open.moments.at(-1)?.at ?? 0) > at);
    if (open?.name === reel.name && reaches) return open.moments;
    const moments = this.#readable(reels, reel);
    this.#open = { name: reel.name, size: reel.size, moments };
    return moments;
  }

  /** A reel that is damaged, or was dropped meanwhile, is passed over. */
  #readable(reels: readonly Reel[], reel: Reel): readonly State[] {
    try {
      return this.#read(reels, reel);
    } catch {
      return [];
    }
  }

  #read(reels: readonly Reel[], reel: Reel): State[] {
    const reader = new Reader(numbersAfter(() => this.#older(reels, reel)));
    return this.#shelf.read(reel.name).flatMap((line) => reader.take(line) ?? []);
  }

  /** The numbers from before a reel, as far as a chart reaches. */
  #older(reels: readonly Reel[], reel: Reel): Numbers {
    const before: (readonly string[])[] = [];
    let observations = 0;
    let text = 0;
    for (const one of reels.filter(({ run, from }) => run === reel.run && from < reel.from).reverse()) {
      if (observations >= chartLasts || text >= mostText) break;
      const lines = this.#lines(one.name).filter(isBefore);
      observations += lines.filter((line) => line.startsWith('{"samples"')).length;
      text += lines.reduce((sum, line) => sum + line.length, 0);
      before.unshift(lines);
    }
    const numbers = numbersAfter();
    const reader = new Reader(numbers);
    for (const line of before.flat()) reader.take(line);
    return numbers;
  }

  #lines(name: string): readonly string[] {
    try {
      return this.#shelf.read(name);
    } catch {
      return [];
    }
  }
}
