import { afterEach, beforeEach, expect, test } from 'vitest';
import { advance, thinking } from '../../models/advance.ts';
import { metrics } from '../../models/metrics/index.ts';
import { emptyState } from '../../models/state.ts';
import type { Observation } from '../../models/vm.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aVm } from '../models/fixture.ts';

const size = 3000;
const clock = new ManualClock();
const blank = () => emptyState(loadModel(), 'confirm');
let journal: Journal;
let cloud: Cloud;

beforeEach(() => {
  journal = openJournal(':memory:');
  const simulated = simulatedCloud({ vms: 1, seed: 3, clock });
  const real = openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  cloud = { ...real, observe: async () => fleet(clock.now() - 5000), tell: async () => undefined, faults: undefined };
});
afterEach(() => journal.close());

const engineOf = () => new Engine({ cloud, clock, journal, state: blank() });

/** Thousands of VMs with a sample each; every seventh has died. */
function fleet(at: number): Observation {
  const vms = Array.from({ length: size }, (_, i) =>
    aVm({ id: `vm-${i}`, name: `vm-${i}`, ...(i % 7 ? {} : { status: 'ERROR', fault: 'no host' }) }),
  );
  const samples = vms.map((vm, i) => ({ vm: vm.id, at, values: Float32Array.from(metrics, () => i % 90) }));
  return { vms, samples, sources: [], granularity: 10 };
}

test('in slices comes out what comes out at once', () => {
  const event = { type: 'observed', at: clock.now(), observation: fleet(clock.now() - 5000) } as const;
  const slices = thinking(blank(), event);
  let pauses = 0;
  let end = slices.next();
  for (; !end.done; end = slices.next()) pauses++;
  const [sliced, effects] = end.value;
  const [atOnce, same] = advance(blank(), event);
  expect(pauses).toBeGreaterThanOrEqual(size / 1000);
  expect(sliced.verdicts).toEqual(atOnce.verdicts);
  expect(sliced.brake).toEqual(atOnce.brake);
  expect(sliced.ring.value('vm-50', 0)).toBe(50);
  expect(effects).toEqual(same);
});

test('others have their turn while a large fleet is thought about, and see the old state until the end', async () => {
  const engine = engineOf();
  let turns = 0;
  let isOver = false;
  const other = () => {
    if (isOver) return;
    if (engine.getState().vms.size === 0) turns++;
    setImmediate(other);
  };
  setImmediate(other);
  await engine.tick();
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(size / 1000);
  expect(engine.getState().verdicts.size).toBe(size);
});

test('what happens meanwhile comes after it, and nothing is lost or told twice', async () => {
  const engine = engineOf();
  const told: number[] = [];
  engine.subscribe(() => told.push(engine.getState().vms.size));
  const tick = engine.tick();
  setImmediate(() =>
    setImmediate(() => {
      engine.dispatch({ type: 'mode-set', mode: 'auto', who: 'me' });
      expect(engine.getState()).toMatchObject({ mode: 'auto' });
      expect(engine.getState().verdicts.size).toBe(size);
    }),
  );
  await tick;
  await engine.idle();
  expect(told).toEqual([size, size]);
  expect(journal.latest(10).filter(({ kind }) => kind === 'brake')).toHaveLength(1);
  expect(journal.latest(1)[0]).toMatchObject({ kind: 'mode' });
});
