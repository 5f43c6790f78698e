import { Decoder } from './decoder.ts';
import { type Heard, Hearing } from './hearing.ts';
import { type Patience, Sequences } from './sequences.ts';

/**
 * The only reader of the terminal's input: tells its listener what is left of it when the terminal's own answers are
 * taken out. Closed at first.
 */
export class Keyboard {
  readonly #stdin: NodeJS.ReadStream;
  readonly #now: () => number;
  readonly #patience: Patience;
  #decoder = new Decoder();
  #sequences: Sequences;
  #hearing = new Hearing();
  #timer: NodeJS.Timeout | undefined;
  #isOpen = false;
  #hear: (heard: Heard) => void = () => {};

  /** `now`: ms of a clock that never goes back. */
  constructor(stdin: NodeJS.ReadStream, patience: Patience, now: () => number = () => performance.now()) {
    this.#stdin = stdin;
    this.#patience = patience;
    this.#now = now;
    this.#sequences = new Sequences(patience);
  }

  /** Replaces the listener. */
  listen(hear: (heard: Heard) => void): void {
    this.#hear = hear;
  }

  /** Takes the terminal's input, key by key as it is pressed. Also where it was taken away unasked. */
  open(): void {
    const stdin = this.#stdin;
    // A mode that is thought to be set is not set again.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#sequences = new Sequences(this.#patience);
    stdin.ref();
    stdin.on('readable', this.#read);
  }

  /** Leaves it to others. What was begun is forgotten. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#stdin.off('readable', this.#read);
    this.#stdin.setRawMode(false);
    this.#stdin.unref();
  }

  readonly #read = (): void => {
    for (let chunk = this.#stdin.read(); chunk !== null; chunk = this.#stdin.read()) {
      const text = this.#decoder.push(chunk as Buffer | string);
      this.#tell(this.#sequences.read(text, this.#now()));
    }
  };

  #tell(units: ReturnType<Sequences['read']>): void {
    for (const heard of this.#hearing.heard(units, this.#now())) {
      if (this.#isOpen) this.#hear(heard);
    }
    clearTimeout(this.#timer);
    const { due } = this.#sequences;
    if (due === undefined || !this.#isOpen) return;
    this.#timer = setTimeout(() => this.#tell(this.#sequences.late(this.#now())), Math.max(1, due - this.#now()));
  }
}
