import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Vm } from '../../../models/vm.ts';
import { systemClock } from '../../../source/clock.ts';
import { loadCloudConfig } from '../../../source/openstack/config.ts';
import { Nova } from '../../../source/openstack/nova.ts';
import { Session } from '../../../source/openstack/session.ts';
import { startProgram } from '../program.ts';

let folder: string;
let running: ReturnType<typeof startProgram>[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eight-'));
  running = [];
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

function start(...args: readonly string[]) {
  const one = startProgram(folder, args, { OS_CLOUD: 'simulated' });
  running.push(one);
  return one;
}

/** A stand-in in a process of its own, asked by nobody but us. */
async function simulator(): Promise<{ readonly nova: Nova; readonly vms: readonly Vm[] }> {
  const clouds = join(folder, 'clouds.yaml');
  start('simulator', '--port', '0', '--vms', '8', '--write-clouds', clouds);
  while (!existsSync(clouds)) await wait(50);
  const places = { env: { OS_CLIENT_CONFIG_FILE: clouds }, cwd: folder, home: folder };
  const nova = new Nova(new Session(loadCloudConfig({ cloud: 'simulated', ...places })!, { clock: systemClock() }));
  return { nova, vms: (await nova.list()).vms };
}

/** The first so many that end, in their order. */
function firstOf<T>(all: readonly Promise<T>[], count: number): Promise<readonly T[]> {
  const ends: T[] = [];
  return new Promise((resolve) => {
    for (const one of all) void one.then((end) => ends.push(end) === count && resolve(ends));
  });
}

test('eight heals at once, each a process: no more reboots than may be under way at once, by what Nova has', async () => {
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ concurrent: 2, perHost: 9 }));
  const { nova, vms } = await simulator();
  const heals = vms.map(({ id }) => start('heal', id, 'soft-reboot', '--yes').ended);
  // Those that were let do it are still proving it when all others have ended.
  const ends = await firstOf(heals, vms.length - 2);
  const reboots = async () => {
    const deeds = await Promise.all(vms.map(({ id }) => nova.instanceActions(id)));
    return deeds.flat().filter(({ action }) => action === 'reboot').length;
  };
  for (let turn = 0; turn < 100 && (await reboots()) < 2; turn++) await wait(50);
  await wait(300);
  expect(await reboots()).toBe(2);
  for (const { code, stdout, stderr } of ends) {
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/not done.*: 2 other heals are under way/i);
  }
}, 120_000);
