import { Box } from 'ink';
import { novaSilence } from '../../models/unknown.ts';
import { parseFilter } from '../fleet-filter.ts';
import { shownPlaces } from '../fleet-lines.ts';
import { count } from '../parts/format.ts';
import { Line, type Piece, spread, textOf } from '../parts/line.tsx';
import { clean, widthOf } from '../parts/text.ts';
import { takesText } from './dialog.ts';
import { crumbs } from './history.ts';
import { type KeySpec, keyOf, shownKeys } from './key-spec.ts';
import { type Context, isTyping, typedText, type View } from './view.ts';

/** A line for what was just said, and the keys of this screen. Keys that do nothing now are left out. */
export function Footer({ view, context }: { readonly view: View; readonly context: Context }) {
  const { columns } = context.size;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={columns} pieces={above(view, context)} />
      <Line width={columns} pieces={hints(view, context)} />
    </Box>
  );
}

/** What was just said is read whole; where the list stands can wait. */
function above(view: View, context: Context): Piece[] {
  const { columns } = context.size;
  const [words, where] = [said(view, context), place(view, context)];
  return view.notice && cells(words) + cells(where) > columns ? words : spread(words, where, columns);
}

function said(view: View, { keys }: Context): Piece[] {
  if (view.notice) return [{ text: clean(view.notice), tone: 'strong' }];
  const filter = clean(view.filter);
  const { problem } = parseFilter(view.filter);
  const wrong: Piece[] = problem ? [{ text: `  ${clean(problem)}`, tone: 'warn' }] : [];
  if (isTyping(view) && !view.palette)
    return [{ text: `/${clean(typedText(view))}█`, tone: 'strong' }, ...(view.typing ? wrong : [])];
  const only = (what: string, name: string): Piece => ({
    text: `Only ${what}  (${keyOf(keys, name)} shows all)`,
    tone: 'strong',
  });
  const sought = view.screen === 'help' ? view.help.text : view.screen === 'journal' ? view.journal.filter : '';
  if (sought) return [only(`lines with ${clean(sought)}`, 'back')];
  if (view.screen !== 'fleet') return [{ text: clean(crumbs(view).join(' › ')), tone: 'quiet' }];
  const filters = [filter, view.faultsOnly && 'in trouble'].filter(Boolean);
  if (filters.length === 0) return [' '];
  return [only(filters.join(', '), 'unfilter'), ...wrong];
}

function place(view: View, { state, size }: Context): Piece[] {
  if (view.typing && parseFilter(view.filter).problem) return [];
  const shown = view.screen === 'fleet' && shownPlaces(view, state, size);
  const marked = view.marked.size;
  const marks: Piece[] =
    view.screen === 'fleet' && marked ? [{ text: `  ${count(marked)} marked`, tone: 'strong' }] : [];
  if (!shown) return marks;
  const { sort, reversed } = view;
  const order =
    sort === 'worst' ? (reversed ? 'worst last' : 'worst first') : `by ${sort}${reversed ? ' reversed' : ''}`;
  const [first, last] = shown;
  const old = novaSilence(state) ? ', as last known' : '';
  const words = `  ${order} · ${count(first)}–${count(last)} of ${count(view.order.length)}${old}`;
  return [...marks, { text: words, tone: 'quiet' }];
}

/** As many hints as fit whole; help and quit always do. */
function hints(view: View, context: Context): Piece[] {
  const answers = answerHints(view);
  if (answers) return answers.flatMap(hint);
  const usable = usableKeys(view, context);
  const isLast = ({ name, always }: KeySpec) => always || name === 'help' || name === 'quit';
  const last = usable.filter(isLast).flatMap((spec) => hintOf(spec, context, view));
  let left = context.size.columns - cells(last);
  const first = [
    ...usable.filter((spec) => !isLast(spec)).map((spec) => hintOf(spec, context, view)),
    hint(['1–9', 'screens']),
  ].filter((pieces) => {
    left -= cells(pieces);
    return left >= 0;
  });
  return spread(first.flat(), last, context.size.columns);
}

/** The keys of an open dialog, or of a text that is typed; undefined where keys are commands. */
export function answerHints(view: View): Hints | undefined {
  const { dialog } = view;
  if (dialog) return dialogHints[takesText(dialog) && dialog.kind === 'ask' ? 'typed' : dialog.kind];
  if (isTyping(view)) return view.palette ? paletteHints : typingHints;
  return undefined;
}

type Hints = readonly (readonly [string, string])[];

/** The keys that are hinted at: those that do something here and now. */
export const usableKeys = (view: View, context: Context): readonly KeySpec[] =>
  context.keys.filter(
    (spec) => hintWords(spec, context, view) && spec.screens.includes(view.screen) && !spec.disabled?.(view, context),
  );

export const hintWords = ({ hint: words = '' }: KeySpec, context: Context, view: View): string =>
  typeof words === 'string' ? words : words(context, view);

const hintOf = (spec: KeySpec, context: Context, view: View) => hint([shownKeys(spec), hintWords(spec, context, view)]);
const cells = (pieces: readonly Piece[]) => pieces.reduce((sum, one) => sum + widthOf(textOf(one)), 0);

const hint = ([key, words]: readonly [string, string]): Piece[] => [key, { text: ` ${words}  `, tone: 'quiet' }];

const paletteHints = [
  ['letters', 'what to find'],
  ['↑↓', 'choose'],
  ['Enter', 'do it'],
  ['Tab', 'take the words'],
  ['Esc', 'leave'],
] as const;

const typingHints = [
  ['letters', 'what to look for'],
  ['Enter', 'keep it'],
  ['Esc', 'drop it'],
] as const;

const dialogHints = {
  ask: [
    ['←→', 'choose'],
    ['Enter', 'do it'],
    ['y', 'yes'],
    ['Esc', 'cancel'],
  ],
  typed: [
    ['letters', "the VM's name"],
    ['Tab', 'choose'],
    ['Enter', 'do it'],
    ['Esc', 'cancel'],
  ],
  snooze: [
    ['↑↓', 'how long'],
    ['Enter', 'put it off'],
    ['Esc', 'cancel'],
  ],
  maintenance: [
    ['letters', 'reason'],
    ['↑↓', 'what'],
    ['←→', 'how long'],
    ['Enter', 'set'],
    ['Esc', 'cancel'],
  ],
  mode: [
    ['↑↓', 'choose'],
    ['Enter', 'set'],
    ['Esc', 'cancel'],
  ],
  action: [
    ['↑↓', 'choose'],
    ['Enter', 'make the plan'],
    ['Esc', 'cancel'],
  ],
  save: [
    ['↑↓', 'as what'],
    ['←→', 'where'],
    ['Enter', 'save'],
    ['Esc', 'cancel'],
  ],
  fault: [
    ['↑↓', 'fault'],
    ['←→', 'how long'],
    ['Enter', 'inject'],
    ['Esc', 'cancel'],
  ],
} as const;
