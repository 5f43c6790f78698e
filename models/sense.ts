import { withChanges } from './aodh.ts';
import { record } from './entry.ts';
import type { Effect, Event, Injection } from './event.ts';
import { isUsualNow } from './incidents.ts';
import { lookedAt } from './looked-at.ts';
import { columnOf } from './metrics/index.ts';
import type { State } from './state.ts';
import type { LongStep, Outcome, Slices } from './step.ts';
import { novaSilence } from './unknown.ts';
import { notListed, type Observation, type SourceHealth, type Stack, type StackPlace, type Vm } from './vm.ts';

/** Takes in what the world said: VMs, samples, health of the sources, mode, injections, evidence. */
export const sense: LongStep = (state, event) => {
  switch (event.type) {
    case 'connected':
      return [{ ...state, cloud: event.cloud }, []];
    case 'observed':
      return observed(state, event.at, event.observation);
    case 'observe-failed': {
      const sources = merged(state.sources, event.sources);
      return [{ ...state, sources }, sourceRecords(state.sources, sources, event.at)];
    }
    case 'journal-health': {
      const { ok, reason } = event;
      const sources = merged(state.sources, [{ source: 'journal', ok, newest: undefined, reason }]);
      return [{ ...state, sources }, sourceRecords(state.sources, sources, event.at)];
    }
    case 'looked':
      return [withLook(state, event), []];
    case 'waited':
      return waited(state, event.at);
    case 'mode-set':
      return setMode(state, event);
    case 'injections':
      return [
        { ...state, injections: event.injections },
        injectionRecords(state.injections, event.injections, event.at),
      ];
    case 'evidence':
      return [{ ...state, evidence: new Map(state.evidence).set(event.vm, event.lines) }, []];
    case 'noted': {
      const vmName = event.vm === undefined ? undefined : state.vms.get(event.vm)?.name;
      const data = event.call ? { call: event.call } : {};
      return [state, [record(event.at, 'note', event.words, { vm: event.vm, vmName, data })]];
    }
    default:
      return [state, []];
  }
};

/** A direct look is newer than what was observed. */
function withLook(state: State, { vm, seen }: Extract<Event, { type: 'looked' }>): State {
  const known = state.vms.get(vm);
  if (!known || 'unknown' in seen) return state;
  return { ...state, vms: new Map(state.vms).set(vm, lookedAt(known, seen)) };
}

const nobody: State['aodh'] = new Map();

/** Samples taken in before a pause. */
const slice = 1000;

function* observed(state: State, at: number, observation: Observation): Slices<Outcome> {
  const stacks = observation.stacks ? new Map(observation.stacks.map((one) => [one.id, one])) : state.stacks;
  const vms = withUnlisted(withPlaces(observation.vms, stacks), state.vms, observation.gone);
  for (const id of state.vms.keys()) if (!vms.has(id)) state.ring.drop(id);
  const hasStale = [...state.evidence.keys()].some((id) => !vms.has(id));
  const evidence = hasStale ? new Map([...state.evidence].filter(([id]) => vms.has(id))) : state.evidence;
  state.ring.reserve(vms.size);
  for (const [index, sample] of observation.samples.entries()) {
    if (index % slice === slice - 1) yield;
    const vm = vms.get(sample.vm);
    // A single stamp far ahead would shut out all true samples until then.
    if (!vm || sample.at > at + 5 * observation.granularity * 1000) continue;
    sample.values[columnOf.errors] = vm.errors;
    const incident = state.incidents.get(sample.vm);
    state.ring.push(sample, incident !== undefined && !isUsualNow(incident, at));
  }
  const sources = merged(state.sources, observation.sources);
  const executions = observation.executions
    ? new Map(observation.executions.map((one) => [one.id, one]))
    : state.executions;
  const { granularity, askedAt = at, clockAhead = state.clockAhead } = observation;
  const aodh = withChanges(state.aodh, observation.aodh ?? nobody, state.novaAt, at);
  // In whole seconds: it is no news at each poll.
  const novaTook = Math.max(0, Math.ceil((at - askedAt) / 1000)) * 1000;
  const asked = { novaAt: askedAt, novaTook, clockAhead };
  const next = { ...state, ...asked, vms, evidence, sources, stacks, executions, granularity, aodh };
  return [next, [...sourceRecords(state.sources, sources, at), ...twinRecords(state.vms, vms, at)]];
}

