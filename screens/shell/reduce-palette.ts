import { clamp, edited } from './edit.ts';
import { obstacleTo } from './key-spec.ts';
import { type Palette, search } from './palette.ts';
import { type Entry, entriesOf, typedEntries } from './palette-entries.ts';
import type { Context, Intent, View } from './view.ts';

/** The view after a key in the palette, and what the chosen entry wants: that is reduced as any other intent. */
export type PaletteStep = { readonly view: View; readonly next?: Intent };

export function openPalette(view: View, context: Context): View {
  return { ...view, palette: searched('', entriesOf(view, context), context) };
}

/** A key while the palette is open. Enter does what is chosen, through the dialog that its key would open. */
export function reducePalette(view: View, palette: Palette, intent: Intent, context: Context): PaletteStep {
  const closed: View = { ...view, palette: undefined };
  const { found, index, entries } = palette;
  const entry = found[index]?.entry;
  const at = (place: number): PaletteStep => ({
    view: { ...view, palette: { ...palette, index: clamp(place, found.length) } },
  });
  switch (intent.type) {
    case 'back':
      return { view: closed };
    case 'move':
      return at(index + intent.by);
    case 'page':
      return at(index + intent.by * 8);
    case 'pane':
      return entry ? { view: { ...view, palette: searched(entry.title, entries, context) } } : { view };
    case 'enter':
      return entry ? { view: closed, next: wanted(entry, closed, context) } : { view };
  }
  const text = edited(palette.text, intent);
  return text === undefined ? { view } : { view: { ...view, palette: searched(text, entries, context) } };
}

function searched(text: string, entries: readonly Entry[], context: Context): Palette {
  return { text, entries, index: 0, ...search(text, entries, typedEntries(text, context), context.state) };
}

/** What the entry does now; where that is nothing, it says why. */
function wanted({ does, why }: Entry, view: View, context: Context): Intent {
  if (does.type !== 'press') return why === undefined ? does : { type: 'say', words: why };
  const spec = context.keys.find(({ name }) => name === does.name)!;
  const reason = obstacleTo(spec, view, context);
  return reason === undefined ? spec.intent(does.key) : { type: 'say', words: reason };
}
