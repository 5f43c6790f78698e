import { Curves } from '../curves.ts';
import { Ring } from '../ring.ts';
import { type Log, LogThen } from './log.ts';

/** Rows of each VM that a moment can look back at: a chart's length. */
const kept = 180;

/** The ring as it was when `log` had come so far. Nothing can be taken into it. */
export class PastRing extends Ring {
  readonly #then: LogThen;

  constructor(log: Log) {
    super(kept, 0);
    this.#then = new LogThen(log, kept);
  }

  override push(): boolean {
    return false;
  }

  override drop(): void {}

  override length(vm: string): number {
    return this.#then.length(vm);
  }

  override time(vm: string, back = 0): number | undefined {
    return this.#then.time(vm, back);
  }

  override value(vm: string, column: number, back = 0): number {
    return this.#then.value(vm, column, back);
  }
}

/** The curves as they were when `log`, with rows of one number, had come so far. They cannot be drawn on. */
export class PastCurves extends Curves {
  readonly #then: LogThen;

  constructor(log: Log) {
    super(kept);
    this.#then = new LogThen(log, kept);
  }

  override push(): void {}

  override keep(): void {}

  override length(vm: string): number {
    return this.#then.length(vm);
  }

  override time(vm: string, back = 0): number | undefined {
    return this.#then.time(vm, back);
  }

  override value(vm: string, back = 0): number {
    return this.#then.value(vm, 0, back);
  }
}
