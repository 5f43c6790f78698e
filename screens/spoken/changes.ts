import { parseFilter } from '../fleet-filter.ts';
import { count, some } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import type { Palette } from '../shell/palette.ts';
import { shownLines } from '../shell/reduce-journal.ts';
import { isTyping, typedText, type View } from '../shell/view.ts';
import { troubleCount } from '../vm-lines.ts';
import { places, type Scene } from './places.ts';
import { keyName, sentence } from './plain.ts';
import { metricSentence } from './rows.ts';

/** Something about a screen that a key sets: what of the view it is, and what is said when that is another one. */
type Change = { readonly of: (view: View) => unknown; readonly say: (scene: Scene) => string | undefined };

const settings: readonly Change[] = [
  {
    of: ({ sort, reversed }) => `${sort} ${reversed}`,
    say: ({ view: { sort, reversed } }) =>
      sort === 'worst' ? `Worst ${reversed ? 'last' : 'first'}.` : `Sorted by ${sort}${reversed ? ', reversed' : ''}.`,
  },
  { of: ({ filter, faultsOnly }) => `${faultsOnly} ${filter}`, say: (scene) => places.fleet.title(scene)[0] },
  { of: ({ grouped }) => grouped, say: ({ view }) => (view.grouped ? 'Grouped by host.' : 'Not grouped.') },
  { of: ({ wide }) => wide, say: ({ view }) => (view.wide ? 'Wide, for the eye.' : 'Not wide.') },
  { of: ({ marked }) => marked.size, say: ({ view }) => sentence(`${count(view.marked.size)} marked`) },
  {
    of: ({ metric }) => metric,
    say: ({ view: { screen, opened, metric }, context: { state } }) =>
      screen === 'vm' && opened !== undefined ? metricSentence(opened, metric, state) : undefined,
  },
  {
    of: ({ models }) => models,
    say: (scene) => (scene.view.screen === 'model' ? places.model.lines!(scene)[0] : undefined),
  },
  { of: ({ pane, log, json }) => `${pane} ${log?.lines?.length} ${json?.text?.length}`, say: paneSentence },
  {
    of: ({ journal, help }) => `${journal.filter} ${help.text}`,
    say: (scene) => places[scene.view.screen].title(scene)[0],
  },
];

/** What keys have set differently on the open screen. */
export function changes(before: Scene, after: Scene): string[] {
  return settings.flatMap(({ of, say }) => (of(before.view) === of(after.view) ? [] : (say(after) ?? [])));
}

/** The open pane of a VM, how much it holds, and the line that the cursor is on. */
function paneSentence(scene: Scene): string | undefined {
  const { view, context } = scene;
  if (view.screen !== 'vm' || view.opened === undefined) return undefined;
  const lines = places.vm.lines!(scene);
  const trouble = view.pane === 'console' ? troubleCount(context.state, view, view.opened) : 0;
  const isThere = view.pane !== 'console' && view.pane !== 'json' ? true : lines.length > 1;
  const name = view.pane === 'console' ? 'Console log' : view.pane === 'json' ? 'JSON' : view.pane;
  const size = isThere && some(lines.length, 'line');
  const words = sentence(name, size, trouble > 0 && `${count(trouble)} speak of trouble`);
  return `${words} ${lines[Math.min(view.scroll, lines.length - 1)] ?? ''}`.trim();
}

/** What is typed, and what it finds so far; undefined where it is still the same. */
export function inputSentence({ view, context }: Scene, before: Scene): string | undefined {
  if (!isTyping(before.view) || before.view.palette) return 'Type what to look for. Enter keeps it, escape drops it.';
  const text = typedText(view);
  if (text === typedText(before.view)) return undefined;
  return sentence(`${clean(text) || 'nothing typed'}: ${foundWords({ view, context })}`);
}

function foundWords({ view, context }: Scene): string {
  if (view.typing) return parseFilter(view.filter).problem ?? some(view.order.length, 'VM');
  if (view.journal.typing) return some(shownLines(view.journal).length, 'line');
  return some(places.help.lines?.({ view, context }).length ?? 0, 'line');
}

/** What the palette's cursor is on; when it has just opened, how to use it. */
export function paletteSentences({ text, found, index, total }: Palette, before: Palette | undefined): string[] {
  const entry = found[index]?.entry;
  const keys = 'Find: type some letters. Up and down choose, enter does it, escape leaves.';
  const typed = before && text !== before.text ? `${clean(text) || 'nothing typed'}: ` : '';
  if (!entry) return [...(before ? [] : [keys]), sentence(`${typed}nothing is called like that`)];
  const { title, words, key, asks, why } = entry;
  return [
    ...(before ? [] : [keys]),
    sentence(
      `${typed}${title}`,
      why ?? words,
      key && `key ${keyName(key)}`,
      asks && !why && 'asks first',
      `${count(index + 1)} of ${count(total)}`,
    ),
  ];
}
