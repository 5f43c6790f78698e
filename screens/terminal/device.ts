import { Frames } from './frames.ts';
import type { Heard } from './hearing.ts';
import { Keyboard } from './keyboard.ts';
import type { Patience } from './sequences.ts';

/** What the terminal says: keys and text; that what was drawn is on the screen, or is there no longer; news of itself. */
export type Told = Heard | { readonly type: 'drawn' | 'hidden' } | { readonly type: 'say'; readonly words: string };

export type DeviceOptions = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Sentences are appended, and nothing is drawn. */
  readonly spoken: boolean;
  readonly patience: Patience;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Draws the whole frame anew. */
  readonly repaint: () => void;
};

const marksPastes = '\x1b[?2004h';
const marksNone = '\x1b[?2004l';
const hidesCursor = '\x1b[?25l';
const otherScreen = '\x1b[?1049h';
/** The other screen, without forgetting where the cursor was on the first one. */
const stillOtherScreen = '\x1b[?1047h';
const endsFrame = '\x1b[?2026l';
const firstScreen = '\x1b[?1049l\x1b[?25h';

/** A gap that nobody has seen needs no word. */
const noticeable = 1000;

/** The terminal: what comes from it, what is drawn on it, and in which state it is. */
export class Device {
  /** What Ink draws on. */
  readonly frames: Frames;
  readonly #keyboard: Keyboard;
  readonly #options: DeviceOptions;
  #tell: (told: Told) => void = () => {};
  #isStopped = false;

  constructor(options: DeviceOptions) {
    this.#options = options;
    const { stdin, stdout, spoken, patience, now } = options;
    this.#keyboard = new Keyboard(stdin, patience, now);
    const fate = { shown: () => this.#tell({ type: 'drawn' }), missed: (gap: number) => this.#missed(gap) };
    this.frames = new Frames(stdout, fate, spoken);
  }

  /** Takes the keys, until what it returns is called. */
  readonly listen = (tell: (told: Told) => void): (() => void) => {
    this.#tell = tell;
    this.#keyboard.listen(tell);
    this.take();
    return () => {
      this.#tell = () => {};
      this.give();
    };
  };

  take(): void {
    this.#keyboard.open();
    this.frames.write(marksPastes);
  }

  /** Leaves the keys to others. */
  give(): void {
    this.#tell({ type: 'hidden' });
    this.#keyboard.close();
    this.frames.write(marksNone);
  }

  /** Gives the whole terminal back, as it was. Resolves when it has got it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.give();
    await this.frames.shut(this.#options.spoken ? '' : endsFrame + firstScreen);
  }

  /** Takes it again after a stop, with or without a word before. Others have used it, and may have set it otherwise. */
  goOn(): void {
    const { spoken, repaint } = this.#options;
    const screen = this.#isStopped ? otherScreen : stillOtherScreen;
    this.#isStopped = false;
    this.frames.reopen(spoken ? '' : screen + hidesCursor);
    this.#tell({ type: 'hidden' });
    this.take();
    if (!spoken) repaint();
  }

  /** From now on all that is written is to give the terminal back. */
  last(): void {
    this.#keyboard.close();
    this.frames.last(endsFrame);
  }

  #missed(gap: number): void {
    const { spoken, repaint } = this.#options;
    if (!spoken) repaint();
    if (gap < noticeable) return;
    const what = spoken ? 'some sentences were left out' : 'nothing was drawn';
    this.#tell({
      type: 'say',
      words: `The terminal took nothing for ${Math.round(gap / 1000)} s: ${what}, all else went on.`,
    });
  }
}
