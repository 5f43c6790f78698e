import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { defaultSettings, type HealSettings } from '../../models/heal-settings.ts';
import { emptyState, type State } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import type { Holder } from '../../source/journal/holder.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aDeadHolder, aHolder } from './holders.ts';

let folder: string;
let clock: ManualClock;
let client: () => Cloud;
let sent: string[];
let journals: Journal[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'company-'));
  clock = new ManualClock();
  const simulated = simulatedCloud({ vms: 8, seed: 3, clock });
  client = () => openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  sent = [];
  journals = [];
});
afterEach(() => {
  for (const journal of journals) journal.close();
  rmSync(folder, { recursive: true });
});

/** A cloud-medic with a handle of its own on the one journal. `isCut`: what it sends never comes back. */
async function anEngine(holder: Holder, news: Partial<State> = {}, isCut = false): Promise<Engine> {
  const real = client();
  const act: Cloud['act'] = async (call) => {
    sent.push(`${holder.id} ${Object.keys(call.body as object)[0]}`);
    const answer = await real.act(call);
    return isCut ? new Promise(() => undefined) : answer;
  };
  const journal = openJournal(join(folder, 'journal.db'), { now: () => clock.now() });
  journals.push(journal);
  const cloud = Object.assign(Object.create(real) as Cloud, { act });
  const state = { ...emptyState(loadModel(), 'confirm'), ...news };
  const engine = new Engine({ cloud, clock, journal, state, holder });
  await engine.connect();
  return engine;
}

async function ticks(count: number, ...engines: readonly Engine[]) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    for (const engine of engines) {
      await engine.tick();
      await engine.idle();
    }
  }
}

/** A person's heal up to its claim, or to what is said instead: Nova is asked about the VM before. */
async function heal(engine: Engine, vm: string, action: 'soft-reboot' | 'hard-reboot' = 'hard-reboot') {
  engine.dispatch({ type: 'heal-asked', vm, action, who: 'ada' });
  await engine.idle();
  const incident = engine.getState().incidents.get(vm)!.id;
  const told = () => lines().some((line) => line.incident === incident && ['claimed', 'held'].includes(line.kind));
  engine.dispatch({ type: 'confirmed', incident, action, who: 'ada' });
  for (let turn = 0; turn < 500 && !told(); turn++) await new Promise(setImmediate);
}

const vmsOf = (engine: Engine) => [...engine.getState().vms.values()];
const lines = (): Entry[] => journals[0]!.latest(1000);
/** What the journal got of heals since it had so many lines. */
const since = (count: number) =>
  lines()
    .slice(0, lines().length - count)
    .map(({ kind, words }) => `${kind}: ${words}`);

