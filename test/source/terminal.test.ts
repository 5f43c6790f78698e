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
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString().replace(sequences, '')));
  /** Waits for words among all that was ever written. */
  const heard = (words: RegExp) => vi.waitFor(() => expect(text).toMatch(words), { timeout: 30_000, interval: 50 });
  /** Of the console: the shell's only child. */
  const pid = () => childOf(childOf(child.pid!));
  return { child, term, shows, heard, pid, type: (keys: string) => child.stdin.write(keys) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
const sequences = /\x1b\[[?\d;]*[a-zA-Z]/g;

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

  test.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('after %s as the answer to whether to heal, which is none', async (_, keys) => {
    const { shows, heard, type } = shell('heal web-01 hard-reboot --simulate --vms 3');
    await shows('Do it? [y/N]');
    type(keys);
    await shows('code 2, as before');
    await heard(/cloud-medic: The question was not answered: nothing was done\./);
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

describe.skipIf(!hasPty).concurrent('with a screen reader', () => {
  test('from the fault to the proven heal, by keys and ears alone', async () => {
    const { heard, type, term } = shell('--simulate --vms 3 --speed 40 --screen-reader');
    await heard(/Fleet: 3 VMs, /);
    const steps: readonly (readonly [keys: string, words: RegExp])[] = [
      ['.', /nova \d+ seconds? old[\s\S]*Keys: /],
      ['i', /Which fault into/],
      ['j', /Memory leak: .* 2 of 6\./],
      ['j', /Disk full: .* 3 of 6\./],
      ['j', /Crash: .* 4 of 6\./],
      ['\r', /Alarm: VM .* likely Crash, .* Press h to heal\./],
      ['h', /Question: Start .*\?[\s\S]*Cancel is chosen\./],
      ['y', /Confirmed: Start [\s\S]*recovered, healed by start, proven by 3 healthy samples\./],
      ['q', /code 0, as before/],
    ];
    for (const [keys, words] of steps) {
      // A question is answered when it could be read.
      if (keys === 'y' || keys === '\r') await new Promise((resolve) => setTimeout(resolve, 600));
      type(keys);
      await heard(words);
    }
    isBack(term);
  }, 60_000);

  test('by the variable of Ink as well, also where there is no console', async () => {
    const { heard, type, term } = shell('--simulate --vms 3', { INK_SCREEN_READER: 'true' });
    await heard(/Fleet: 3 VMs, /);
    type('\x03');
    await heard(/code 0, as before/);
    isBack(term);
    const watch = shell('--simulate --vms 3 watch --once', { INK_SCREEN_READER: 'true' });
    await watch.heard(/^Connected to simulated, .* SIMULATED, mode CONFIRM\.[\s\S]*code 0/);
  });
});

test.skipIf(!hasPty)('an answer that was typed before the question stood there is none', async () => {
  const { heard, type } = shell('--simulate --vms 3 heal web-01 soft-reboot');
  type('y\ny\n');
  await heard(/Do it\? [\s\S]*answers nothing\.[\s\S]*Do it\? /);
  await new Promise((resolve) => setTimeout(resolve, 600));
  type('n\n');
  await heard(/code 1/);
});
