import { Static, Text } from 'ink';
import { useSyncExternalStore } from 'react';
import type { ConsoleStore } from '../shell/store.ts';
import type { Scene } from './places.ts';
import { tell } from './tell.ts';

/** So many sentences are kept; the terminal has them all. */
const kept = 500;

/** What has been said: a line is appended for each sentence, and nothing is ever drawn anew. */
export function Spoken({ teller }: { readonly teller: Teller }) {
  const { page, lines } = useSyncExternalStore(teller.subscribe, teller.said);
  return (
    <Static key={page} items={[...lines]}>
      {(line, index) => <Text key={index}>{line}</Text>}
    </Static>
  );
}

type Said = { readonly page: number; readonly lines: readonly string[] };

/** Listens to the console and keeps what is to be said of it. */
export class Teller {
  readonly #store: Pick<ConsoleStore, 'subscribe' | 'snapshot' | 'context'>;
  readonly #listeners = new Set<() => void>();
  #isHushed = false;
  #last: Scene;
  #said: Said;

  constructor(store: Pick<ConsoleStore, 'subscribe' | 'snapshot' | 'context'>) {
    this.#store = store;
    this.#last = this.#scene();
    this.#said = { page: 0, lines: tell(undefined, this.#last) };
  }

  readonly said = (): Said => this.#said;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const stop = this.#store.subscribe(this.#changed);
    return () => {
      this.#listeners.delete(listener);
      stop();
    };
  };

  /** A key takes back what was noted before it: the same words again are an answer to it. */
  pressed(): void {
    const { view, context } = this.#last;
    this.#last = { view: { ...view, notice: undefined }, context };
  }

  /** Nothing is said while another program has the terminal; what has happened meanwhile is said afterwards. */
  hush(on: boolean): void {
    this.#isHushed = on;
    this.#changed();
  }

  readonly #changed = (): void => {
    if (this.#isHushed) return;
    const now = this.#scene();
    const news = tell(this.#last, now);
    this.#last = now;
    if (!news.length) return;
    const { page, lines } = this.#said;
    this.#said = lines.length < kept ? { page, lines: [...lines, ...news] } : { page: page + 1, lines: news };
    for (const listener of this.#listeners) listener();
  };

  #scene(): Scene {
    return { view: this.#store.snapshot().view, context: this.#store.context() };
  }
}
