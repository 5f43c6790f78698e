import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Backlog } from '../../source/backlog.ts';
import { systemClock } from '../../source/clock.ts';
import { writeCloud } from '../../source/commands/simulator.ts';
import { loadCloudConfig } from '../../source/openstack/config.ts';
import { Nova } from '../../source/openstack/nova.ts';
import { Session } from '../../source/openstack/session.ts';
import { createSimulator } from '../../source/simulator/index.ts';
import { serveSimulator } from '../../source/simulator/serve.ts';
import { startProgram } from './program.ts';

/** Somebody who does not read what the program says: a terminal that stands still, a pipe that nobody empties. */
const hasPty = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const program = join(import.meta.dirname, '../../dist/cli.js');
const columns = 200;
const rows = 60;

const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (const one of undo.reverse()) await one();
});

/** A cloud of its own on loopback, in which a VM can crash. */
async function served() {
  const folder = mkdtempSync(join(tmpdir(), 'unread-'));
  undo.push(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ interval: 1, refresh: 0.1 }));
  const simulator = createSimulator({ clock: systemClock(), vms: 20, seed: 7 });
  const { url, close } = await serveSimulator(simulator, 0);
  undo.push(close);
  const file = join(folder, 'clouds.yaml');
  writeCloud(file, { ...simulator.credentials, authUrl: `${url}/identity` });
  const env = { OS_CLIENT_CONFIG_FILE: file };
  const config = loadCloudConfig({ cloud: 'simulated', env, cwd: folder, home: folder })!;
  const session = new Session(config, { clock: systemClock() });
  const nova = new Nova(session);
  const crash = async () => {
    const { id: vm } = (await nova.servers()).find(({ status }) => status === 'ACTIVE')!;
    const body = { fault: 'crash', vm, seconds: 3600 };
    await session.call({ service: 'fault-injection', method: 'POST', path: '/v1/faults', body });
    return vm;
  };
  const isStarted = async (vm: string) =>
    (await nova.instanceActions(vm)).some(({ action, userId }) => action === 'start' && userId !== undefined);
  return { folder, crash, isStarted };
}

/** The program in a terminal whose reader can be stopped. */
function inTerminal(folder: string, args: string) {
  const line = `stty cols ${columns} rows ${rows}; exec ${process.execPath} ${program} --cloud simulated --mode auto --data-dir ${folder} ${args}`;
  const env = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', SHELL: '/bin/sh' };
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    env: { ...env, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') },
  });
  undo.push(() => child.kill('SIGKILL'));
  const term = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
    term.write(chunk);
  });
  const pid = () => Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')[0]);
  /** Until its terminal takes no more: each new size is a whole frame. */
  const fill = async () => {
    const device = readlinkSync(`/proc/${pid()}/fd/0`);
    for (let i = 0; i < 12; i++) {
      spawnSync('stty', ['-F', device, 'cols', String(columns - (i % 2))]);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  };
  const screen = () =>
    Array.from({ length: rows }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true).trimEnd() ?? '');
  return { child, pid, fill, screen, term, text: () => text };
}

const soon = { timeout: 45_000, interval: 200 };

describe.skipIf(!hasPty).concurrent('who does not read holds up nobody', () => {
  test('a console in auto heals while its terminal stands still; then the gap is told and a whole frame drawn', async () => {
    const { folder, crash, isStarted } = await served();
    const { child, fill, screen, pid } = inTerminal(folder, '');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('of 20 VMs'), soon);
    process.kill(child.pid!, 'SIGSTOP');
    await fill();
    const vm = await crash();
    await vi.waitFor(async () => expect(await isStarted(vm)).toBe(true), soon);
    process.kill(child.pid!, 'SIGCONT');
    await vi.waitFor(() => expect(screen()[rows - 2]).toMatch(/The terminal took nothing for \d+ s/), soon);
    expect(screen()[rows - 1]).toMatch(/q quit$/);
    expect(screen()[0]).toContain('simulated');
    process.kill(child.pid!, 'SIGSTOP');
    await fill();
    const console_ = pid();
    process.kill(console_, 'SIGTERM');
    // Its parent stands still, too, and does not hear that it has ended.
    await vi.waitFor(() => expect(readFileSync(`/proc/${console_}/stat`, 'utf8')).toContain(') Z '), soon);
    process.kill(child.pid!, 'SIGCONT');
  }, 150_000);

  test('a watch heals while its terminal is held up by Ctrl-S, and says it all after Ctrl-Q', async () => {
    const { folder, crash, isStarted } = await served();
    const { child, text } = inTerminal(folder, 'watch');
    await vi.waitFor(() => expect(text()).toContain('"type":"observed"'), soon);
    child.stdin.write('\x13');
    const vm = await crash();
    await vi.waitFor(async () => expect(await isStarted(vm)).toBe(true), soon);
    expect(text()).not.toContain('"kind":"claimed"');
    child.stdin.write('\x11');
    await vi.waitFor(() => expect(text()).toContain('"kind":"claimed"'), soon);
    child.stdin.write('\x03');
    await new Promise((resolve) => child.once('exit', resolve));
  }, 120_000);

  test('a slow reader of a long answer gets the whole of it', async () => {
    const { folder } = await served();
    const { child } = startProgram(folder, ['vms', '--json', '--simulate', '--vms', '600']);
    child.stdout.removeAllListeners('data').pause();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    let all = '';
    for await (const chunk of child.stdout) all += chunk;
    expect(JSON.parse(all)).toHaveLength(600);
  }, 120_000);

  test('a reader that has gone ends it as shells expect, though what it said waited for him', async () => {
    const { folder } = await served();
    const { child, ended } = startProgram(folder, ['vms', '--json', '--simulate', '--vms', '600']);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 141, stderr: '' });
  }, 120_000);
});

describe('a backlog', () => {
  /** Somebody who reads only when told to, and what he has read. */
  function reader() {
    const read: string[] = [];
    let waiting: (() => void) | undefined;
    const stream = new Writable({
      highWaterMark: 1,
      write: (chunk, _, done) => {
        read.push(String(chunk).slice(0, 20));
        waiting = done;
      },
    });
    const readAll = async () => {
      while (stream.writableLength > 0) {
        waiting?.();
        await new Promise(setImmediate);
      }
    };
    return { stream, read, readAll };
  }

  test('is bounded; what was left out is counted and told once, when all the rest has been read', async () => {
    const { stream, read, readAll } = reader();
    const say = (line: string) => void stream.write(line);
    const backlog = new Backlog(stream, ({ lines }) => say(`gap of ${lines}`));
    const long = 'x'.repeat(1000);
    for (let i = 0; i < 5000; i++) backlog.line(() => say(`${i} ${long}`));
    expect(stream.writableLength).toBeLessThan(1.1 * 2 ** 20);
    await readAll();
    const last = Number.parseInt(read.at(-2)!, 10);
    expect(read.at(-1)).toBe(`gap of ${5000 - last - 1}`);
    backlog.line(() => say('on again'));
    await readAll();
    expect(read.at(-1)).toBe('on again');
  });
});
