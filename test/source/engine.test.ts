import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { Failure } from '../../source/failure.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import type { Simulator } from '../../source/simulator/index.ts';

let clock: ManualClock;
let simulator: Simulator;
let cloud: Cloud;
let journal: Journal;
let engine: Engine;

beforeEach(async () => {
  clock = new ManualClock();
  const simulated = simulatedCloud({ vms: 6, seed: 3, clock });
  simulator = simulated.simulator;
  cloud = openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  journal = openJournal(':memory:');
  engine = anEngine(cloud);
  await engine.connect();
});
afterEach(() => journal.close());

const anEngine = (of: Cloud) => new Engine({ cloud: of, clock, journal, state: emptyState(loadModel(), 'confirm') });

/** So many polls, each awaited to its end. */
async function ticks(count: number) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}

const vms = () => [...engine.getState().vms.values()];
const kinds = () =>
  journal
    .latest(50)
    .map(({ kind }) => kind)
    .reverse();

test('the first tick brings all VMs with half an hour of history', async () => {
  await ticks(1);
  expect(vms()).toHaveLength(6);
  expect(engine.getState().ring.length(vms()[0]!.id)).toBeGreaterThan(100);
  expect(engine.getState().cloud).toMatchObject({ simulated: true, user: 'admin' });
});

test('running begins with the names alone, so that the screen is not empty while the history comes', async () => {
  const seen: [vms: number, samples: number][] = [];
  engine.subscribe(() => {
    const [vm] = vms();
    seen.push([vms().length, vm ? engine.getState().ring.length(vm.id) : 0]);
    if (seen.at(-1)![1] > 0) engine.stop();
  });
  await engine.run();
  expect(seen[0]).toEqual([6, 0]);
  expect(seen.at(-1)![1]).toBeGreaterThan(100);
});

test('a tick that would overlap is dropped, not queued', async () => {
  let observed = 0;
  const observe = () => {
    observed++;
    return cloud.observe();
  };
  const counted: Cloud = { ...cloud, faults: undefined, observe };
  engine = anEngine(counted);
  await Promise.all([engine.tick(), engine.tick(), engine.tick()]);
  expect(observed).toBe(1);
});

test('each tick tells the cloud the probabilities, a read-only console none', async () => {
  const told: ReadonlyMap<string, number>[] = [];
  const listening: Cloud = { ...cloud, faults: undefined, tell: async (news) => void told.push(news.probabilities) };
  engine = anEngine(listening);
  await ticks(2);
  expect(told).toHaveLength(2);
  expect([...told[1]!.keys()].sort()).toEqual(
    vms()
      .map(({ id }) => id)
      .sort(),
  );
  const state = { ...emptyState(loadModel(), 'confirm', true) };
  engine = new Engine({ cloud: listening, clock, journal, state });
  await ticks(1);
  expect(told[2]!.size).toBe(0);
});

test('a cloud that takes the probabilities slowly keeps no tick waiting, and is not told the next before it is done', async () => {
  let telling = 0;
  let done = () => {};
  const tell = () => {
    telling++;
    return new Promise<void>((resolve) => {
      done = resolve;
    });
  };
  engine = anEngine({ ...cloud, faults: undefined, tell });
  for (let i = 0; i < 3; i++) {
    clock.advance(10_000);
    await engine.tick();
  }
  expect(engine.getState().vms.size).toBe(6);
  expect(telling).toBe(1);
  done();
  await engine.idle();
});

test('from an injected crash to a proven heal, all of it in the audit', async () => {
  await ticks(2);
  const victim = vms()[0]!;
  await cloud.faults!.inject('crash', victim.id, 3600);
  await ticks(8);
  const incident = engine.getState().incidents.get(victim.id)!;
  expect(incident).toMatchObject({ diagnosis: 'crash', phase: 'firing', plan: { action: 'start', refusals: [] } });
  engine.dispatch({ type: 'confirmed', incident: incident.id, action: 'start', who: 'ada' });
  await engine.idle();
  await ticks(10);
  expect(engine.getState().incidents.size).toBe(0);
  expect(vms().find(({ id }) => id === victim.id)?.status).toBe('ACTIVE');
  expect(kinds()).toEqual(
    expect.arrayContaining(['fault', 'alarm', 'plan', 'claimed', 'accepted', 'done', 'resolved']),
  );
  const accepted = journal.latest(50).find(({ kind }) => kind === 'accepted')!;
  expect(accepted.data.requestId).toMatch(/^req-/);
});

