import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActionId } from '../../../models/action.ts';
import { day } from '../../../models/claims.ts';
import { guards, refusals } from '../../../models/guards/index.ts';
import type { Attempt, Incident, Refusal } from '../../../models/incident.ts';
import { open } from '../../../models/raise.ts';
import { defaultSettings, type HealSettings, type State } from '../../../models/state.ts';
import type { Verdict } from '../../../models/verdict.ts';
import type { Execution, Vm } from '../../../models/vm.ts';
import { aClaim, aState, aVerdict, aVm, now } from '../fixture.ts';

/** What speaks against a heal that nothing spoke against before. */
type Change = {
  readonly vm?: Partial<Vm>;
  readonly verdict?: Partial<Verdict>;
  readonly incident?: Partial<Incident>;
  readonly state?: Partial<State>;
  readonly settings?: Partial<HealSettings>;
  readonly action?: ActionId;
};

const base = aState({ mode: 'auto' });
const minute = 60_000;
const vm = aVm().id;
const within = (milliseconds: number) => fc.integer({ min: 1, max: milliseconds - 1000 });
const words = fc.string({ minLength: 1, maxLength: 12 });
const latest = (a: number, b: number) => b - a;
const always = (change: Change) => fc.constant(change);
const who = 'ada';
const deed = (action: string, userId: string | undefined, ago: number) =>
  ({ action, userId, requestId: 'req-9', startedAt: now - ago, message: undefined }) as const;
const execution = (news: Partial<Execution>): Partial<State> => ({
  executions: new Map([
    ['x', { id: 'x', workflow: 'theirs', vm, state: 'RUNNING', reason: undefined, createdAt: now - day, ...news }],
  ]),
});
const underWay = (id: string, host: string) => {
  const attempts = [{ vm: id, host, action: 'start', outcome: 'under way' }] as unknown as readonly Attempt[];
  return [id, { ...open(aVerdict({ vm: id }), base, now), phase: 'healing', attempts }] as const;
};
const busy = (...others: readonly (readonly [string, string])[]): Partial<State> => ({
  incidents: new Map(others.map(([id, host]) => underWay(id, host))),
});
const cloud = { name: 'c', project: 'p', user: 'bob', region: 'r', simulated: true, roles: ['member'] };

