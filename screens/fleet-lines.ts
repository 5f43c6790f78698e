import { isUnhealthy } from '../models/health.ts';
import type { State } from '../models/state.ts';
import { unknownWhy } from '../models/unknown.ts';
import { isUnderWay } from './select.ts';
import type { Size } from './shell/theme.ts';
import { fleetRows, type View } from './shell/view.ts';

/** A line of the fleet screen: a VM by its id, or the head of the VMs on a host. */
export type FleetLine = string | Group;
export type Group = { readonly host: string; readonly vms: readonly string[] };

type Listed = Pick<View, 'order' | 'grouped'>;

/** The fleet as it is listed: where it is grouped, a head before each run of VMs on one host. */
export function fleetLines({ order, grouped }: Listed, { vms }: State): readonly FleetLine[] {
  if (!grouped) return order;
  const known = made.get(order);
  if (known?.vms === vms) return known.lines;
  const lines: FleetLine[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const host = vms.get(order[from]!)?.host ?? '';
    while (to < order.length && (vms.get(order[to]!)?.host ?? '') === host) to++;
    const members = order.slice(from, to);
    lines.push({ host, vms: members }, ...members);
  }
  made.set(order, { vms, lines });
  return lines;
}

const made = new WeakMap<View['order'], { readonly vms: State['vms']; readonly lines: readonly FleetLine[] }>();

/** The offset changed as little as possible, so that the cursor is on the screen, below its head, and no row is wasted. */
export function inSight(view: View, state: State, size: Size): View {
  const rows = fleetRows(size);
  const lines = fleetLines(view, state);
  const first = view.selected ?? view.order[0];
  const place = first === undefined ? 0 : Math.max(0, lines.indexOf(first));
  const top = place > 0 && rows > 1 && typeof lines[place - 1] === 'object' ? place - 1 : place;
  const offset = Math.min(Math.max(view.offset, place - rows + 1), top, Math.max(0, lines.length - rows));
  return offset === view.offset ? view : { ...view, offset };
}

/** Places of the first and last VM on the screen, from 1 on; undefined where there is none. */
export function shownPlaces(view: View, state: State, size: Size): readonly [number, number] | undefined {
  const shown = fleetLines(view, state).slice(view.offset, view.offset + fleetRows(size));
  const vms = shown.filter((line) => typeof line === 'string');
  if (vms.length === 0) return undefined;
  const first = view.order.indexOf(vms[0]!) + 1;
  return [first, first + vms.length - 1];
}

/** What is to be known of a host at a glance. */
export function groupCounts({ vms }: Group, state: State) {
  const healing = vms.filter((vm) => {
    const incident = state.incidents.get(vm);
    return incident !== undefined && isUnderWay(incident);
  });
  const isUnknown = (id: string) => {
    const vm = state.vms.get(id);
    return vm !== undefined && !isUnhealthy(state, id) && unknownWhy(vm, state) !== undefined;
  };
  return {
    unhealthy: vms.filter((vm) => isUnhealthy(state, vm)).length,
    unknown: vms.filter(isUnknown).length,
    healing: healing.length,
  };
}
