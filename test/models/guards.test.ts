import { describe, expect, test } from 'vitest';
import type { ActionId } from '../../models/action.ts';
import { deliberate } from '../../models/condition.ts';
import { refusals } from '../../models/guards/index.ts';
import { countOf, defaultSettings, type HealSettings, readLimit } from '../../models/heal-settings.ts';
import type { Incident } from '../../models/incident.ts';
import { open } from '../../models/raise.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { aClaim, aState, aVerdict, aVm, now } from './fixture.ts';

const refusedBy = (vm: Vm, news: Partial<State> = {}, verdict = aVerdict()) =>
  refusals({ vm, action: 'soft-reboot', at: now, state: { ...aState({ vm, verdict }), ...news } }).map(
    ({ guard }) => guard,
  );

const action = (name: string, userId: string | undefined) => ({
  action: name,
  userId,
  requestId: 'req-1',
  startedAt: now,
  message: undefined,
});

const made = { ...action('create', 'u'), startedAt: now - 86_400_000 };

test('a sick VM with fresh samples may be healed', () => {
  expect(refusedBy(aVm())).toEqual([]);
});

describe('each guard has its reason', () => {
  test('mode and read-only', () => {
    expect(refusedBy(aVm(), { mode: 'observe' })).toEqual(['mode']);
    expect(refusedBy(aVm(), { readOnly: true, mode: 'auto' })).toEqual(['mode']);
  });

  test('stale samples, and a Nova that has not answered', () => {
    expect(refusedBy(aVm(), {}, aVerdict({ freshness: 'stale', sampleAge: 60_000 }))).toEqual(['stale']);
    expect(refusedBy(aVm(), {}, aVerdict({ freshness: 'none', sampleAge: undefined }))).toEqual(['stale']);
    expect(refusedBy(aVm(), { novaAt: now - 31_000 })).toEqual(['stale']);
  });

  test('a task under way, a lock with its reason', () => {
    expect(refusedBy(aVm({ taskState: 'rebooting' }))).toEqual(['task']);
    expect(refusedBy(aVm({ status: 'BUILD' }))).toEqual(['task', 'state']);
    const locked = aVm({ locked: true, lockedReason: 'upgrade till noon' });
    expect(refusals({ vm: locked, action: 'soft-reboot', at: now, state: aState({ vm: locked }) })).toEqual([
      { guard: 'locked', reason: 'it is locked: upgrade till noon, until somebody unlocks it' },
    ]);
  });

  test('what Nova would refuse anyway', () => {
    expect(refusedBy(aVm({ status: 'ERROR', power: 'crashed', updatedAt: now, lastAction: made }))).toEqual(['state']);
  });
});

describe('what somebody wanted is left alone', () => {
  test.each(['PAUSED', 'SUSPENDED', 'SHELVED_OFFLOADED', 'RESCUE', 'VERIFY_RESIZE'])('%s', (status) => {
    expect(deliberate(aVm({ status }))).toMatch(/^left alone/);
  });

  test('a stop by a user, or by nobody knows whom; not one that Nova made itself', () => {
    const off = (lastAction: Vm['lastAction']) => deliberate(aVm({ status: 'SHUTOFF', power: 'shutdown', lastAction }));
    expect(off(action('stop', 'u'))).toBe('left alone: stopped by a user');
    expect(off(undefined)).toMatch(/not said by whom/);
    expect(off(action('shelve', 'u'))).toMatch(/^left alone/);
    expect(off(action('stop', undefined))).toBeUndefined();
    expect(off(action('reboot', 'u'))).toBeUndefined();
    expect(deliberate(aVm({ power: 'paused' }))).toBeUndefined();
  });
});

test('a VM healed a moment ago cools down, by the audit', () => {
  const claims = (at: number) => [aClaim({ at })];
  expect(refusedBy(aVm(), { claims: claims(now - 61_000) })).toEqual(['cooldown']);
  expect(refusedBy(aVm(), { claims: claims(now - 301_000) })).toEqual([]);
});