describe('a cloud in trouble', () => {
  test('Nova failing leaves what was known on the screen, says so, and recovers', async () => {
    await ticks(1);
    simulator.trouble.push({ service: 'compute', kind: 'status', status: 403 });
    await ticks(1);
    expect(engine.getState().sources.find(({ source }) => source === 'nova')?.ok).toBe(false);
    expect(vms()).toHaveLength(6);
    simulator.trouble.length = 0;
    await ticks(1);
    expect(engine.getState().sources.find(({ source }) => source === 'nova')?.ok).toBe(true);
    expect(journal.latest(10).map(({ words }) => words)).toContain('nova answers again');
  });

  test('Gnocchi failing leaves Nova standing and heals nobody', async () => {
    engine.dispatch({ type: 'mode-set', mode: 'auto', who: 'ada' });
    await ticks(1);
    simulator.trouble.push({ service: 'metric', kind: 'status', status: 404 });
    await ticks(12);
    expect(engine.getState().sources.find(({ source }) => source === 'gnocchi')?.ok).toBe(false);
    expect(engine.getState().incidents.size).toBe(0);
    expect(kinds()).not.toContain('claimed');
  });

  test('a token that dies in mid-stream is renewed without a word', async () => {
    await ticks(1);
    simulator.revokeTokens();
    await ticks(1);
    expect(engine.getState().sources.every(({ ok }) => ok)).toBe(true);
    expect(journal.latest(10)).toEqual([]);
  });

  test('an action without an answer counts as sent; one that is refused does not', async () => {
    await ticks(1);
    const failing = (code: string): Cloud => ({
      ...cloud,
      act: () => Promise.reject(new Failure('cloud', code, 'Nova gave no answer.', 'Wait.')),
    });
    for (const [code, phase, nth] of [
      ['uncertain', 'healing', 0],
      ['forbidden', 'held', 1],
      ['bad-answer', 'held', 2],
      ['timeout', 'held', 3],
    ] as const) {
      engine = anEngine(failing(code));
      await ticks(1);
      const vm = vms()[nth];
      engine.dispatch({ type: 'heal-asked', vm: vm!.id, action: 'soft-reboot', who: 'ada' });
      const { id } = engine.getState().incidents.get(vm!.id)!;
      engine.dispatch({ type: 'confirmed', incident: id, action: 'soft-reboot', who: 'ada' });
      await engine.idle();
      expect(engine.getState().incidents.get(vm!.id)?.phase).toBe(phase);
    }
  });
});

describe('a journal that takes nothing more', () => {
  const broken = (): Journal => ({
    ...journal,
    append: () => {
      throw new Error('disk full');
    },
  });

  test('keeps an action from being sent, and the header says why', async () => {
    let sent = 0;
    const counting: Cloud = {
      ...cloud,
      act: (call) => {
        sent++;
        return cloud.act(call);
      },
    };
    engine = new Engine({ cloud: counting, clock, journal: broken(), state: emptyState(loadModel(), 'confirm') });
    await ticks(1);
    const [vm] = vms();
    engine.dispatch({ type: 'heal-asked', vm: vm!.id, action: 'soft-reboot', who: 'ada' });
    const { id } = engine.getState().incidents.get(vm!.id)!;
    engine.dispatch({ type: 'confirmed', incident: id, action: 'soft-reboot', who: 'ada' });
    await engine.idle();
    expect(sent).toBe(0);
    expect(engine.getState().incidents.get(vm!.id)).toMatchObject({ phase: 'held', attempts: [] });
    expect(engine.getState().sources).toContainEqual({
      source: 'journal',
      ok: false,
      newest: undefined,
      reason: 'disk full',
    });
  });

  test('gets the lines that it missed once it takes them again', async () => {
    let full = true;
    const passing: Journal = {
      ...journal,
      append: (entry) => {
        if (full) throw new Error('disk full');
        return journal.append(entry);
      },
    };
    engine = new Engine({ cloud, clock, journal: passing, state: emptyState(loadModel(), 'confirm') });
    engine.dispatch({ type: 'noted', vm: undefined, words: 'one' });
    full = false;
    engine.dispatch({ type: 'noted', vm: undefined, words: 'two' });
    const lines = ['two', 'journal answers again', 'one', 'journal fails: disk full'];
    expect(journal.latest(5).map(({ words }) => words)).toEqual(lines);
    expect(engine.getState().sources.find(({ source }) => source === 'journal')?.ok).toBe(true);
  });
});
