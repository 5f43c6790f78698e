import { layout } from '../fleet-layout.ts';
import { inSight } from '../fleet-lines.ts';
import { fleetOrder, heldOrder, type Sort } from '../fleet-order.ts';
import { nameOf } from '../select.ts';
import { edited } from './edit.ts';
import { neighbourOf } from './neighbour.ts';
import type { Step } from './reduce.ts';
import { keptUp } from './reduce-journal.ts';
import type { Context, Intent, View } from './view.ts';

/** The view after a key of the fleet screen; unchanged for any other intent. */
export function fleetKey(view: View, intent: Intent, context: Context): View {
  switch (intent.type) {
    case 'filter':
      return { ...view, screen: 'fleet', typing: true };
    case 'faults-only':
      return resorted({ ...view, faultsOnly: !view.faultsOnly }, context);
    case 'sort':
      return resorted({ ...view, sort: nextSort(view, context), reversed: false }, context);
    case 'reverse':
      return resorted({ ...view, reversed: !view.reversed }, context);
    case 'group':
      return resorted({ ...view, grouped: !view.grouped }, context);
    case 'wide':
      return { ...view, wide: !view.wide };
    case 'mark':
      return markedOne(view, context);
    case 'mark-all': {
      const areAll = view.order.length > 0 && view.order.every((id) => view.marked.has(id));
      return { ...view, marked: new Set(areAll ? [] : [...view.marked, ...view.order]) };
    }
    default:
      return view;
  }
}

/** A key while the filter is typed. */
export function typed(view: View, intent: Intent, context: Context): Step {
  const filter = edited(view.filter, intent);
  if (filter !== undefined) return { view: resorted({ ...view, filter }, context) };
  if (intent.type === 'enter') return { view: { ...view, typing: false } };
  if (intent.type === 'back') return { view: resorted({ ...view, typing: false, filter: '' }, context) };
  if (intent.type !== 'move') return { view };
  const selected = neighbourOf(view.order, view.selected, intent.by);
  return { view: inSight({ ...view, selected }, context.state, context.size) };
}

/** Esc on the fleet: the filter goes; where there is none, the marks. */
export function shownWhole(view: View, context: Context): View {
  if (view.filter || view.faultsOnly) return resorted({ ...view, filter: '', faultsOnly: false }, context);
  return { ...view, marked: new Set() };
}

/** The state has changed: the list follows, the cursor stays with its VM, or goes to the neighbour of one that went. */
export function followed(view: View, { state, now, size }: Context): View {
  const order = now < view.heldUntil ? heldOrder(view.order, state, view) : fleetOrder(state, view);
  const { opened, openedName } = view;
  const next: View = {
    ...view,
    order,
    journal: keptUp(view.journal, state),
    openedName: opened && state.vms.has(opened) ? nameOf(state, opened) : openedName,
    marked: filtered(view.marked, (id) => state.vms.has(id)),
  };
  if (view.selected === undefined || state.vms.has(view.selected)) return inSight(next, state, size);
  const place = view.order.indexOf(view.selected);
  const neighbour = [...view.order.slice(place + 1), ...view.order.slice(0, place).reverse()].find((id) =>
    state.vms.has(id),
  );
  const notice = 'The selected VM is gone; the cursor is on its neighbour.';
  return inSight({ ...next, selected: neighbour, notice }, state, size);
}

/** Marks are for one deed: those that it was done to lose them. */
export function unmarked(step: Step): Step {
  const { command, view } = step;
  if (command?.type !== 'acknowledge' || !command.marked) return step;
  const done = new Set(command.marked);
  return { ...step, view: { ...view, marked: filtered(view.marked, (id) => !done.has(id)) } };
}

/** Sorted at once: the operator asked for it. The cursor goes to the top unless its VM is still listed. */
export function resorted(view: View, { state, size }: Context): View {
  const order = fleetOrder(state, view);
  const selected = view.selected && order.includes(view.selected) ? view.selected : undefined;
  return inSight({ ...view, order, selected, offset: selected ? view.offset : 0 }, state, size);
}

/** The next of the columns that can be seen and have a name to sort by; after the last, worst first again. */
function nextSort({ sort, wide }: View, { size }: Context): Sort {
  const named = layout(size.columns, wide).columns.filter(({ column }) => column.head);
  const shown = ['worst', 'name', ...named.map(({ column }) => column.id)];
  return shown[(shown.indexOf(sort) + 1) % shown.length]!;
}

/** The VM under the cursor gets a mark, or loses it, and the cursor goes on to the next. */
function markedOne(view: View, { state, size }: Context): View {
  const id = view.selected ?? view.order[0];
  if (id === undefined) return view;
  const marked = new Set(view.marked);
  if (!marked.delete(id)) marked.add(id);
  const selected = view.order[view.order.indexOf(id) + 1] ?? id;
  return inSight({ ...view, marked, selected }, state, size);
}

/** The same set where nothing is lost. */
function filtered(marked: View['marked'], stays: (id: string) => boolean): View['marked'] {
  const kept = [...marked].filter(stays);
  return kept.length === marked.size ? marked : new Set(kept);
}
