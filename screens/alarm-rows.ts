import type { Injection } from '../models/event.ts';
import type { HostTrouble } from '../models/hosts.ts';
import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { activeInjections, allIncidents } from './select.ts';
import type { View } from './shell/view.ts';

/** A line of the alarm screen: a whole host's incident, or a VM's. */
export type AlarmRow =
  | { readonly id: string; readonly host: HostTrouble }
  | { readonly id: string; readonly incident: Incident };

/** Hosts first, then the open incidents, then the closed ones. */
export function alarmRows(state: State): readonly AlarmRow[] {
  const hosts = [...state.hosts.values()].sort((a, b) => a.openedAt - b.openedAt);
  return [
    ...hosts.map((host) => ({ id: `host ${host.host}`, host })),
    ...allIncidents(state).map((incident) => ({ id: incident.id, incident })),
  ];
}

/** The one under the cursor, which both screens share; the first one until somebody has moved it. */
export function chosenOf<Row extends { readonly id: string }>(rows: readonly Row[], view: View): Row | undefined {
  return rows.find(({ id }) => id === view.incident) ?? rows[0];
}

/** The VM that keys mean on the open screen. */
export function targetOf(view: View, state: State): string | undefined {
  switch (view.screen) {
    case 'vm':
      return view.opened;
    case 'alarms': {
      const row = chosenOf(alarmRows(state), view);
      return row && 'incident' in row ? row.incident.vm : undefined;
    }
    case 'healing':
      return chosenOf(allIncidents(state), view)?.vm;
    default:
      return view.selected ?? view.order[0];
  }
}

/** The open incident that keys mean on the open screen. */
export function incidentUnder(view: View, state: State): Incident | undefined {
  const vm = targetOf(view, state);
  return vm === undefined ? undefined : state.incidents.get(vm);
}

/** The fault under the fault screen's cursor, the first one until somebody has moved it. */
export function injectionUnder(view: View, state: State): Injection | undefined {
  const active = activeInjections(state);
  return active.find(({ id }) => id === view.injection) ?? active[0];
}
