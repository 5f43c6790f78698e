import { edited } from './edit.ts';
import type { Intent, View } from './view.ts';

/** What is searched for in the help, and whether it is being typed. */
export type HelpSearch = { readonly text: string; readonly typing: boolean };

export const noSearch: HelpSearch = { text: '', typing: false };

/** A key while the search is typed, or an Esc that takes it away; undefined where it means what it means everywhere. */
export function searched(view: View, intent: Intent): View | undefined {
  const { help } = view;
  const now = (search: HelpSearch): View => ({ ...view, help: search, scroll: 0 });
  if (view.screen !== 'help') return undefined;
  if (intent.type === 'search') return now({ ...help, typing: true });
  if (intent.type === 'back' && (help.typing || help.text)) return now(noSearch);
  if (!help.typing) return undefined;
  if (intent.type === 'enter') return { ...view, help: { ...help, typing: false } };
  const text = edited(help.text, intent);
  return text === undefined ? undefined : now({ ...help, text });
}