test('a VM that looks well is not healed unless somebody asked for it', () => {
  const well = aVerdict({ probability: 0.1, diagnosis: undefined });
  expect(refusedBy(aVm(), {}, well)).toEqual(['well']);
  const asked = { vm: aVm().id, asked: { who: 'ada', action: undefined, at: now }, attempts: [] } as never;
  expect(refusedBy(aVm(), { incidents: new Map([[aVm().id, asked]]) }, well)).toEqual([]);
});

test('samples dated ahead of our clock are no ground to act on', () => {
  const ahead = aVerdict({ freshness: 'stale', sampledAt: now + 3600_000, sampleAge: 0 });
  expect(refusals({ vm: aVm(), action: 'soft-reboot', at: now, state: aState({ verdict: ahead }) })).toEqual([
    { guard: 'stale', reason: "its samples are dated ahead of this machine's clock" },
  ]);
});

/** An open incident of the VM. */
const incident = (news: Partial<Incident> = {}) => ({
  incidents: new Map([[aVm().id, { ...open(aVerdict(), aState(), now - 60_000), ...news }]]),
});
const auto = { mode: 'auto' } as const;
const set = (news: Partial<HealSettings>) => ({ settings: { ...defaultSettings, ...news } });
const rails = (id: ActionId, news: Partial<State> = {}, vm = aVm(), typed?: string) =>
  refusals({
    ...{ vm, action: id, at: now, state: { ...aState({ vm }), ...news } },
    ...(typed === undefined ? {} : { person: { typed } }),
  }).map(({ guard }) => guard);