describe('a heal that another cloud-medic is at, and lives,', () => {
  test.each<readonly [string, Partial<State>]>([
    ['a console', {}],
    ['one in auto', { mode: 'auto' }],
    ['an observer', { mode: 'observe' }],
    ['a read-only one', { readOnly: true }],
    ['a single command', { tends: false }],
  ])('is left to it: %s writes and sends nothing about it', async (_, news) => {
    const healer = await anEngine(aHolder('healer'));
    await ticks(2, healer);
    const { id } = vmsOf(healer)[0]!;
    await heal(healer, id);
    await healer.idle();
    const count = lines().length;
    const other = await anEngine(aHolder('other'), news);
    await ticks(1, other);
    expect(other.getState().incidents.size).toBe(0);
    expect(other.getState().claims).toMatchObject([{ vm: id, outcome: 'under way', holder: 'healer' }]);
    expect(since(count)).toEqual([]);
    await ticks(12, healer, other);
    expect(healer.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
    expect(other.getState().claims).toMatchObject([{ vm: id, outcome: 'healed' }]);
    expect(sent).toEqual(['healer lock', 'healer reboot', 'healer unlock']);
    expect(lines().filter(({ kind }) => kind === 'done' || kind === 'resolved')).toHaveLength(2);
  });
});

describe('a heal whose cloud-medic is gone', () => {
  test.each(['process', 'heartbeat'])('is taken up by one alone, by its %s', async (gone) => {
    const healer = await anEngine(gone === 'process' ? aDeadHolder('healer') : aHolder('healer'), {}, true);
    await ticks(2, healer);
    const { id } = vmsOf(healer)[0]!;
    await heal(healer, id, 'soft-reboot');
    const count = lines().length;
    const others = [
      await anEngine(aHolder('observer'), { mode: 'observe' }),
      await anEngine(aHolder('reader'), { readOnly: true }),
      await anEngine(aHolder('command'), { tends: false }),
    ];
    await ticks(1, ...others);
    expect(since(count)).toEqual([]);
    const [one, two] = [await anEngine(aHolder('one')), await anEngine(aHolder('two'))];
    if (gone === 'heartbeat') {
      await ticks(1, one, two);
      expect(since(count), 'while it may live').toEqual([]);
      clock.advance(60_000);
    }
    await ticks(1, one, two, ...others);
    const taken = since(count).filter((line) => line.includes('taken up'));
    expect(taken).toHaveLength(1);
    expect([one, two, ...others].map((engine) => engine.getState().incidents.size)).toEqual([1, 0, 0, 0, 0]);
    await ticks(14, one, two, ...others);
    expect(sent).toEqual(['healer reboot']);
    expect(one.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
    expect(since(count).filter((line) => line.startsWith('resolved: healed'))).toHaveLength(1);
  });
});

describe('limits count for all on a journal', () => {
  const settings = (news: Partial<HealSettings>) => ({ settings: { ...defaultSettings, ...news } });

  test.each([
    ['so many at once', { concurrent: 2, perHost: 9 }, /other heals are under way/],
    ['so many on a host', { concurrent: 9, perHost: 1 }, /on the same host is being healed/],
    ['the budget', { concurrent: 9, perHost: 9, budget: 2 }, /2 heals in the last/],
  ])('%s', async (_, limits, reason) => {
    const engines = await Promise.all(
      Array.from({ length: 6 }, (_, i) => anEngine(aHolder(`medic-${i}`), settings(limits))),
    );
    await ticks(2, ...engines);
    // All have looked, none has heard of another yet.
    const vms = vmsOf(engines[0]!).slice(0, 6);
    await Promise.all(vms.map(({ id }, i) => heal(engines[i]!, id, 'soft-reboot')));
    await Promise.all(engines.map((engine) => engine.idle()));
    const hosts = new Set(
      vmsOf(engines[0]!)
        .slice(0, 6)
        .map(({ host }) => host),
    );
    expect(sent).toHaveLength('budget' in limits || limits.perHost > 1 ? 2 : hosts.size);
    const held = lines().filter(({ kind }) => kind === 'held');
    expect(held).toHaveLength(6 - sent.length);
    for (const { words } of held) expect(words).toMatch(reason);
    expect(lines().filter(({ kind }) => kind === 'claimed')).toHaveLength(sent.length);
  });

  test('the cooldown of a VM, though the second one never heard of the first heal', async () => {
    const [one, two] = [await anEngine(aHolder('one')), await anEngine(aHolder('two'))];
    await ticks(2, one, two);
    const { id } = vmsOf(one)[0]!;
    await heal(one, id, 'soft-reboot');
    await ticks(14, one);
    expect(one.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
    // The same picture as before, but for the time: it looks at the cloud and hears nothing.
    journals[1]!.news = () => ({ newest: 0, entries: [] });
    await ticks(1, two);
    await heal(two, id, 'soft-reboot');
    expect(two.getState().incidents.get(id)?.words).toMatch(/cooldown for \d+ s more/);
    expect(sent).toHaveLength(1);
  });

  test('the kill switch that was pressed elsewhere in the same moment', async () => {
    const [one, two] = [await anEngine(aHolder('one')), await anEngine(aHolder('two'), { mode: 'auto' })];
    await ticks(2, one, two);
    const { id } = vmsOf(one)[0]!;
    await client().connect();
    journals[1]!.news = () => ({ newest: 0, entries: [] });
    one.dispatch({ type: 'halted', on: true, who: 'ada' });
    const cloud = client();
    await cloud.connect();
    await cloud.faults!.inject('crash', id, 3600);
    await ticks(10, two);
    expect(two.getState().incidents.get(id)?.attempts).toEqual([]);
    expect(sent).toEqual([]);
  });
});