/** For each guard all that it is there for, as a person would say it, and not as the guard's code does. */
const changes: Readonly<Record<string, fc.Arbitrary<Change>>> = {
  mode: fc.constantFrom<Change>(
    { state: { mode: 'observe' } },
    { state: { readOnly: true } },
    { settings: { modes: { 'hard-reboot': 'observe' } } },
  ),
  halt: words.map((name) => ({ state: { halted: { who: name, at: now } } })),
  journal: words.map((reason) => ({
    state: { sources: [{ source: 'journal', ok: false, newest: undefined, reason }] },
  })),
  lease: within(10 * minute).map((left) => ({ state: { lease: { holder: 'them', ours: false, until: now + left } } })),
  unknown: fc.oneof(
    words.map((unknown) => ({ vm: { unknown } })),
    always({ vm: { status: 'UNKNOWN' } }),
  ),
  clock: fc.tuple(within(day), fc.constantFrom(1, -1)).map(([off, sign]) => ({
    state: { clockAhead: sign * (minute + off) },
  })),
  stale: fc.oneof(
    fc.constantFrom<Change>({ verdict: { freshness: 'stale' } }, { verdict: { freshness: 'none' } }),
    within(day).map((ago) => ({ state: { novaAt: now - 31_000 - ago } })),
    words.map(
      (reason): Change => ({ state: { sources: [{ source: 'gnocchi', ok: false, newest: undefined, reason }] } }),
    ),
  ),
  deliberate: fc.oneof(
    fc
      .constantFrom('PAUSED', 'SUSPENDED', 'SHELVED', 'SHELVED_OFFLOADED', 'RESCUE', 'VERIFY_RESIZE', 'SOFT_DELETED')
      .map((status) => ({ vm: { status } })),
    fc
      .constantFrom('stop', 'shelve', 'resize', 'pause')
      .map((action) => ({ vm: { status: 'SHUTOFF', power: 'shutdown', lastAction: deed(action, 'u', day) } as const })),
    always({ vm: { status: 'SHUTOFF', power: 'shutdown', lastAction: undefined } }),
  ),
  living: fc.oneof(
    fc
      .constantFrom('running', 'paused', 'suspended', 'none')
      .map((power) => ({ vm: { status: 'ERROR', power, lastAction: deed('create', 'u', day) } as const })),
    within(day).map((ago): Change => {
      const lastAction = deed('stop', undefined, day);
      return { vm: { status: 'SHUTOFF', power: 'shutdown', lastAction, updatedAt: now - 30_000 - ago } };
    }),
  ),
  elsewhere: fc.constantFrom('migrate', 'live-migration', 'evacuate', 'resize').map((action): Change => {
    const failed = { ...deed(action, 'u', day), message: 'Error' };
    return { vm: { status: 'SHUTOFF', power: 'shutdown', lastAction: failed } };
  }),
  twin: words.map((twin) => ({ vm: { twin } })),
  task: words.map((taskState) => ({ vm: { taskState } })),
  locked: fc.option(words, { nil: undefined }).map((lockedReason) => ({ vm: { locked: true, lockedReason } })),
  untold: fc.constantFrom(['locks', 'tags'], ['host states']).map((things) => ({
    vm: { untold: { microversion: '2.1', things } },
  })),
  maintenance: fc.oneof(
    fc
      .tuple(fc.constantFrom(`vm ${vm}`, 'host compute-1'), fc.option(within(day), { nil: undefined }))
      .map(([key, left]): Change => {
        const until = left === undefined ? undefined : now + left;
        return { state: { maintenance: new Map([[key, { who, since: 0, until, reason: 'disks' }]]) } };
      }),
    always({ vm: { hostStatus: 'maintenance' } }),
  ),
  'opted-out': fc.oneof(
    fc.constantFrom('off', 'NO', 'false', '0').map((wish) => ({ vm: { metadata: { 'cloud-medic': wish } } })),
    fc.constantFrom('cloud-medic:off', 'cloud-medic:No').map((tag) => ({ vm: { tags: ['a', tag] } })),
    always({ settings: { optIn: true } }),
  ),
  quarantined: words.map((text) => ({
    state: { quarantine: new Map([[vm, { since: 0, vmName: 'web-01', words: text }]]) },
  })),
  taken: within(minute).map((left) => ({ incident: { barred: { until: now + left, words: 'them' } } })),
  'in-flight': fc.oneof(
    always({ incident: underWay(vm, 'compute-1')[1] }),
    fc.constantFrom('RUNNING', 'IDLE', 'DELAYED', 'PAUSED').map((state) => ({
      state: { ...execution({ state }), claims: [aClaim({ execution: 'x', at: now - 7 * 3600_000, incident: 'old' })] },
    })),
  ),
  owner: fc.oneof(
    fc.tuple(fc.constantFrom('reboot', 'start', 'rebuild', 'migrate'), within(2 * minute)).map(([action, ago]) => ({
      vm: { lastAction: deed(action, 'u', ago) },
    })),
    fc.constantFrom('RUNNING', 'PAUSED').map((state) => ({ state: execution({ state }) })),
    within(2 * minute).map((ago) => ({ state: execution({ state: 'SUCCESS', createdAt: now - ago }) })),
  ),
  host: words.map((text) => {
    const trouble = { host: 'compute-1', openedAt: 0, vms: [], calmSince: undefined, words: text };
    return { state: { hosts: new Map([['compute-1', trouble]]) } };
  }),
  brake: words.map((text) => ({ state: { brake: { since: 0, words: text, calmSince: undefined } } })),
  attention: fc.oneof(
    always({ incident: { acknowledged: { who, at: now } } }),
    within(day).map((left) => ({ incident: { snoozed: { who, until: now + left } } })),
  ),
  well: fc.double({ min: 0, max: 0.49, noNaN: true }).map((probability) => ({ verdict: { probability } })),
  refused: within(minute).map((ago) => {
    const last = { ...underWay(vm, '')[1].attempts[0]!, outcome: 'refused', claimedAt: now - ago } as const;
    return { incident: { attempts: [last] } };
  }),
  wait: within(5 * minute).map((ago) => ({ incident: { diagnosis: 'cpu-hog', openedAt: now - ago } })),
  ask: always({ settings: { modes: { 'hard-reboot': 'confirm' } } }),
  ceiling: fc.oneof(
    fc.integer({ min: 0, max: 3 }).map((ceiling) => ({ settings: { ceiling } })),
    fc
      .constantFrom<ActionId>('rebuild', 'heat-replace', 'evacuate')
      .map((action) => ({ action, settings: { ceiling: 8 } })),
  ),
  typed: fc.constantFrom<ActionId>('rebuild', 'heat-replace', 'evacuate').map((action) => ({ action })),
  grace: within(2 * minute).map((ago) => ({ vm: { launchedAt: now - ago } })),
  cooldown: within(5 * minute).map((ago) => ({ state: { claims: [aClaim({ at: now - ago })] } })),
  backoff: within(2 * minute).map((ago) => ({
    state: { claims: [aClaim({ at: now - 3600_000 }), aClaim({ number: 2, at: now - ago })] },
  })),
  'per-vm': fc.array(within(day), { minLength: 3, maxLength: 6 }).map((ago) => ({
    state: { claims: ago.sort(latest).map((each, number) => aClaim({ number, at: now - each })) },
  })),
  'per-host': words.map((id) => ({ state: busy([`other ${id}`, 'compute-1']) })),
  concurrent: words.map((id) => ({ state: busy([`b ${id}`, 'compute-2'], [`c ${id}`, 'compute-3']) })),
  budget: fc.array(within(10 * minute), { minLength: 5, maxLength: 9 }).map((ago) => ({
    state: { claims: ago.sort(latest).map((each, index) => aClaim({ vm: `vm-${index}`, at: now - each })) },
  })),
  role: fc.constantFrom<ActionId>('live-migrate', 'evacuate').map((action) => ({ action, state: { cloud } })),
  service: always({ action: 'heat-replace', state: { cloud: { ...cloud, services: ['compute'] } } }),
  state: fc.constantFrom('BUILD', 'MIGRATING', 'DELETED', 'VERIFY_RESIZE').map((status) => ({ vm: { status } })),
};

