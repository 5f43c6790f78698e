import type { Entry } from '../../models/event.ts';
import type { Incident } from '../../models/incident.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import type { State } from '../../models/state.ts';
import { knownProbability, outOfSight, statusNow, unknownWhy } from '../../models/unknown.ts';
import type { Vm } from '../../models/vm.ts';
import { alarmRows } from '../alarm-rows.ts';
import { clean } from '../parts/text.ts';
import { allIncidents, latest } from '../select.ts';
import { shownLines } from '../shell/reduce-journal.ts';
import type { Context, Screen, View } from '../shell/view.ts';
import { type HostHealth, healths, hostHealths } from '../wall-health.ts';
import { iso, type Table, tableOf } from './table.ts';

/** The table behind each screen: all rows of it, also those that do not fit. */
const tables: Readonly<Record<Screen, (view: View, context: Context) => Table>> = {
  fleet: (view, { state }) => fleetTable(view.order, state),
  vm: (view, { state }) => sampleTable(view.opened, state),
  alarms: (_, { state }) => incidentTable(alarmRows(state).flatMap((row) => ('incident' in row ? [row.incident] : []))),
  healing: (_, { state }) => attemptTable(allIncidents(state)),
  faults: (_, { state }) =>
    tableOf(
      {
        id: ({ id }) => id,
        fault: ({ fault }) => fault,
        vm: ({ vm }) => vm,
        name: ({ vmName }) => clean(vmName),
        started: ({ startedAt }) => iso(startedAt),
        ends: ({ endsAt }) => iso(endsAt),
        state: ({ state }) => state,
      },
      state.injections,
    ),
  model: ({ models }) =>
    tableOf(
      {
        version: ({ version }) => version,
        judges: ({ version }) => version === models?.judging,
        inUse: ({ inUse }) => inUse,
        trainedAt: ({ trainedAt }) => trainedAt,
        data: ({ trainedOn }) => trainedOn?.data,
        scores: ({ trainedOn }) => (trainedOn ? JSON.stringify(trainedOn.scores) : null),
        problem: ({ problem }) => problem,
      },
      models?.versions ?? [],
    ),
  journal: ({ journal }) => entryTable(shownLines(journal)),
  help: (_, { keys }) =>
    tableOf(
      {
        name: ({ name }) => name,
        keys: ({ keys }) => keys.join(' '),
        words: ({ words }) => words,
        screens: ({ screens }) => screens.join(' '),
      },
      keys,
    ),
  wall: (_, { state }) =>
    tableOf(
      {
        host: ({ host }) => clean(host),
        vms: ({ vms }) => vms.length,
        ...Object.fromEntries(
          healths.map(({ id }, place) => [id, ({ vms }: HostHealth) => vms.filter((one) => one === place).length]),
        ),
      },
      hostHealths(state),
    ),
};

export const tableBehind = (view: View, context: Context): Table => tables[view.screen](view, context);

function fleetTable(order: readonly string[], state: State): Table {
  const vms = order.flatMap((id) => state.vms.get(id) ?? []);
  const verdict = (id: string) => state.verdicts.get(id);
  return tableOf(
    {
      id: ({ id }) => id,
      name: ({ name }) => clean(name),
      host: ({ host }) => clean(host),
      project: ({ projectId }) => projectId,
      flavor: ({ flavor }) => clean(flavor),
      status: (vm) => statusNow(vm, state),
      power: (vm) => (outOfSight(vm, state) ? undefined : vm.power),
      task: (vm) => (outOfSight(vm, state) ? undefined : vm.taskState),
      ...Object.fromEntries(metrics.map(({ id: metric }) => [metric, ({ id }: Vm) => latest(state, id, metric)])),
      unknown: (vm) => unknownWhy(vm, state),
      probability: (vm) => knownProbability(vm, state),
      diagnosis: ({ id }) => state.incidents.get(id)?.diagnosis ?? verdict(id)?.diagnosis,
      confidence: ({ id }) => verdict(id)?.confidence,
      reasons: ({ id }) => verdict(id)?.reasons.map(clean).join('; '),
      secondsToFailure: (vm) => (unknownWhy(vm, state) ? undefined : verdict(vm.id)?.timeToFailure),
      sampled: ({ id }) => iso(verdict(id)?.sampledAt),
      freshness: ({ id }) => verdict(id)?.freshness,
      alarm: ({ id }) => state.incidents.get(id)?.phase,
    },
    vms,
  );
}

/** All samples that are kept of a VM, the oldest first. */
function sampleTable(vm: string | undefined, { ring }: State): Table {
  const backs = vm === undefined ? [] : Array.from({ length: ring.length(vm) }, (_, i) => ring.length(vm) - 1 - i);
  return tableOf(
    {
      time: (back) => iso(ring.time(vm!, back)),
      ...Object.fromEntries(metrics.map(({ id }) => [id, (back: number) => ring.value(vm!, columnOf[id], back)])),
    },
    backs,
  );
}

function incidentTable(incidents: readonly Incident[]): Table {
  return tableOf(
    {
      id: ({ id }) => id,
      vm: ({ vm }) => vm,
      name: ({ vmName }) => clean(vmName),
      opened: ({ openedAt }) => iso(openedAt),
      closed: ({ closedAt }) => iso(closedAt),
      phase: ({ phase }) => phase,
      diagnosis: ({ diagnosis }) => diagnosis,
      peak: ({ peak }) => peak,
      reasons: ({ reasons }) => reasons.map(clean).join('; '),
      plan: ({ plan }) => plan?.action,
      attempts: ({ attempts }) => attempts.length,
      words: ({ words }) => clean(words),
    },
    incidents,
  );
}

/** Every action that was sent. */
function attemptTable(incidents: readonly Incident[]): Table {
  const attempts = incidents.flatMap((incident) => incident.attempts.map((attempt) => ({ incident, attempt })));
  return tableOf(
    {
      incident: ({ incident }) => incident.id,
      vm: ({ attempt }) => attempt.vm,
      name: ({ incident }) => clean(incident.vmName),
      diagnosis: ({ incident }) => incident.diagnosis,
      number: ({ attempt }) => attempt.number,
      action: ({ attempt }) => attempt.action,
      route: ({ attempt }) => attempt.route,
      who: ({ attempt }) => clean(attempt.who),
      claimed: ({ attempt }) => iso(attempt.claimedAt),
      accepted: ({ attempt }) => iso(attempt.acceptedAt),
      done: ({ attempt }) => iso(attempt.doneAt),
      requestId: ({ attempt }) => attempt.requestId,
      outcome: ({ attempt }) => attempt.outcome,
      words: ({ attempt }) => clean(attempt.words),
    },
    attempts,
  );
}

/** Lines of the audit. */
function entryTable(entries: readonly Entry[]): Table {
  return tableOf(
    {
      time: ({ at }) => iso(at),
      kind: ({ kind }) => kind,
      vm: ({ vm }) => vm,
      name: ({ vmName }) => (vmName === undefined ? null : clean(vmName)),
      incident: ({ incident }) => incident,
      who: ({ who }) => clean(who),
      words: ({ words }) => clean(words),
    },
    entries,
  );
}
