import type { Entry } from '../../models/event.ts';
import type { State } from '../../models/state.ts';
import { passes } from '../journal-lines.ts';
import { clean } from '../parts/text.ts';
import { clamp, edited } from './edit.ts';
import type { JournalView } from './journal-view.ts';
import type { Step } from './reduce.ts';
import { type Context, fleetRows, type Intent, type View } from './view.ts';

/** Lines that are kept at hand. */
const mostLines = 20_000;

const filtered = new WeakMap<readonly Entry[], { readonly filter: string; readonly lines: readonly Entry[] }>();

/** The lines that pass the filter. */
export function shownLines({ lines, filter }: JournalView): readonly Entry[] {
  if (!filter.trim()) return lines;
  const known = filtered.get(lines);
  if (known?.filter === filter) return known.lines;
  const passing = lines.filter((entry) => passes(entry, filter.trim()));
  filtered.set(lines, { filter, lines: passing });
  return passing;
}

/** The line under the cursor. */
export function chosenLine(journal: JournalView): Entry | undefined {
  const lines = shownLines(journal);
  const { chosen } = journal;
  return (chosen && lines.find((entry) => isSame(entry, chosen))) ?? lines[0];
}

/** The journal with what the state has that is newer. A state of another moment has other lines: it is begun anew. */
export function keptUp(journal: JournalView, { entries }: State): JournalView {
  const [newest] = journal.lines;
  const place = newest ? entries.findIndex((entry) => isSame(entry, newest)) : -1;
  if (place === 0) return journal;
  if (place < 0) return { ...journal, lines: entries, isWhole: false };
  return { ...journal, lines: [...entries.slice(0, place), ...journal.lines].slice(0, mostLines) };
}

/** A key on the journal screen; undefined where it means what it means everywhere. */
export function journaled(view: View, intent: Intent, context: Context): Step | undefined {
  if (view.screen !== 'journal') return undefined;
  const { journal } = view;
  const now = (news: Partial<JournalView>): Step => ({
    view: { ...view, scroll: 0, journal: { ...journal, ...news } },
  });
  if (journal.typing) {
    const filter = edited(journal.filter, intent);
    if (filter !== undefined) return now({ filter });
    if (intent.type === 'enter') return now({ typing: false });
  }
  switch (intent.type) {
    case 'filter':
      return now({ typing: true });
    case 'back':
      return journal.typing || journal.filter ? now({ typing: false, filter: '' }) : undefined;
    case 'move':
      return moved(view, intent.by);
    case 'page':
      return moved(view, intent.by * Math.floor(fleetRows(context.size) / 2));
    case 'jump':
      return moved(view, intent.to === 'top' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    case 'end':
      return view.moment ? undefined : moved(view, Number.POSITIVE_INFINITY);
    case 'enter': {
      const entry = chosenLine(journal);
      if (!entry) return { view };
      const { vm, vmName = '', at } = entry;
      const command = { type: 'travel', intent: { type: 'moment', at } } as const;
      if (vm === undefined) return { view, command };
      return {
        view: { ...view, screen: 'vm', opened: vm, openedName: clean(vmName), pane: 'timeline', scroll: 0 },
        command,
      };
    }
    default:
      return undefined;
  }
}

/** The cursor, and beyond the last line the older ones. */
function moved(view: View, by: number): Step {
  const { journal } = view;
  const lines = shownLines(journal);
  const chosen = chosenLine(journal);
  const place = chosen ? lines.indexOf(chosen) : 0;
  const to = clamp(place + by, lines.length);
  const next: View = { ...view, scroll: 0, journal: { ...journal, chosen: to === 0 ? undefined : lines[to] } };
  if (place + by < lines.length || journal.isWhole) return { view: next };
  const last = journal.lines.at(-1);
  if (!last) return { view: next };
  const known = journal.lines.filter(({ at }) => at === last.at).length;
  return { view: next, command: { type: 'read-journal', at: last.at, known } };
}

/** Older lines have come. */
export function withOlder(view: View, entries: readonly Entry[]): View {
  const { journal } = view;
  const lines = [...journal.lines, ...entries].slice(0, mostLines);
  const isWhole = !entries.length || lines.length >= mostLines;
  const notice = isWhole ? 'There are no older lines.' : `${entries.length} older lines are read.`;
  return { ...view, notice, journal: { ...journal, lines, isWhole } };
}

/** Whether it is the same line, also where it was read anew. */
export function isSame(a: Entry, b: Entry): boolean {
  return a === b || (a.at === b.at && a.kind === b.kind && a.vm === b.vm && a.words === b.words);
}
