import type { Model } from '../../models/brain/model.ts';
import type { Claim } from '../../models/claims.ts';
import type { Effect, Entry, Event } from '../../models/event.ts';
import { heal } from '../../models/heal.ts';
import { plan } from '../../models/plan.ts';
import { raise } from '../../models/raise.ts';
import { defaultSettings, emptyState, type State } from '../../models/state.ts';
import type { Step } from '../../models/step.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';

export const now = Date.UTC(2026, 0, 5, 3);

/** A model of which only the thresholds matter to the steps after `diagnose`. */
export const model: Model = {
  kind: 'vm',
  featureVersion: 1,
  features: [],
  causes: [],
  network: {},
  calibration: { slope: 1, offset: 0 },
  confidence: { slope: 1, offset: 0 },
  thresholds: { raise: 0.8, clear: 0.5, raiseAfter: 2, raiseOf: 3 },
  healthyMean: [],
  trainedOn: { data: 'a test', samples: 0, seeds: [], scores: {} },
};

export function aVm(news: Partial<Vm> = {}): Vm {
  return {
    id: 'aaaaaaaa-1111-2222-3333-444444444444',
    name: 'web-01',
    projectId: 'p',
    userId: 'u',
    host: 'compute-1',
    flavor: 'm1.small',
    shape: { vcpus: 1, memoryMb: 2048, diskGb: 20 },
    status: 'ACTIVE',
    taskState: undefined,
    power: 'running',
    locked: false,
    lockedReason: undefined,
    fault: undefined,
    metadata: {},
    createdAt: now - 86_400_000,
    launchedAt: now - 86_400_000,
    updatedAt: now - 86_400_000,
    lastAction: undefined,
    errors: 0,
    ...news,
  };
}

export function aVerdict(news: Partial<Verdict> = {}): Verdict {
  return {
    vm: aVm().id,
    at: now,
    probability: 0.95,
    diagnosis: 'cpu-hog',
    confidence: 0.9,
    reasons: ['CPU 99 % against its usual 20 %'],
    timeToFailure: undefined,
    timeToFailureBand: undefined,
    sampledAt: now - 10_000,
    sampleAge: 10_000,
    freshness: 'fresh',
    ...news,
  };
}

/** A heal of the VM for an earlier incident. */
export function aClaim(news: Partial<Claim> = {}): Claim {
  return {
    incident: 'another',
    number: 1,
    action: 'soft-reboot',
    vm: aVm().id,
    host: aVm().host,
    at: now - 3600_000,
    requestId: undefined,
    execution: undefined,
    outcome: 'healed',
    endedAt: now - 3500_000,
    ...news,
  };
}

/** A state in which one VM has had one verdict three times. */
export function aState({
  vm = aVm(),
  verdict = aVerdict(),
  ...news
}: Partial<State> & { vm?: Vm; verdict?: Verdict } = {}): State {
  return {
    ...emptyState(model, 'confirm', false, defaultSettings),
    at: now,
    novaAt: now,
    sources: [{ source: 'gnocchi', ok: true, newest: now, reason: undefined }],
    vms: new Map([[vm.id, vm]]),
    verdicts: new Map([[vm.id, verdict]]),
    probabilities: new Map([[vm.id, Array(3).fill(verdict.probability ?? 0) as number[]]]),
    ...news,
  };
}

/** The event of an observation that was already taken in by `sense` and `diagnose`. */
export const seen = (at = now) =>
  ({ type: 'observed', at, observation: { vms: [], samples: [], sources: [], granularity: 10 } }) as const;

export function records(effects: readonly Effect[]): Entry[] {
  return effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : []));
}

const steps: readonly Step[] = [raise, plan, heal];

/** The steps behind `diagnose`, one event. Where Nova is asked directly, it says what is known already. */
export function step(state: State, event: Event): [State, Effect[]] {
  const [after, effects] = steps.reduce<[State, Effect[]]>(
    ([before, effects], next) => {
      const [after, more] = next(before, event);
      return [after, [...effects, ...more]];
    },
    [{ ...state, at: event.at }, []],
  );
  const looks = effects.flatMap((effect) => (effect.type === 'look' ? [effect] : []));
  return looks.reduce<[State, Effect[]]>(
    ([now, others], { vm, wish }) => {
      const look = { vm: now.vms.get(vm)!, actions: [] };
      const [then, more] = step(now, { type: 'looked', at: event.at, vm, seen: look, wish });
      return [then, [...others, ...more]];
    },
    [after, effects.filter(({ type }) => type !== 'look')],
  );
}
