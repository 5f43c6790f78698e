import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { Failure } from '../../source/failure.ts';
import type { Holder } from '../../source/journal/holder.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal, Pager } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aDeadHolder, aHolder } from './holders.ts';

let clock: ManualClock;
/** A client of its own for each engine: it remembers what it has read. */
let client: () => Cloud;
let real: Cloud;
let journal: Journal;
let sent: Call[];

beforeEach(async () => {
  clock = new ManualClock();
  const simulated = simulatedCloud({ vms: 6, seed: 3, clock });
  client = () => openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  real = client();
  await real.connect();
  journal = openJournal(':memory:');
  sent = [];
});
afterEach(() => journal.close());

/** The cloud, with every call of ours noted before it is sent, and sent by `act`. */
function noted(act: Cloud['act'] = (call) => real.act(call)): Cloud {
  const noting = (call: Call) => {
    sent.push(call);
    return act(call);
  };
  return { ...client(), act: noting };
}

async function anEngine(cloud: Cloud, holder: string | Holder, pager?: Pager): Promise<Engine> {
  const state = emptyState(loadModel(), 'auto', false, defaultSettings);
  const engine = new Engine({
    cloud,
    clock,
    journal,
    state,
    holder: typeof holder === 'string' ? aHolder(holder) : holder,
    ...(pager ? { pager } : {}),
  });
  await engine.connect();
  return engine;
}

/** So many polls of each, awaited to their end unless an engine is dead. */
async function ticks(count: number, ...engines: Engine[]) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    for (const engine of engines) {
      await engine.tick();
      await engine.idle();
    }
  }
}

const words = (body: unknown) => Object.keys(body as object)[0];
const bodies = () => sent.map(({ body }) => words(body));
const first = (engine: Engine) => [...engine.getState().vms.values()][0]!;

test('a hard reboot goes under our lock, which is gone when it is done', async () => {
  const engine = await anEngine(noted(), 'one');
  await ticks(2, engine);
  const vm = first(engine);
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action: 'hard-reboot', who: 'ada' });
  const { id } = engine.getState().incidents.get(vm.id)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  await ticks(1, engine);
  expect(first(engine)).toMatchObject({ locked: true, lockedReason: `cloud-medic heal ${id}` });
  await ticks(12, engine);
  expect(first(engine).locked).toBe(false);
  expect(bodies()).toEqual(['lock', 'reboot', 'unlock']);
  expect(engine.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
});

test('a reboot that is refused leaves no lock behind', async () => {
  const refusing = noted((call) =>
    words(call.body) === 'reboot' ? Promise.reject(new Failure('cloud', 'conflict', 'Busy.', 'Wait.')) : real.act(call),
  );
  const engine = await anEngine(refusing, 'one');
  await ticks(2, engine);
  const vm = first(engine);
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action: 'hard-reboot', who: 'ada' });
  const { id } = engine.getState().incidents.get(vm.id)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  expect(bodies()).toEqual(['lock', 'reboot', 'unlock']);
  await ticks(1, engine);
  expect(first(engine).locked).toBe(false);
});

test.each(['before it was sent', 'after it was sent'])(
  'an engine that dies %s: the next one ends the heal',
  async (when) => {
    // Dead: what it has begun never comes back.
    const dying = noted(async (call) => {
      if (when === 'after it was sent') await real.act(call);
      return new Promise(() => undefined);
    });
    const dead = await anEngine(dying, aDeadHolder('dead'));
    await ticks(2, dead);
    const { id } = first(dead);
    await real.faults!.inject('crash', id, 3600);
    for (let i = 0; i < 8; i++) {
      clock.advance(10_000);
      await dead.tick();
    }
    expect(bodies()).toEqual(['os-start']);
    const next = await anEngine(noted(), 'host 1');
    await ticks(1, next);
    expect(next.getState().incidents.get(id)).toMatchObject({ phase: 'healing', attempts: [{ action: 'start' }] });
    await ticks(60, next);
    expect(bodies()).toEqual(when === 'after it was sent' ? ['os-start'] : ['os-start', 'os-start']);
    expect(next.getState().incidents.size).toBe(0);
    expect(next.getState().vms.get(id)?.status).toBe('ACTIVE');
    expect(
      next
        .getState()
        .claims.map(({ outcome }) => outcome)
        .at(-1),
    ).toBe('healed');
  },
);

