/** What becomes of what is drawn. */
export type Fate = {
  /** All that was drawn so far has reached the terminal. */
  shown(): void;
  /** Something was left out, for so many ms; the terminal takes everything again by now. */
  missed(milliseconds: number): void;
};

/** Bytes that may wait for a terminal when each line counts. */
const longestQueue = 1 << 16;

/**
 * The terminal as Ink sees it. One that does not read holds up nobody: what is drawn meanwhile is left out, whole frames
 * at a time, and it is told when the terminal reads again. With `lines`, what is written waits, up to a bound.
 */
export class Frames {
  readonly #out: NodeJS.WriteStream;
  readonly #fate: Fate;
  readonly #most: number;
  #pending = 0;
  #behindSince: number | undefined;
  #isLost = false;
  #isDrawn = false;
  #isShut = false;
  #isLast = false;

  constructor(out: NodeJS.WriteStream, fate: Fate, lines: boolean) {
    this.#out = out;
    this.#fate = fate;
    this.#most = lines ? longestQueue : 0;
  }

  get isTTY(): boolean {
    return this.#out.isTTY;
  }
  get columns(): number {
    return this.#out.columns;
  }
  get rows(): number {
    return this.#out.rows;
  }

  on(event: 'resize', listener: () => void): void {
    this.#out.on(event, listener);
  }
  off(event: 'resize', listener: () => void): void {
    this.#out.off(event, listener);
  }

  /** Ink's own call; what is left out counts as written. */
  write(text: string, ...rest: unknown[]): boolean {
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
    if (done) setImmediate(done);
    if (text === '') return true;
    if (this.#isShut || (this.#isBehind && !this.#isLast)) this.#isLost = true;
    else this.#send(text);
    return true;
  }

  /** A frame was written as a whole: it is told when the terminal has it. */
  drawn(): void {
    this.#isDrawn = true;
    this.#settle();
  }

  /** Says something to the terminal and nothing more from then on, until `reopen`; resolves when it is there, or after a while. */
  async shut(words: string): Promise<void> {
    this.#send(words);
    this.#isShut = true;
    await this.#flushed(200);
  }

  reopen(words: string): void {
    this.#isShut = false;
    if (words) this.#send(words);
  }

  /** From now on nothing is left out any more; `words` come first. */
  last(words: string): void {
    this.#isLast = true;
    this.#isShut = false;
    if (this.#isLost || this.#isBehind) this.#send(words);
  }

  /** Resolves when all is written, or when nobody has read it for a second. */
  async end(): Promise<void> {
    await this.#flushed(1000);
  }

  get #isBehind(): boolean {
    return this.#behindSince !== undefined && this.#out.writableLength > this.#most;
  }

  #send(text: string): void {
    this.#pending++;
    this.#out.write(text, () => {
      this.#pending--;
      this.#settle();
    });
    // What belongs to one frame is written in one go, and belongs together.
    if (this.#out.writableLength > this.#most && this.#behindSince === undefined)
      queueMicrotask(() => {
        if (this.#out.writableLength > this.#most) this.#behindSince ??= performance.now();
      });
  }

  /** Nothing waits any more. */
  #settle(): void {
    if (this.#pending > 0 || this.#isShut || this.#isLast) return;
    const since = this.#behindSince;
    this.#behindSince = undefined;
    if (this.#isLost) {
      this.#isLost = false;
      this.#fate.missed(performance.now() - (since ?? performance.now()));
    } else if (this.#isDrawn) {
      this.#isDrawn = false;
      this.#fate.shown();
    }
  }

  async #flushed(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (this.#pending > 0 && !this.#out.destroyed && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
