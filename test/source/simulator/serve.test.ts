import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../source/clock.ts';
import { openrc, writeCloud } from '../../../source/commands/simulator.ts';
import { createSimulator } from '../../../source/simulator/index.ts';
import { serveSimulator } from '../../../source/simulator/serve.ts';
import { passwordOf } from './stand-in.ts';

const simulator = () => createSimulator({ clock: systemClock(), vms: 2, historyMinutes: 1 });
const credentials = { ...simulator().credentials, authUrl: 'http://127.0.0.1:9/identity' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('answers on loopback, with a catalogue of its own address', async () => {
  const served = await serveSimulator(simulator(), 0);
  try {
    const response = await fetch(`${served.url}/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(passwordOf('admin', 'secret')),
    });
    expect(response.status).toBe(201);
    const { token } = (await response.json()) as {
      token: { catalog: { type: string; endpoints: { url: string }[] }[] };
    };
    const compute = token.catalog.find(({ type }) => type === 'compute')!.endpoints[0]!.url;
    expect(compute).toBe(`${served.url}/compute/v2.1`);
    const headers = { 'X-Auth-Token': response.headers.get('X-Subject-Token')! };
    const list = (await (await fetch(`${compute}/servers?all_tenants=1`, { headers })).json()) as {
      servers: unknown[];
    };
    expect(list.servers).toHaveLength(2);
  } finally {
    await served.close();
  }
  await expect(fetch(served.url)).rejects.toThrow();
});

test('a reset breaks the connection', async () => {
  const standIn = simulator();
  standIn.trouble.push({ service: 'compute', kind: 'reset' });
  const served = await serveSimulator(standIn, 0);
  try {
    await expect(fetch(`${served.url}/compute/v2.1/servers`)).rejects.toThrow('fetch failed');
  } finally {
    await served.close();
  }
});

test('a taken port is told as such', async () => {
  const served = await serveSimulator(simulator(), 0);
  try {
    const port = Number(new URL(served.url).port);
    await expect(serveSimulator(simulator(), port)).rejects.toMatchObject({ kind: 'usage', code: 'port-taken' });
  } finally {
    await served.close();
  }
});

test('the openrc points clients here', () => {
  expect(openrc(credentials)).toContain('export OS_AUTH_URL=http://127.0.0.1:9/identity/v3\n');
  expect(openrc(credentials)).toContain('export OS_PROJECT_NAME=admin\n');
});

test('a clouds.yaml gets the cloud and is for its owner only', () => {
  const file = join(folder, 'clouds.yaml');
  writeCloud(file, credentials);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(parse(readFileSync(file, 'utf8')).clouds.simulated).toMatchObject({
    auth: { auth_url: 'http://127.0.0.1:9/identity', username: 'admin', project_name: 'admin' },
    region_name: 'RegionOne',
  });
});

test('what was in a clouds.yaml stays there', () => {
  const file = join(folder, 'clouds.yaml');
  writeFileSync(file, '# mine\nclouds:\n  prod: {region_name: North}\n  simulated: {region_name: Old, stale: true}\n');
  writeCloud(file, credentials);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('# mine');
  expect(parse(text).clouds.prod).toEqual({ region_name: 'North' });
  expect(parse(text).clouds.simulated).not.toHaveProperty('stale');
});

test('an empty clouds.yaml is filled', () => {
  const file = join(folder, 'clouds.yaml');
  for (const empty of ['', 'clouds:\n', '# nothing yet\n']) {
    writeFileSync(file, empty);
    writeCloud(file, credentials);
    expect(parse(readFileSync(file, 'utf8')).clouds.simulated.auth.username).toBe('admin');
  }
});

test('a broken clouds.yaml is left as it is', () => {
  const file = join(folder, 'clouds.yaml');
  for (const broken of ['clouds: [', '- a list', 'clouds: 7\n']) {
    writeFileSync(file, broken);
    expect(() => writeCloud(file, credentials)).toThrow('not a valid clouds.yaml');
    expect(readFileSync(file, 'utf8')).toBe(broken);
  }
});
