import { metricOf } from '../../models/forecast.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import { targetOf } from '../alarm-rows.ts';
import { duration } from '../parts/format.ts';
import { furthest } from '../scroll.ts';
import { nameOf } from '../select.ts';
import { lastLine } from '../spoken/places.ts';
import { zoomed } from '../vm-axis.ts';
import { jsonOf } from '../vm-json.ts';
import { copyable } from './copyable.ts';
import type { Step } from './reduce.ts';
import { bodyRows, type Context, type Intent, type Pane, panes, type View } from './view.ts';

/** Opens the VM under the cursor, the metric of its trouble in front, and asks Nova what was done to it. */
export function opened(view: View, { state }: Context, vm = targetOf(view, state)): Step {
  if (!vm || (view.screen === 'vm' && view.opened === vm)) return { view };
  const metric = metricOf(state.verdicts.get(vm)?.diagnosis);
  return asking(
    {
      ...view,
      screen: 'vm',
      opened: vm,
      openedName: nameOf(state, vm),
      pane: 'timeline',
      scroll: 0,
      metric: metric ? columnOf[metric] : view.metric,
    },
    vm,
    state.vms.get(vm)?.updatedAt,
  );
}

/** What was done to the open VM is read again when Nova says that something about it has changed. */
export function asked(view: View, { state }: Context): Step {
  const vm = state.vms.get(view.opened ?? '');
  if (view.screen !== 'vm' || !vm || (view.actions?.vm === vm.id && Object.is(view.actions.updatedAt, vm.updatedAt)))
    return { view };
  return asking(view, vm.id, vm.updatedAt);
}

function asking(view: View, vm: string, updatedAt: number | undefined): Step {
  const known = view.actions?.vm === vm ? view.actions.list : [];
  return { view: { ...view, actions: { vm, updatedAt, list: known } }, command: { type: 'read-actions', vm } };
}

/** An answer for the VM screen. One for a VM that is not looked at any more is dropped. */
export function answeredVm(view: View, intent: VmAnswer, context: Context): View {
  switch (intent.type) {
    case 'actions-read':
      return view.actions?.vm === intent.vm ? { ...view, actions: { ...view.actions, list: intent.actions } } : view;
    case 'log-read': {
      if (view.log?.vm !== intent.vm) return view;
      const next: View = { ...view, log: { vm: intent.vm, lines: intent.lines } };
      // Its end is what matters.
      return view.pane === 'console' ? { ...next, scroll: scrolled(next, Number.POSITIVE_INFINITY, context) } : next;
    }
    case 'server-read':
      if (view.json?.vm !== intent.vm) return view;
      return { ...view, json: { vm: intent.vm, text: jsonOf(context.state, intent.vm, intent.server) } };
  }
}

export type VmAnswer = Extract<Intent, { type: 'actions-read' | 'log-read' | 'server-read' }>;

/** A key of the VM screen, and the copy key of all screens. */
export function pressedVm(view: View, intent: VmIntent, { state }: Context): Step {
  switch (intent.type) {
    case 'side':
      return { view: { ...view, metric: (view.metric + intent.by + metrics.length) % metrics.length } };
    case 'pane':
      return shown(view, nextPane(view));
    case 'log':
      return shown(view, 'console');
    case 'json':
      return shown(view, 'json');
    case 'zoom': {
      const zoom = zoomed(state, view.zoom, intent.by);
      const span = zoom === undefined ? 'all that is kept' : `the last ${duration(zoom)}`;
      return { view: { ...view, zoom, notice: `The charts show ${span}.` } };
    }
    case 'copy': {
      const found = copyable(view, state);
      return found
        ? { view: { ...view, notice: `Copied ${found.words}.` }, command: { type: 'copy', text: found.text } }
        : { view };
    }
    case 'log-in':
      return view.opened === undefined
        ? { view }
        : { view, command: { type: 'log-in', kind: intent.kind, vm: view.opened } };
  }
}

export type VmIntent = Extract<Intent, { type: 'side' | 'pane' | 'log' | 'json' | 'zoom' | 'copy' | 'log-in' }>;

/** `view.scroll` as it may be. */
export function scrolled(view: View, to: number, context: Context): number {
  const { state, size, keys, spoken } = context;
  const last = spoken
    ? lastLine({ view, context })
    : furthest(state, view, { columns: size.columns, rows: bodyRows(size) }, keys);
  return Math.max(0, Math.min(to, last));
}

/** Of another moment than now Nova's own record is not to be had. */
function nextPane({ pane, moment }: View): Pane {
  const there = panes.filter((one) => one !== 'json' || !moment);
  return there[(there.indexOf(pane) + 1) % there.length]!;
}

function shown(view: View, pane: Pane): Step {
  const next: View = { ...view, pane, scroll: 0 };
  // The lines that were kept as evidence stay.
  if (view.moment) return { view: { ...next, log: undefined } };
  const { opened: vm } = view;
  if (vm === undefined) return { view: next };
  if (pane === 'console')
    return { view: { ...next, log: { vm, lines: undefined } }, command: { type: 'read-log', vm } };
  if (pane === 'json')
    return { view: { ...next, json: { vm, text: undefined } }, command: { type: 'read-server', vm } };
  return { view: next };
}