/** A sick VM that auto mode may reboot hard, among others that are well. */
const sick = fc.record({
  probability: fc.double({ min: 0.8, max: 1, noNaN: true }),
  opened: within(5 * 3600_000),
  born: fc.integer({ min: 3600_000, max: 400 * day }),
  others: fc.integer({ min: 0, max: 20 }),
});
type Sick = typeof sick extends fc.Arbitrary<infer T> ? T : never;

const reasons = (one: Sick, change?: Change) => told(one, change).map(({ guard }) => guard);

function told({ probability, opened, born, others }: Sick, change: Change = {}): readonly Refusal[] {
  const times = { createdAt: now - born, launchedAt: now - born };
  const one = aVm({ ...times, ...change.vm });
  const verdict = aVerdict({ diagnosis: 'hang', probability, ...change.verdict });
  const fleet = Array.from({ length: others }, (_, i) => aVm({ id: `well-${i}`, host: `other-${i}` }));
  const incident = { ...open(verdict, base, now - opened), ...change.incident };
  const state: State = {
    ...base,
    verdicts: new Map([[vm, verdict]]),
    vms: new Map([one, ...fleet].map((each) => [each.id, each])),
    ...change.state,
    settings: { ...defaultSettings, ...change.settings },
    incidents: new Map([...(change.state?.incidents ?? []), [vm, incident]]),
  };
  return refusals({ vm: one, action: change.action ?? 'hard-reboot', at: now, state });
}

test('a sick VM against which nothing speaks is healed', () => {
  fc.assert(fc.property(sick, (one) => void expect(reasons(one)).toEqual([])));
});

test('no guard is without a property here, and none is gone', () => {
  expect(guards.map(({ id }) => id).sort()).toEqual(Object.keys(changes).sort());
});

test.each(Object.keys(changes))('%s holds whatever it is there for', (id) => {
  fc.assert(fc.property(sick, changes[id]!, (one, change) => void expect(reasons(one, change)).toContain(id)));
});

const lifted =
  /until|more|\bin \d+ (s|h)\b|a person (should|has to)|somebody should|has to be typed|waits for a yes|one of them right|them$/;

test.each(Object.entries(changes))('the reason of %s says until when it holds, or what lifts it', (id, some) => {
  const says = fc.property(sick, some, (one, change) => {
    const reason = told(one, change).find(({ guard }) => guard === id)!.reason;
    expect(reason).toMatch(lifted);
  });
  fc.assert(says, { numRuns: 20 });
});
