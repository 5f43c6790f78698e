import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProgram } from './program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return startProgram(folder, args, env).ended;
}

function writeClouds(authUrl: string) {
  const auth = `auth_url: ${authUrl}, username: ada, password: pass-w0rd, project_name: p, user_domain_id: default, project_domain_id: default`;
  writeFileSync(join(folder, 'clouds.yaml'), `clouds:\n  mine:\n    auth: {${auth}}\n`);
}

describe('without a cloud the simulated one is watched', () => {
  test('vms --json: every field of the contract', async () => {
    const { code, stdout } = await run(['vms', '--json', '--vms', '4']);
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows).toHaveLength(4);
    expect(Object.keys(rows[0]!)).toEqual([
      ...['id', 'name', 'host', 'status', 'metrics', 'sampleAge', 'probability', 'diagnosis', 'confidence'],
      ...['reasons', 'timeToFailure', 'timeToFailureBand', 'alarm'],
    ]);
    expect((rows[0]!.metrics as { cpu: number }).cpu).toBeGreaterThanOrEqual(0);
  });

  test('an empty cloud is an empty list', async () => {
    expect(await run(['vms', '--json', '--vms', '0'])).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  test.each([4, 0])('doctor --json is all green with %d VMs', async (count) => {
    const { code, stdout } = await run(['doctor', '--json', '--vms', String(count)]);
    expect(code).toBe(0);
    const { cloud, checks } = JSON.parse(stdout) as { cloud: string; checks: { ok: boolean }[] };
    expect(cloud).toBe('simulated');
    expect(checks.length).toBeGreaterThan(2);
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  test('watch --once prints one JSON object a line', async () => {
    const { code, stdout } = await run(['watch', '--once', '--vms', '3']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; vms?: number });
    expect(lines.map(({ type }) => type)).toEqual(['connected', 'observed']);
    expect(lines[1]?.vms).toBe(3);
  });

  test('heal --dry-run prints the exact call and sends nothing', async () => {
    const { code, stdout } = await run(['heal', 'web-01', 'hard-reboot', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/POST \(compute\) \/servers\/[0-9a-f-]{36}\/action \{"reboot":\{"type":"HARD"\}\}/);
  });

  test('heal refuses in observe mode, with the reason', async () => {
    const { code, stdout } = await run(['heal', 'web-01', 'soft-reboot', '--dry-run', '--mode', 'observe']);
    expect(code).toBe(1);
    expect(stdout).toContain('Not done (mode): the mode is observe');
  });

  test('heal asks, and without a keyboard does nothing', async () => {
    expect(await run(['heal', 'web-01', 'soft-reboot'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no keyboard'),
    });
  });

  test('play --report writes the report and passes', async () => {
    const { code, stdout } = await run(['play', 'crash', '--report', 'report.md', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ scenario: 'crash', simulated: true, failures: [] });
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('SIMULATED');
  });
});

describe('a mistake gets one sentence and its exit code', () => {
  test.each([
    [['vms', '--cloud', 'mine'], 2, 'no clouds.yaml'],
    [['play', 'nope'], 2, 'There is no scenario "nope"'],
    [['heal', 'nobody', '--dry-run'], 2, 'There is no VM "nobody"'],
    [['heal', 'web-01', 'exorcise', '--dry-run'], 2, 'There is no action "exorcise"'],
    [['inject', 'gremlins', 'web-01'], 2, 'There is no fault "gremlins"'],
    [['inject', 'crash', 'web-01'], 2, 'ends with it'],
    [['revert'], 2, 'Name one injection'],
    [['--vms', 'many'], 2, 'whole number'],
    [['simulator', '--port', '99999'], 2, 'from 0 to 65535'],
    [['simulator', '--port', '0', '--speed', '5'], 2, 'live in real time'],
    [['frobnicate'], 2, 'frobnicate'],
    [['--interval', '0.001', 'watch'], 2, 'a number from 1 to 3600'],
    [['--interval', '31556952000', 'watch'], 2, 'a number from 1 to 3600'],
    [['--refresh', '1e9'], 2, 'a number from 0.1 to 60'],
    [['--speed', '1e9', 'watch'], 2, 'a number from 0.01 to 1000'],
    [['--speed', '1e-9', 'watch'], 2, 'a number from 0.01 to 1000'],
    [['--vms', '1000000000', 'vms'], 2, 'from 0 to 100000'],
    [['inject', 'crash', 'web-01', '--for', '400d'], 2, 'is too long'],
    [['journal', '--simulate', '--since', '99999999999d'], 2, 'is too long'],
    [[], 2, 'needs a terminal'],
    [['--simulate', '--cloud', 'mine', 'vms'], 2, 'exclude each other'],
    [['vms', '--model', 'nowhere.json'], 4, 'nowhere.json'],
    [['vms', '--model', '/dev/zero'], 4, 'The model file /dev/zero has no end'],
  ])('%j → %d', async (args, exitCode, sentence) => {
    const { code, stderr } = await run(args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(exitCode);
  });

  test('what nobody caught, and what was typed, ends in lines of ours as well', async () => {
    const evil = 'x\u001b]52;c;AA==\u0007\u001b[2J\u009b31m\r\nFORGED';
    const script = `setTimeout(()=>{throw new Error(${JSON.stringify(evil)})},2000)`;
    const thrower = `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`;
    const thrown = await run(['watch', '--vms', '2', '--debug'], { NODE_OPTIONS: `--import ${thrower}` });
    const typed = await run([evil, `--${evil}`]);
    expect([thrown.code, typed.code]).toEqual([1, 2]);
    expect(thrown.stderr).toContain('an error of its own');
    for (const { stdout, stderr } of [thrown, typed]) {
      expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
      expect(stdout + stderr).not.toMatch(/^FORGED/m);
    }
  });

  test('an unknown cloud, as JSON', async () => {
    writeClouds('http://127.0.0.1:1/v3');
    const { code, stdout } = await run(['vms', '--cloud', 'yours', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'unknown-cloud', hint: expect.stringContaining('mine') },
    });
  });

  test('a cloud that is not there: 3', async () => {
    writeClouds('http://127.0.0.1:1/v3');
    const { code, stderr } = await run(['vms', '--cloud', 'mine']);
    expect(stderr).toContain('127.0.0.1:1');
    expect(code).toBe(3);
  });
});

describe('a Keystone that says no', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(
        '{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => void server.close());

  test('wrong password: exit code 3, the file to look at, and never the password', async () => {
    writeClouds(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v3`);
    const { code, stdout, stderr } = await run(['watch', '--once', '--cloud', 'mine', '--debug', '--json']);
    expect(code).toBe(3);
    expect(stderr).toContain('clouds.yaml');
    expect(stdout + stderr).not.toContain('pass-w0rd');
  });
});
