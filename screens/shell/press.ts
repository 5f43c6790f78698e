import { clean } from '../parts/text.ts';
import type { Heard } from '../terminal/hearing.ts';
import { isAnswer, notAlone } from './asked.ts';
import { takesText } from './dialog.ts';
import { intentOf } from './intent-of.ts';
import type { ConsoleStore } from './store.ts';
import { type Intent, isTyping, type View } from './view.ts';

type Store = Pick<ConsoleStore, 'snapshot' | 'context' | 'dispatch'>;

/** Gives the console what was heard from the terminal. `pressed` is called before each key that means something. */
export function press(store: Store, heard: Heard, pressed: () => void = () => {}): void {
  for (const intent of intentsOf(store, heard)) {
    pressed();
    store.dispatch(intent);
  }
}

/** One after the other: what a key means depends on what the one before has done. */
function* intentsOf(store: Store, heard: Heard): Iterable<Intent> {
  const { view } = store.snapshot();
  const isText = wantsText(view);
  if (heard.type === 'text') {
    if (!isText) yield { type: 'pasted' };
    else for (const character of clean(heard.text)) yield* meant(store, character);
    return;
  }
  const { key, company } = heard;
  // What is pasted with a line's end is no command, and runs none.
  if (company === 'text' && key !== 'ctrl+c' && (!isText || (key === 'enter' && (view.palette || view.dialog)))) return;
  for (const intent of meant(store, key)) {
    const isLoose = view.dialog && isAnswer(intent) && company !== 'none';
    const isRash = company === 'others' && (intent.type === 'halt' || intent.type === 'quit');
    yield isLoose || isRash ? { type: 'say', words: notAlone } : intent;
  }
}

function meant(store: Store, key: string): Intent[] {
  const intent = intentOf(key, store.snapshot().view, store.context());
  return intent ? [intent] : [];
}

/** Whether characters are text now, and no keys. */
const wantsText = (view: View): boolean => isTyping(view) || (view.dialog !== undefined && takesText(view.dialog));
