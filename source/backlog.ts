import type { Writable } from 'node:stream';

/** What was left out: how many lines, and for how many ms. */
export type Gap = { readonly lines: number; readonly milliseconds: number };

/** Bytes that may wait for a reader. */
const most = 1 << 20;

/**
 * Lines for somebody who may have stopped reading: what would wait beyond a bound is left out and counted, and the gap
 * is told once all that waited has been read.
 */
export class Backlog {
  readonly #stream: Writable;
  readonly #tell: (gap: Gap) => void;
  #missed = 0;
  #since = 0;

  constructor(stream: Writable, tell: (gap: Gap) => void) {
    this.#stream = stream;
    this.#tell = tell;
  }

  /** Calls `write` if there is room for one line more. */
  line(write: () => void): void {
    if (this.#missed === 0 && this.#stream.writableLength <= most) {
      write();
      return;
    }
    if (this.#missed++ > 0) return;
    this.#since = performance.now();
    this.#stream.once('drain', () => {
      const gap = { lines: this.#missed, milliseconds: performance.now() - this.#since };
      this.#missed = 0;
      this.#tell(gap);
    });
  }
}