test('two engines on one journal: one heal; the other says who heals, and takes over when that one is dead', async () => {
  const one = await anEngine(noted(), 'here 1');
  const two = await anEngine(noted(), 'here 2');
  await ticks(2, one, two);
  const { id } = first(one);
  await real.faults!.inject('crash', id, 3600);
  await ticks(8, two, one);
  expect(bodies()).toEqual(['os-start']);
  expect(two.getState().lease).toMatchObject({ holder: 'here 1', ours: false });
  await ticks(10, two);
  expect(two.getState().lease).toMatchObject({ holder: 'here 2', ours: true });
  expect(two.getState().claims).toMatchObject([{ action: 'start', vm: id }]);
  expect(bodies()).toEqual(['os-start']);
});

test('the kill switch is pressed at another console while the cloud answers: the heal that was due is not sent', async () => {
  let press = () => {};
  const asking: Cloud = noted();
  const observe: Cloud['observe'] = async (watch) => {
    const seen = await asking.observe(watch);
    press();
    return seen;
  };
  const healer = await anEngine({ ...asking, observe }, 'here 1');
  const other = await anEngine(noted(), 'here 2');
  await ticks(2, healer, other);
  const { id } = first(healer);
  const isNext = () => (healer.getState().verdicts.get(id)?.probability ?? 0) > 0.7;
  press = () => {
    if (isNext()) other.dispatch({ type: 'halted', on: true, who: 'ada' });
  };
  await real.faults!.inject('crash', id, 3600);
  await ticks(12, healer);
  expect(healer.getState().incidents.get(id)).toMatchObject({ attempts: [], plan: { action: 'start' } });
  expect(healer.getState().entries.filter(({ kind }) => kind === 'halt')).toHaveLength(1);
  expect(bodies()).toEqual([]);
});

test('two persons at two consoles who say yes to the same VM: one is sent, the other is told', async () => {
  const one = await anEngine(noted(), 'here 1');
  const two = await anEngine(noted(), 'here 2');
  await ticks(2, one, two);
  const { id } = first(one);
  for (const [engine, who] of [
    [one, 'ada'],
    [two, 'bob'],
  ] as const) {
    engine.dispatch({ type: 'heal-asked', vm: id, action: 'soft-reboot', who });
    const incident = engine.getState().incidents.get(id)!.id;
    engine.dispatch({ type: 'confirmed', incident, action: 'soft-reboot', who });
  }
  await Promise.all([one.idle(), two.idle()]);
  expect(bodies()).toEqual(['reboot']);
  expect(two.getState().incidents.get(id)?.words).toBe('another cloud-medic on this journal is at this VM');
});

test('a person is paged when one is wanted, and a pager that fails is noted', async () => {
  const pages: string[] = [];
  const pager: Pager = {
    page: ({ words }) => {
      pages.push(words);
      return Promise.reject(new Failure('cloud', 'webhook', 'The webhook does not answer.', 'Look at it.'));
    },
  };
  const engine = await anEngine(noted(), 'one', pager);
  await ticks(2, engine);
  const host = first(engine).host;
  const there = [...engine.getState().vms.values()].filter((vm) => vm.host === host);
  for (const vm of there) await real.faults!.inject('crash', vm.id, 3600);
  await ticks(6, engine);
  expect(there.length).toBeGreaterThanOrEqual(3);
  expect(pages[0]).toContain(host);
  expect(journal.latest(50).map((entry) => entry.words)).toContain(
    'nobody could be told: The webhook does not answer.',
  );
});
