import type { Action } from '../../models/action.ts';
import { softReboot } from '../../models/actions/soft-reboot.ts';
import type { Model } from '../../models/brain/model.ts';
import { Curves } from '../../models/curves.ts';
import type { Injection, Mode } from '../../models/event.ts';
import type { Incident, Plan } from '../../models/incident.ts';
import { metrics } from '../../models/metrics/index.ts';
import { Ring } from '../../models/ring.ts';
import { emptyState, type State } from '../../models/state.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';
import type { ConsolePort, ModelVersion } from '../../screens/shell/console-port.ts';
import { model as aModel, aVerdict, aVm } from '../models/fixture.ts';

export const now = Date.UTC(2026, 0, 5, 12, 0, 0);

/** Thresholds of its own: three of four verdicts over 0.8. */
export const model: Model = { ...aModel, thresholds: { raise: 0.8, clear: 0.4, raiseAfter: 3, raiseOf: 4 } };

export function vmOf(id: string, rest: Partial<Vm> = {}): Vm {
  const shape = { vcpus: 2, memoryMb: 4096, diskGb: 20 };
  return aVm({ id, name: id, projectId: 'p-1', userId: 'u-1', shape, updatedAt: now - 3_600_000, ...rest });
}

export function verdictOf(vm: string, probability: number | undefined, rest: Partial<Verdict> = {}): Verdict {
  const nothing = { diagnosis: undefined, confidence: 0, reasons: [] };
  const sampled = 'sampleAge' in rest ? rest.sampleAge : 8000;
  const sampledAt = sampled === undefined ? undefined : now - sampled;
  return aVerdict({ vm, at: now, probability, ...nothing, sampleAge: sampled, sampledAt, ...rest });
}

export function planOf(action: Action, vm: Vm, rest: Partial<Plan> = {}): Plan {
  const way = { route: 'nova', before: [], call: action.call(vm), undo: [], follow: { kind: 'server' } } as const;
  return { action: action.id, ...way, refusals: [], madeAt: now - 60_000, ...rest };
}

export function incidentOf(vm: Vm, rest: Partial<Incident> = {}): Incident {
  return {
    id: `i-${vm.id}`,
    vm: vm.id,
    vmName: vm.name,
    openedAt: now - 240_000,
    closedAt: undefined,
    phase: 'firing',
    diagnosis: 'memory-leak',
    peak: 0.97,
    reasons: ['memory at 97 %'],
    plan: planOf(softReboot, vm),
    attempts: [],
    healthyInARow: 0,
    judgedAt: now,
    asked: undefined,
    words: 'waits for your yes',
    ...rest,
  };
}

export function injectionOf(vm: Vm, rest: Partial<Injection> = {}): Injection {
  return {
    id: `f-${vm.id}`,
    fault: 'memory-leak',
    vm: vm.id,
    vmName: vm.name,
    startedAt: now - 120_000,
    endsAt: now + 180_000,
    state: 'active',
    ...rest,
  };
}

/** A state as after some observations of these VMs. Verdicts are well unless given. */
export function stateOf(vms: readonly Vm[], rest: Partial<State> = {}, mode: Mode = 'confirm'): State {
  const verdicts = new Map(vms.map((vm, index) => [vm.id, verdictOf(vm.id, 0.02 + (index % 7) / 100)]));
  for (const [id, verdict] of rest.verdicts ?? []) verdicts.set(id, verdict);
  return {
    ...emptyState(model, mode),
    at: now,
    cloud: {
      name: 'simulated',
      project: 'demo',
      user: 'operator',
      region: 'RegionOne',
      simulated: true,
      roles: ['member'],
    },
    sources: [
      { source: 'keystone', ok: true, newest: undefined, reason: undefined },
      { source: 'nova', ok: true, newest: now - 2000, reason: undefined },
      { source: 'gnocchi', ok: true, newest: now - 9000, reason: undefined },
    ],
    novaAt: now - 2000,
    vms: new Map(vms.map((vm) => [vm.id, vm])),
    ring: ringOf(vms),
    probabilities: new Map(vms.map((vm) => [vm.id, ramp(verdicts.get(vm.id)?.probability ?? Number.NaN)])),
    curves: curvesOf(verdicts),
    ...rest,
    verdicts,
  };
}