describe('the rails', () => {
  test('telemetry as a whole: a source that fails holds even what Nova finds dead', () => {
    const sources = [{ source: 'gnocchi', ok: false, newest: undefined, reason: 'down' }] as const;
    const lastAction = action('stop', undefined);
    const dead = aVm({ status: 'SHUTOFF', power: 'shutdown', updatedAt: now, lastAction });
    expect(rails('start', {}, dead)).toEqual([]);
    expect(rails('start', { sources }, dead)).toEqual(['stale']);
  });

  test("anybody's lock holds, and a label proves nothing: our own is taken off first", () => {
    const labelled = aVm({ locked: true, lockedReason: 'cloud-medic heal another' });
    expect(rails('soft-reboot', {}, labelled)).toEqual(['locked']);
    const claims = [aClaim({ lock: { requestId: undefined, is: 'ours' } })];
    expect(rails('soft-reboot', { claims }, labelled)).toEqual(['locked']);
  });

  test('maintenance of the VM or its host, until it ends', () => {
    const until = (at: number) => ({ who: 'ada', since: 0, until: at, reason: 'disks' });
    const about = (key: string, at: number) => ({ maintenance: new Map([[key, until(at)]]) });
    expect(rails('soft-reboot', about('host compute-1', now + 1))).toEqual(['maintenance']);
    expect(rails('soft-reboot', about(`vm ${aVm().id}`, now + 1))).toEqual(['maintenance']);
    expect(rails('soft-reboot', about(`vm ${aVm().id}`, now))).toEqual([]);
    expect(rails('soft-reboot', {}, aVm({ hostStatus: 'maintenance' }))).toEqual(['maintenance']);
  });

  test('the owner opts out, by metadata or tag; where it is opt-in, who says nothing is out', () => {
    expect(rails('soft-reboot', {}, aVm({ metadata: { 'cloud-medic': 'off' } }))).toEqual(['opted-out']);
    expect(rails('soft-reboot', {}, aVm({ tags: ['cloud-medic:no'] }))).toEqual(['opted-out']);
    expect(rails('soft-reboot', set({ optIn: true }))).toEqual(['opted-out']);
    expect(rails('soft-reboot', set({ optIn: true }), aVm({ metadata: { 'cloud-medic': 'on' } }))).toEqual([]);
  });

  test('a new VM settles; somebody else at it is waited for, ourselves not', () => {
    expect(rails('soft-reboot', {}, aVm({ launchedAt: now - 30_000 }))).toEqual(['grace']);
    const rebooted = aVm({ lastAction: { ...action('reboot', 'u'), startedAt: now - 30_000 } });
    expect(rails('soft-reboot', {}, rebooted)).toEqual(['owner']);
    const own = [aClaim({ requestId: 'req-1', at: now - 1000_000, endedAt: now - 900_000 })];
    expect(rails('soft-reboot', { claims: own }, rebooted)).toEqual([]);
  });

  test('an execution of somebody else on the VM', () => {
    const execution = (state: string, createdAt: number, workflow = 'w') => ({
      executions: new Map([['x', { id: 'x', workflow, vm: aVm().id, state, reason: undefined, createdAt }]]),
    });
    expect(rails('soft-reboot', execution('RUNNING', now - 900_000))).toEqual(['owner']);
    expect(rails('soft-reboot', execution('SUCCESS', now - 60_000))).toEqual(['owner']);
    expect(rails('soft-reboot', execution('SUCCESS', now - 900_000))).toEqual([]);
    expect(rails('soft-reboot', execution('ERROR', now - 60_000))).toEqual(['owner']);
    // A workflow of ours that refused has not touched it.
    expect(rails('soft-reboot', execution('ERROR', now - 60_000, 'cloud_medic.autonomous'))).toEqual([]);
    expect(rails('soft-reboot', { ...execution('RUNNING', now), claims: [aClaim({ execution: 'x' })] })).toEqual([
      'in-flight',
    ]);
  });

  test('limits: backoff, per VM a day, fleet in a window; what was refused does not count', () => {
    const claims = (...ago: number[]) => ({ claims: ago.map((minutes) => aClaim({ at: now - minutes * 60_000 })) });
    expect(rails('soft-reboot', claims(600, 6))).toEqual([]);
    expect(rails('soft-reboot', { claims: claims(600, 301, 6).claims })).toEqual(['per-vm']);
    expect(rails('soft-reboot', { ...claims(20, 1.5), ...set({ cooldown: 0 }) })).toEqual(['backoff']);
    const others = [1, 2, 3, 4, 5].map((vm) => aClaim({ vm: `${vm}`, at: now - vm * 60_000 }));
    expect(rails('soft-reboot', { claims: others })).toEqual(['budget']);
    expect(rails('soft-reboot', { claims: others.map((one) => ({ ...one, outcome: 'refused' as const })) })).toEqual(
      [],
    );
  });

  test('two at once, one on a host', () => {
    const busy = (id: string, host: string) => {
      const attempts = [{ vm: id, host, action: 'start', outcome: 'under way' }] as never;
      return [id, { ...open(aVerdict({ vm: id }), aState(), now), phase: 'healing', attempts }] as const;
    };
    expect(rails('soft-reboot', { incidents: new Map([busy('b', 'compute-1')]) })).toEqual(['per-host']);
    const two = new Map([busy('b', 'compute-2'), busy('c', 'compute-3')]);
    expect(rails('soft-reboot', { incidents: two })).toEqual(['concurrent']);
  });

  test('brake, host, lease, kill switch, quarantine', () => {
    const brake = { since: now, words: '5 of 9', calmSince: undefined };
    expect(rails('soft-reboot', { brake })).toEqual(['brake']);
    const trouble = { host: 'compute-1', openedAt: now, vms: [], calmSince: undefined, words: 'it fails' };
    const hosts = new Map([['compute-1', trouble]]);
    expect(rails('soft-reboot', { hosts })).toEqual(['host']);
    expect(rails('live-migrate', { hosts })).toEqual([]);
    const lease = { holder: 'them', ours: false, until: now + 1 };
    expect(rails('soft-reboot', { lease })).toEqual(['lease']);
    expect(rails('soft-reboot', { lease: { ...lease, until: now } })).toEqual([]);
    expect(rails('soft-reboot', { ...auto, halted: { who: 'ada', at: now } })).toEqual(['halt']);
    const quarantine = new Map([[aVm().id, { since: now, vmName: 'web-01', words: 'given up' }]]);
    expect(rails('soft-reboot', { quarantine }, aVm(), '')).toEqual(['quarantined']);
  });

  test('the ceiling, a mode of its own, the role, the service', () => {
    expect(rails('live-migrate', auto)).toEqual(['ceiling']);
    expect(rails('live-migrate', auto, aVm(), '')).toEqual([]);
    expect(rails('hard-reboot', { ...auto, ...set({ modes: { 'hard-reboot': 'confirm' } }) })).toEqual(['ask']);
    expect(rails('hard-reboot', set({ modes: { 'hard-reboot': 'observe' } }))).toEqual(['mode']);
    const cloud = { name: 'c', project: 'p', user: 'bob', region: 'r', simulated: true, roles: ['member'] };
    expect(rails('live-migrate', { cloud })).toEqual(['role']);
    const stack = { name: 's', id: 's', resource: 'vm' };
    expect(rails('heat-replace', { cloud }, aVm({ stack }), 'web-01')).toEqual(['service']);
  });

  test('what destroys wants the name; evacuation wants a host that is fenced', () => {
    expect(rails('rebuild')).toEqual(['typed']);
    expect(rails('rebuild', {}, aVm(), 'web-02')).toEqual(['typed']);
    expect(rails('rebuild', {}, aVm(), 'web-01')).toEqual([]);
    expect(rails('evacuate', {}, aVm({ hostStatus: 'unknown' }), 'web-01')).toEqual(['state']);
    expect(rails('evacuate', {}, aVm({ hostStatus: 'down' }), 'web-01')).toEqual([]);
  });

  test('taken over, or put off: nothing by itself, a person may', () => {
    expect(rails('soft-reboot', incident({ acknowledged: { who: 'ada', at: now } }))).toEqual(['attention']);
    expect(rails('soft-reboot', incident({ snoozed: { who: 'ada', until: now + 1 } }))).toEqual(['attention']);
    expect(rails('soft-reboot', incident({ snoozed: { who: 'ada', until: now } }))).toEqual([]);
    expect(rails('soft-reboot', incident({ acknowledged: { who: 'ada', at: now } }), aVm(), '')).toEqual([]);
    expect(rails('soft-reboot', incident({ barred: { until: now + 1, words: 'them' } }), aVm(), '')).toEqual(['taken']);
  });
});

