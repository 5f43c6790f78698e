import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

/** The built program in a real pseudo-terminal, which util-linux's `script` makes. */
const hasPty = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const program = join(import.meta.dirname, '../../dist/cli.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

/** A shell that runs the console and then says what it left: its exit code, and whether the terminal is as it was. */
function shell(args: string, env: Readonly<Record<string, string>> = {}) {
  const console_ = `${process.execPath} ${program} --data-dir ${folder} ${args}`;
  const line = `stty cols 80 rows 24; before=$(stty -g); ${console_}; code=$?; [ "$before" = "$(stty -g)" ] && echo "code $code, as before" || echo "code $code, changed"`;
  const { PATH = '' } = process.env;
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    env: { PATH, HOME: folder, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
  const term = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  child.stdout.on('data', (chunk: Buffer) => term.write(chunk));
  const screen = () =>
    Array.from({ length: term.rows }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true) ?? '').join(
      '\n',
    );
  const shows = (words: string) =>
    vi.waitFor(() => expect(screen()).toContain(words), { timeout: 20_000, interval: 50 });
  /** Of the console: the shell's only child. */
  const pid = () => childOf(childOf(child.pid!));
  return { child, term, shows, pid, type: (keys: string) => child.stdin.write(keys) };
}

const childOf = (pid: number) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

/** What a terminal that was given back shows: its own screen, a cursor, keys as they are typed. */
function isBack({ modes, buffer }: xterm.Terminal) {
  expect(buffer.active.type).toBe('normal');
  expect(modes.bracketedPasteMode).toBe(false);
  expect(modes.mouseTrackingMode).toBe('none');
}

describe.skipIf(!hasPty).concurrent('the terminal is as it was', () => {
  test.each([
    ['q', 'q', 0],
    ['Ctrl-C', '\x03', 0],
  ])('after %s', async (_, keys, code) => {
    const { shows, type, term } = shell('--simulate --vms 3');
    await shows('of 3 VMs');
    type(keys);
    await shows(`code ${code}, as before`);
    isBack(term);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const { shows, pid, term } = shell('--simulate --vms 3');
    await shows('of 3 VMs');
    process.kill(pid(), signal);
    await shows('code 0, as before');
    isBack(term);
  });

  test('after an error that nobody caught, which is told', async () => {
    const later = 'data:text/javascript,setTimeout(()=>{throw(new(Error)("boom"))},2000).unref()';
    const { shows, term } = shell('--simulate --vms 3', { NODE_OPTIONS: `--import=${later}` });
    await shows('Error: boom');
    await shows('as before');
    isBack(term);
  });

  test('after a cloud that cannot be reached, which is told', async () => {
    const { shows, term } = shell('', {
      OS_AUTH_URL: 'http://127.0.0.1:9/v3',
      OS_USERNAME: 'u',
      OS_PASSWORD: 'p',
      OS_PROJECT_NAME: 'p',
    });
    await shows('code 3, as before');
    isBack(term);
  });
});

test.skipIf(!hasPty)('a terminal that is gone ends the program', async () => {
  const { child, shows, pid } = shell('--simulate --vms 3');
  await shows('of 3 VMs');
  const console_ = pid();
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(console_, 0)).toThrow('ESRCH'), { timeout: 10_000 });
});