/** A fleet of `count` VMs named vm-0000 …; every tenth is in trouble, with an open incident. */
export function fleetOf(count: number, rest: Partial<State> = {}): State {
  const vms = Array.from({ length: count }, (_, i) =>
    vmOf(`vm-${String(i).padStart(4, '0')}`, {
      host: `compute-${i % 4}`,
      status: i % 13 === 12 ? 'SHUTOFF' : 'ACTIVE',
    }),
  );
  const sick = vms.filter((_, i) => i % 10 === 3);
  return stateOf(vms, {
    verdicts: new Map(
      sick.map((vm, i) => [
        vm.id,
        verdictOf(vm.id, 0.97 - (i % 5) / 20, {
          diagnosis: 'memory-leak',
          confidence: 0.84,
          reasons: ['memory at 97 %', 'memory rising 2.1 % a minute', 'swap reads 40 times the usual'],
          timeToFailure: i % 2 ? 420 : undefined,
          timeToFailureBand: i % 4 === 1 ? [330, 580] : undefined,
        }),
      ]),
    ),
    incidents: new Map(sick.map((vm) => [vm.id, incidentOf(vm)])),
    ...rest,
  });
}

export const shippedModel: ModelVersion = {
  version: 'shipped',
  inUse: true,
  kind: 'vm',
  trainedAt: null,
  trainedOn: { data: 'simulated worlds', scores: { prAuc: 0.974 } },
  problem: null,
};

/** A port over a state that tests change by hand; `calls` is what the console asked for. */
export function portOf(first: State, rest: Partial<ConsolePort> = {}) {
  let state = first;
  const listeners = new Set<() => void>();
  const calls: unknown[][] = [];
  const note = (...call: unknown[]) => {
    calls.push(call);
  };
  const port: ConsolePort = {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    confirm: (...call) => note('confirm', ...call),
    askHeal: (...call) => note('askHeal', ...call),
    withdraw: (...call) => note('withdraw', ...call),
    setMode: (...call) => note('setMode', ...call),
    acknowledge: (...call) => note('acknowledge', ...call),
    snooze: (...call) => note('snooze', ...call),
    setMaintenance: (...call) => note('setMaintenance', ...call),
    clearMaintenance: (...call) => note('clearMaintenance', ...call),
    liftQuarantine: (...call) => note('liftQuarantine', ...call),
    halt: (...call) => note('halt', ...call),
    settings: { file: '/etc/config.json', ascii: false, theme: 'neutral', views: {} },
    keep: async (...call) => note('keep', ...call),
    keepView: async (...call) => note('keepView', ...call),
    canInject: true,
    inject: async (...call) => note('inject', ...call),
    revert: async (...call) => note('revert', ...call),
    consoleLog: async (vm) => {
      note('consoleLog', vm);
      return [
        '[    0.000000] Linux version 6.1',
        '[  812.1] Out of memory: Killed process 731 (java)',
        '\x1b[31mred\x1b[0m login:',
      ];
    },
    models: async () => ({ judging: 'shipped', versions: [shippedModel] }),
    save: async (file) => {
      note('save', file);
      return `/data/${file.name}`;
    },
    instanceActions: async () => [],
    who: async (user) => `user ${user}`,
    server: async (vm) => {
      note('server', vm);
      return { id: vm, name: 'as Nova has it' };
    },
    toTmux: async () => false,
    whyNoLogin: () => undefined,
    logIn: async (...call) => {
      note('logIn', ...call);
      return 'ssh ended with exit code 0.';
    },
    quit: () => note('quit'),
    ...rest,
  };
  const change = (next: State | ((before: State) => State)) => {
    state = typeof next === 'function' ? next(state) : next;
    for (const listener of listeners) listener();
  };
  return { port, calls, change };
}

function curvesOf(verdicts: ReadonlyMap<string, Verdict>): Curves {
  const curves = new Curves();
  for (const [vm, { probability = Number.NaN }] of verdicts)
    for (const [i, value] of ramp(probability).entries()) curves.push(vm, now - (40 - i) * 10_000, value);
  return curves;
}

function ramp(end: number): number[] {
  return Array.from({ length: 40 }, (_, i) => (end > 0.5 ? end * (i / 39) ** 2 : end));
}

function ringOf(vms: readonly Vm[]): Ring {
  const ring = new Ring(60, Math.max(1, vms.length));
  for (const [index, { id }] of vms.entries()) {
    for (let i = 0; i < 60; i++) {
      const values = Float32Array.from(metrics, (metric, column) =>
        metric.unit === '%'
          ? 20 + ((index * 7 + column * 11) % 40) + 10 * Math.sin((i + index) / 6)
          : 1000 * (column + 1) + 40 * i,
      );
      ring.push({ vm: id, at: now - (60 - i) * 10_000, values });
    }
  }
  return ring;
}
