import { expect, test } from 'vitest';
import type { Engine } from '../../source/engine.ts';
import { metricName } from '../../source/provision/names.ts';
import { lab } from './lab.ts';

/** Seconds since the newest sample of the VM that was heard of longest ago. */
const oldest = (engine: Engine, now: number) => {
  const { vms, ring } = engine.getState();
  const newest = [...vms.keys()].map((vm) => ring.time(vm) ?? 0);
  return (now - Math.min(...newest)) / 1000;
};

test.each([false, true])(
  'setup (autonomous: %s) with no console running leaves the samples of all VMs alone',
  async (autonomous) => {
    const cloud = lab({ vms: 20 });
    await cloud.setUp(autonomous);
    await cloud.pass(120);
    expect((await cloud.waiting()).bundles).toBe(0);
    const medic = await cloud.medic({ mode: 'observe' });
    expect(oldest(medic, cloud.clock.now())).toBeLessThan(30);
  },
);

test.each(['setUp', 'tearDown'] as const)(
  'a cloud whose telemetry was stopped by empty bundles is mended by %s',
  async (mend) => {
    const cloud = lab({ vms: 20 });
    const ids = [...(await cloud.nova.servers())].map(({ id }) => id);
    await cloud.setUp();
    const empty = Object.fromEntries(ids.map((id) => [id, { [metricName]: { measures: [] } }]));
    const path = '/v1/batch/resources/metrics/measures?create_metrics=true';
    await cloud.session.call({ service: 'metric', method: 'POST', path, body: empty });
    await cloud.pass(120);
    expect((await cloud.waiting()).bundles).toBeGreaterThan(20);
    const dead = await cloud.medic({ mode: 'observe' });
    expect(oldest(dead, cloud.clock.now())).toBeGreaterThan(100);
    await cloud[mend]();
    expect((await cloud.waiting()).bundles).toBe(0);
    await cloud.pass(20, [dead]);
    expect(oldest(dead, cloud.clock.now())).toBeLessThan(30);
  },
);
