import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { untilProven } from '../../../source/commands/until-proven.ts';
import { type Setup, setUp } from '../../../source/setup.ts';
import { fickleCloud, type Whim } from '../fickle-cloud.ts';
import { failure } from '../openstack/loopback.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof fickleCloud>>;
let setup: Setup;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proven-'));
  vi.stubEnv('OS_CLIENT_CONFIG_FILE', join(folder, 'clouds.yaml'));
});
afterEach(async () => {
  setup.journal.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** A confirmed reboot of a VM whose cloud goes wrong by a rule. */
async function confirmed(becomes: (request: string, body: string) => Whim) {
  cloud = await fickleCloud(join(folder, 'clouds.yaml'), becomes);
  const cloudName = { cloud: 'simulated', dataDir: folder, interval: 1 };
  setup = setUp({ ...cloudName, vms: 0, seed: 0, speed: 1, mode: 'confirm' });
  const { engine } = setup;
  await engine.connect();
  await engine.tick();
  await engine.idle();
  const vm = [...engine.getState().vms.values()][0]!;
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action: 'hard-reboot', who: 'ann' });
  const incident = engine.getState().incidents.get(vm.id)!;
  engine.dispatch({ type: 'confirmed', incident: incident.id, action: incident.plan!.action, who: 'ann' });
  await vi.waitUntil(() => engine.getState().incidents.get(vm.id)?.phase === 'healing', 5000);
  return { vm, incident };
}

test('a heal whose cloud goes away after the call ends after the time that it tells, and says what is not known', async () => {
  let sent = false;
  const { vm, incident } = await confirmed((_, body) => {
    if (sent) return 'silent';
    sent = body.includes('"HARD"');
    return undefined;
  });
  const began = performance.now();
  const told = await failure(untilProven(setup, incident, 3));
  expect(performance.now() - began).toBeLessThan(8000);
  expect(told).toMatchObject({ kind: 'cloud', exitCode: 3, code: 'unproven' });
  expect(told.message).toMatch(
    /^Hard reboot of \S+ was sent at [\d:]+ UTC and accepted \(req-[\w-]+\), and Nova has said nothing for 3 s \(.*\): whether it helped is not known\.$/,
  );
  expect(told.hint).toContain(`openstack server show ${vm.id}`);
  expect(told.hint).toContain('lock');
});

test('where the call itself got no answer, that is said', async () => {
  const { incident } = await confirmed((_, body) => (body.includes('"HARD"') ? 'silent' : undefined));
  cloud.goes('silent');
  const told = await failure(untilProven(setup, incident, 1));
  expect(told.message).toContain('so far without an answer, and Nova has said nothing for 1 s');
});
