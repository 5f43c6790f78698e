import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fickleCloud } from './fickle-cloud.ts';
import { startProgram } from './program.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof fickleCloud>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const clouds = () => join(folder, 'clouds.yaml');
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The milliseconds from a signal to the end. */
async function endedBy(signal: NodeJS.Signals, { child, ended }: ReturnType<typeof startProgram>) {
  const began = performance.now();
  child.kill(signal);
  return { ...(await ended), took: performance.now() - began, signal: child.signalCode };
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends a watch whose cloud drips, at once and well',
  async (name) => {
    cloud = await fickleCloud(clouds(), (request) => (request.includes('/servers/detail') ? 'drips' : undefined));
    const run = startProgram(folder, ['watch', '--cloud', 'simulated']);
    await expect.poll(cloud.dripping, { timeout: 20_000 }).toBeGreaterThan(0);
    const { code, took } = await endedBy(name, run);
    expect(code).toBe(0);
    expect(took).toBeLessThan(3000);
  },
);

test.each([
  ['watch'],
  ['watch', '--once'],
  ['vms'],
  ['doctor'],
  ['setup'],
  ['teardown'],
  ['heal', 'web-01', 'soft-reboot', '--yes'],
  ['inject', 'crash', 'web-01'],
])('SIGTERM ends "%s %s" whose cloud drips from the beginning', async (...args) => {
  cloud = await fickleCloud(clouds(), () => 'drips');
  const run = startProgram(folder, [...args.filter(Boolean), '--cloud', 'simulated']);
  await expect.poll(cloud.dripping, { timeout: 20_000 }).toBeGreaterThan(0);
  const { code, took, signal } = await endedBy('SIGTERM', run);
  // By the signal itself, which shells call 143, where nothing is to be put in order.
  expect([code, signal]).toEqual(args[0] === 'watch' && !args[1] ? [0, null] : [null, 'SIGTERM']);
  expect(took).toBeLessThan(3000);
});

test('a heal that is ended after the call says that it was sent, and what to do', async () => {
  cloud = await fickleCloud(clouds(), () => undefined);
  const run = startProgram(folder, ['heal', 'web-01', 'hard-reboot', '--yes', '--cloud', 'simulated']);
  let told = '';
  run.child.stderr.on('data', (chunk) => (told += chunk));
  await expect.poll(() => told, { timeout: 20_000 }).toContain('Followed until it is proven, for ');
  await expect.poll(() => told, { timeout: 20_000 }).toContain('accepted');
  cloud.goes('drips');
  await sleep(100);
  const { code, stderr, took } = await endedBy('SIGTERM', run);
  expect(stderr).toMatch(
    /Hard reboot of web-01 was sent at [\d:]+ UTC and accepted \(req-[\w-]+\), and this was ended by SIGTERM/,
  );
  expect(stderr).toContain('whether it helped is not known. Do not send it again before you have looked');
  expect(code).toBe(143);
  expect(took).toBeLessThan(3000);
});
