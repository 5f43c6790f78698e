import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../models/action.ts';
import type { Entry, Mode } from '../../models/event.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';

let folder: string;
let file: string;
let clock: ManualClock;
let cloud: Cloud;
let journal: Journal;
let sent: Call[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'failing-'));
  file = join(folder, 'journal.db');
  clock = new ManualClock();
  const simulated = simulatedCloud({ vms: 6, seed: 3, clock });
  const real = openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  await real.connect();
  sent = [];
  const act = (call: Call) => {
    sent.push(call);
    return real.act(call);
  };
  cloud = Object.assign(Object.create(real) as Cloud, { act });
  journal = openJournal(file, { now: () => clock.now(), patience: 100 });
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

async function anEngine(mode: Mode): Promise<Engine> {
  const engine = new Engine({ cloud, clock, journal, state: emptyState(loadModel(), mode) });
  await engine.connect();
  await ticks(engine, 2);
  return engine;
}
async function ticks(engine: Engine, count: number) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}
const first = (engine: Engine) => [...engine.getState().vms.values()][0]!;
const kinds = (entries: readonly Entry[], vm: string) => entries.filter((one) => one.vm === vm).map(({ kind }) => kind);

/** Another process writes and does not end. */
function lockedBy() {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}
/** No page more fits on the disk. */
function full() {
  const append = journal.append;
  journal.append = () => {
    throw new Error('database or disk is full');
  };
  return () => {
    journal.append = append;
  };
}

test.each([
  ['full disk', full, /disk is full/],
  ['lock that lasts', lockedBy, /database is locked/],
])('a %s: nothing is claimed, the plan says why, and what did not happen is never told', async (_, fail, reason) => {
  const engine = await anEngine('auto');
  const { id } = first(engine);
  const works = fail();
  await cloud.faults!.inject('crash', id, 3600);
  await ticks(engine, 8);
  const { incidents, claims, entries, sources } = engine.getState();
  expect([sent, claims]).toEqual([[], []]);
  expect(incidents.get(id)).toMatchObject({ phase: 'held', attempts: [] });
  expect(incidents.get(id)!.words).toMatch(/^the journal cannot be written, so nothing is done until it can: /);
  expect(incidents.get(id)!.words).toMatch(reason);
  expect(sources.find(({ source }) => source === 'journal')).toMatchObject({ ok: false });
  expect(kinds(entries, id)).not.toContain('claimed');
  const alarm = entries.find(({ kind, vm }) => kind === 'alarm' && vm === id)!;
  works();
  await ticks(engine, 2);
  expect(sent).toHaveLength(1);
  await ticks(engine, 20);
  expect(engine.getState().incidents.size).toBe(0);
  const kept = journal.latest(200).reverse();
  expect(kinds(kept, id).filter((kind) => kind === 'claimed')).toHaveLength(1);
  const late = kept.find(({ kind, vm }) => kind === 'alarm' && vm === id)!;
  expect(late).toMatchObject({ at: alarm.at, data: { keptAt: expect.any(Number) } });
  expect(Number(late.data.keptAt)).toBeGreaterThan(alarm.at);
  const claimedAt = kept.find(({ kind }) => kind === 'claimed')!;
  expect(claimedAt.data.keptAt).toBeUndefined();
});

test('a person who says yes while the journal begins to fail is told, and no heal is ever said to have been sent', async () => {
  const engine = await anEngine('confirm');
  const { id } = first(engine);
  engine.dispatch({ type: 'heal-asked', vm: id, action: 'soft-reboot', who: 'ada' });
  const incident = engine.getState().incidents.get(id)!.id;
  const told: Entry[] = [];
  engine.subscribe((records) => told.push(...records));
  const works = full();
  engine.dispatch({ type: 'confirmed', incident, action: 'soft-reboot', who: 'ada' });
  await engine.idle();
  expect(sent).toEqual([]);
  expect(engine.getState().incidents.get(id)).toMatchObject({ attempts: [], phase: 'held' });
  expect(engine.getState().incidents.get(id)!.words).toContain('disk is full');
  works();
  await ticks(engine, 1);
  for (const entries of [told, engine.getState().entries, journal.latest(100)])
    expect(kinds(entries, id)).not.toContain('claimed');
  engine.dispatch({ type: 'heal-asked', vm: id, action: 'soft-reboot', who: 'ada' });
  const again = engine.getState().incidents.get(id)!.id;
  engine.dispatch({ type: 'confirmed', incident: again, action: 'soft-reboot', who: 'ada' });
  await engine.idle();
  expect(sent).toHaveLength(1);
});

test('what answers come while the journal fails is kept later, and the VM is not barred', async () => {
  const engine = await anEngine('confirm');
  const { id } = first(engine);
  engine.dispatch({ type: 'heal-asked', vm: id, action: 'soft-reboot', who: 'ada' });
  const incident = engine.getState().incidents.get(id)!.id;
  engine.dispatch({ type: 'confirmed', incident, action: 'soft-reboot', who: 'ada' });
  await vi.waitUntil(() => engine.getState().incidents.get(id)?.phase === 'healing');
  const works = full();
  await engine.idle();
  await ticks(engine, 12);
  expect(engine.getState().incidents.size).toBe(0);
  works();
  await ticks(engine, 1);
  const kept = journal.latest(100).reverse();
  expect(kinds(kept, id).filter((kind) => ['claimed', 'accepted', 'done', 'resolved'].includes(kind))).toEqual([
    ...['claimed', 'accepted', 'done', 'resolved'],
  ]);
  expect(kept.find(({ kind }) => kind === 'resolved')!.at).toBeLessThan(clock.now() - 10_000);
});

test('a journal that another process holds keeps nobody waiting, however many lines are told', async () => {
  const engine = await anEngine('confirm');
  const works = lockedBy();
  const began = performance.now();
  for (let i = 0; i < 2000; i++) engine.dispatch({ type: 'noted', vm: undefined, words: `note ${i}` });
  expect(performance.now() - began).toBeLessThan(2000);
  works();
  await ticks(engine, 1);
  const words = journal.latest(2000).map((entry) => entry.words);
  expect(words).toContain('note 1999');
  expect(words).not.toContain('note 3');
  expect(words.join()).toMatch(/\d+ lines of a time in which the journal could not be written are lost/);
});