/** A VM that is not listed is kept until Nova itself says that it was deleted. */
function withUnlisted(listed: readonly Vm[], known: State['vms'], gone: readonly string[] = []): State['vms'] {
  const vms = new Map(listed.map((vm) => [vm.id, vm]));
  const deleted = new Set(gone);
  for (const [id, vm] of known) if (!vms.has(id) && !deleted.has(id)) vms.set(id, { ...vm, unknown: notListed });
  return vms;
}

/** Only Heat knows which VM is in which stack. */
function withPlaces(vms: readonly Vm[], stacks: ReadonlyMap<string, Stack>): readonly Vm[] {
  if (!stacks.size) return vms;
  const places = new Map<string, StackPlace>();
  for (const { name, id, servers } of stacks.values())
    for (const { vm, resource } of servers) places.set(vm, { name, id, resource });
  return vms.map((vm) => ({ ...vm, stack: places.get(vm.id) ?? vm.stack }));
}

function setMode(state: State, event: Extract<Event, { type: 'mode-set' }>): Outcome {
  if (state.readOnly || event.mode === state.mode) return [state, []];
  const words = `mode ${state.mode} → ${event.mode}`;
  return [{ ...state, mode: event.mode }, [record(event.at, 'mode', words, { who: event.who })]];
}

/** Nova's silence is told once it lasts, though no call has failed yet: one that hangs is as silent. */
function waited(state: State, at: number): Outcome {
  const reason = novaSilence(state);
  if (!reason || state.sources.some(({ source, ok }) => source === 'nova' && !ok)) return [state, []];
  const sources = merged(state.sources, [{ source: 'nova', ok: false, newest: undefined, reason }]);
  return [{ ...state, sources }, sourceRecords(state.sources, sources, at)];
}

/** A source that says nothing this time keeps the time of its newest datum. */
function merged(known: readonly SourceHealth[], news: readonly SourceHealth[]): readonly SourceHealth[] {
  const kept = known.filter((old) => !news.some((one) => one.source === old.source));
  const fresh = news.map((one) => ({
    ...one,
    newest: one.newest ?? known.find((old) => old.source === one.source)?.newest,
  }));
  return [...kept, ...fresh].sort((a, b) => a.source.localeCompare(b.source));
}

function sourceRecords(before: readonly SourceHealth[], after: readonly SourceHealth[], at: number): Effect[] {
  return after.flatMap((source) => {
    const old = before.find((one) => one.source === source.source);
    if ((old?.ok ?? true) === source.ok) return [];
    const words = source.ok
      ? `${source.source} answers again`
      : `${source.source} fails: ${source.reason ?? 'no reason given'}`;
    return [record(at, 'source', words)];
  });
}

function twinRecords(before: State['vms'], after: State['vms'], at: number): Effect[] {
  return [...after.values()].flatMap(({ id, name, twin }) =>
    twin && !before.get(id)?.twin ? record(at, 'note', twin, { vm: id, vmName: name }) : [],
  );
}

function injectionRecords(before: readonly Injection[], after: readonly Injection[], at: number): Effect[] {
  return after.flatMap((injection) => {
    const old = before.find((one) => one.id === injection.id);
    if (old?.state === injection.state || (!old && injection.state !== 'active')) return [];
    const words = `SIMULATED fault ${injection.fault} ${injection.state === 'active' ? 'injected' : injection.state}`;
    return [
      record(at, 'fault', words, { vm: injection.vm, vmName: injection.vmName, data: { injection: injection.id } }),
    ];
  });
}
