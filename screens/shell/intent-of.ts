import { takesText } from './dialog.ts';
import { obstacleTo } from './key-spec.ts';
import { type Context, type Intent, isTyping, type View } from './view.ts';

/** What a key means now: an intent, also where it is to say why not; undefined for keys that mean nothing here. */
export function intentOf(key: string, view: View, context: Context): Intent | undefined {
  if (key === 'ctrl+c') return { type: 'quit-now' };
  if (isTyping(view)) return typedIntent(key);
  if (view.dialog && takesText(view.dialog)) return textIntent(key);
  const specs = context.keys.filter((one) => one.keys.includes(key));
  const here = specs.find(({ screens }) => screens.includes(view.screen));
  if (view.dialog && !here?.always) return dialogIntent(key);
  // A letter that means something elsewhere says so; Enter, Esc and the arrows are pressed without much thought.
  const spec = here ?? ([...key].length === 1 ? specs[0] : undefined);
  if (!spec) return undefined;
  const reason = obstacleTo(spec, view, context);
  return reason === undefined ? spec.intent(key) : { type: 'say', words: reason };
}

function dialogIntent(key: string): Intent | undefined {
  if (key === 'y') return { type: 'yes' };
  if (key === 'n' || key === 'q') return { type: 'back' };
  if (key === 'tab') return { type: 'pane' };
  if (key === 'enter' || key === 'esc') return { type: key === 'esc' ? 'back' : 'enter' };
  if (key === 'left' || key === 'right') return { type: 'side', by: key === 'right' ? 1 : -1 };
  if (['up', 'down', 'k', 'j'].includes(key)) return { type: 'move', by: down(key) };
  return [...key].length === 1 ? { type: 'stray' } : undefined;
}

/** In a dialog with a text: characters are text, and the yes is a button. */
function textIntent(key: string): Intent | undefined {
  if (key === 'tab' || key === 'left' || key === 'right') return dialogIntent(key);
  return typedIntent(key);
}

function typedIntent(key: string): Intent | undefined {
  if (key === 'esc') return { type: 'back' };
  if (key === 'enter') return { type: 'enter' };
  if (key === 'backspace' || key === 'delete') return { type: 'erase' };
  if (key === 'up' || key === 'down') return { type: 'move', by: down(key) };
  if (key === 'pageup' || key === 'pagedown') return { type: 'page', by: key === 'pagedown' ? 1 : -1 };
  if (key === 'tab') return { type: 'pane' };
  const text = key === 'space' ? ' ' : key;
  return [...text].length === 1 ? { type: 'typed', text } : undefined;
}

const down = (key: string) => (key === 'down' || key === 'j' ? 1 : -1);