describe('limits as shares of all there are', () => {
  const fleet = (count: number) =>
    new Map(Array.from({ length: count }, (_, i) => [`vm-${i}`, aVm({ id: `vm-${i}` })]));
  const claims = (count: number) =>
    Array.from({ length: count }, (_, i) => aClaim({ vm: `vm-${i}`, at: now - 60_000 - i }));

  test.each([
    ['20 %', 30, 5, false],
    ['20 %', 30, 6, true],
    ['20 %', 2, 1, true],
    [5, 30, 5, true],
  ] as const)('a budget of %s of %d VMs, with %d heals: it holds is %s', (budget, count, heals, holds) => {
    const vms = new Map([...fleet(count), [aVm().id, aVm()]]);
    const found = rails('soft-reboot', { vms, claims: claims(heals), ...set({ budget }) });
    expect(found.includes('budget')).toBe(holds);
  });

  test('what is written in the settings, or typed', () => {
    expect(['5', '20 %', '20%', '0.5 %'].map((one) => readLimit(one))).toEqual([5, '20 %', '20 %', '0.5 %']);
    expect(['', '0', '1.5', '101 %', '0 %', '-3', '5 VMs'].map((one) => readLimit(one))).toEqual(
      Array(7).fill(undefined),
    );
    expect([countOf('20 %', 50), countOf('1 %', 50), countOf('1 %', 50, 2), countOf(7, 50)]).toEqual([10, 1, 2, 7]);
  });
});
