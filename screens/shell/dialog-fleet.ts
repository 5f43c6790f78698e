import type { Incident } from '../../models/incident.ts';
import type { State } from '../../models/state.ts';
import { count, some } from '../parts/format.ts';
import { clean, widthOf } from '../parts/text.ts';
import { nameOf } from '../select.ts';
import type { Ask } from './dialog.ts';
import type { View } from './view.ts';

/** The marked VMs: those whose incident can be taken over, those that have none to take, those that are not listed. */
export function markedNow({ marked, order }: Pick<View, 'marked' | 'order'>, { incidents }: State) {
  const listed = order.filter((id) => marked.has(id));
  const open = listed.flatMap((id) => incidents.get(id) ?? []).filter(({ acknowledged }) => !acknowledged);
  const shown = new Set(listed);
  return { open, idle: listed.length - open.length, hidden: [...marked].filter((id) => !shown.has(id)) };
}

/** One question for all marked VMs. What the filter hides is told, and left alone: nobody sees that it is marked. */
export function askAcknowledgeAll(view: View, state: State): Ask | undefined {
  const { open, idle, hidden } = markedNow(view, state);
  if (open.length === 0) return undefined;
  return {
    kind: 'ask',
    title: `Take over ${open.length === 1 ? 'this incident' : `these ${count(open.length)} incidents`}?`,
    facts: [
      [some(open.length, 'VM'), listOf(open.map(nameOfIncident))],
      ...(idle
        ? [['left out', `${count(idle)} marked without an open incident of their own to take over`] as const]
        : []),
      ...(hidden.length
        ? [
            [
              'hidden',
              `left out, since the filter hides them: ${listOf(hidden.map((id) => nameOf(state, id)))}`,
            ] as const,
          ]
        : []),
      ['means', 'you look after them: nothing is done for these incidents by itself any more.'],
    ],
    yes: open.length === 1 ? 'Take it over' : `Take over ${count(open.length)}`,
    danger: false,
    command: { type: 'acknowledge', incidents: open.map(({ id }) => id), on: true, marked: open.map(({ vm }) => vm) },
    about: undefined,
    wants: undefined,
    typed: '',
    choice: 'cancel',
  };
}

const nameOfIncident = ({ vmName, vm }: Incident) => clean(vmName) || clean(vm);

/** Cells that a list of names may take: three lines of the dialog. */
const room = 150;

/** As many of the names as there is room for, and how many more there are. */
function listOf(names: readonly string[]): string {
  let used = 0;
  const fitting = names.filter((name, index) => {
    used += widthOf(name) + 2;
    return index === 0 || used <= room;
  });
  const left = names.length - fitting.length;
  return `${fitting.join(', ')}${left ? ` and ${count(left)} more` : ''}`;
}
