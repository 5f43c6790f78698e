import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

/** The console as a job of a shell that can stop it and let it go on. */
const hasShell =
  process.platform === 'linux' && ['script', 'bash'].every((one) => spawnSync(one, ['--version']).status === 0);
const program = join(import.meta.dirname, '../../dist/cli.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stopped-'));
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

const wait = { timeout: 25_000, interval: 100 };

/** An interactive bash in a pseudo-terminal, and what is on its screen. */
function shell() {
  const child = spawn('script', ['-qfec', 'stty cols 80 rows 24; exec bash --norc --noprofile -i', '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', PS1: 'READY> ', SHELL: '/bin/sh' },
  });
  const term = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  child.stdout.on('data', (chunk: Buffer) => term.write(chunk));
  const screen = () =>
    Array.from({ length: 24 }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true) ?? '').join('\n');
  const shows = (words: string | RegExp) => vi.waitFor(() => expect(screen()).toMatch(words), wait);
  const type = (text: string) => child.stdin.write(text);
  /** The console, by what it was started with. */
  const pid = () => Number(readdirSync('/proc').find((one) => /^\d+$/.test(one) && isIt(one)));
  const isIt = (one: string) => {
    try {
      const words = readFileSync(`/proc/${one}/cmdline`, 'utf8');
      return words.startsWith(process.execPath) && words.includes(`--data-dir\0${data}\0`);
    } catch {
      return false;
    }
  };
  const data = mkdtempSync(join(folder, 'data-'));
  const start = async (args: string) => {
    await shows('READY> ');
    type(`${process.execPath} ${program} --data-dir ${data} --simulate --vms 3 ${args}\n`);
    await shows('of 3 VMs');
  };
  return { child, term, screen, shows, type, pid, start, data };
}

describe.skipIf(!hasShell).concurrent('a console that is stopped', () => {
  test.each(['SIGTSTP', 'SIGSTOP'] as const)(
    'by %s goes on with its keys and a whole frame',
    async (signal) => {
      const { child, term, screen, shows, type, pid, start } = shell();
      await start('');
      const console_ = pid();
      for (let round = 1; round <= 2; round++) {
        process.kill(console_, signal);
        await vi.waitFor(() => expect(readFileSync(`/proc/${console_}/stat`, 'utf8')).toContain(') T '), wait);
        if (signal === 'SIGTSTP') {
          await shows(/Stopped/);
          expect([term.buffer.active.type, term.modes.bracketedPasteMode]).toEqual(['normal', true]);
          type('stty -a\n');
          await shows(/ icanon/);
        }
        type(`clear; echo here-${round}-I-am\n`);
        await shows(/^here-\d-I-am/m);
        type('fg\n');
        await shows('of 3 VMs');
        expect(term.buffer.active.type).toBe('alternate');
        expect(screen()).not.toContain('I-am');
        await shows(/q quit$/);
        type('m');
        await shows('asks before each action');
        type('q');
        await vi.waitFor(() => expect(screen()).not.toContain('asks before each action'), wait);
      }
      type('q');
      await shows('READY> ');
      expect(term.buffer.active.type).toBe('normal');
      child.kill('SIGKILL');
    },
    90_000,
  );
});

describe.skipIf(!hasShell).concurrent('a login that is stopped', () => {
  /** A console in which `s` runs this command. */
  async function loggedIn(command: readonly string[]) {
    const one = shell();
    writeFileSync(join(one.data, 'config.json'), JSON.stringify({ console: { sshCommand: command } }));
    await one.start('');
    one.type('\r');
    await one.shows(/Enter|Esc back/);
    await new Promise((resolve) => setTimeout(resolve, 200));
    one.type('s');
    return one;
  }

  test('by Ctrl-Z, the engine and the console are not; it goes on by Enter, and ends by q', async () => {
    const { shows, type, child, pid } = await loggedIn(['sh', '-c', 'echo begun; cat; echo over']);
    await shows(/^begun/m);
    type('\x1a');
    await shows(/sh was stopped\. Enter lets it go on, q ends it/);
    expect(readFileSync(`/proc/${pid()}/stat`, 'utf8')).not.toContain(') T ');
    type('\r');
    await new Promise((resolve) => setTimeout(resolve, 300));
    type('still here\n');
    await shows(/still here\s+still here/);
    type('\x1a');
    await shows(/stopped[\s\S]*stopped/);
    type('q');
    await shows(/sh was ended by SIGHUP\. Enter goes back/);
    type('\r');
    await shows(/sh was ended by SIGHUP\.\s/);
    await shows(/q quit/);
    type('q');
    await shows('READY> ');
    child.kill('SIGKILL');
  }, 60_000);

  test('by a signal that leaves the terminal raw, can be got out of, though it heeds no hang-up', async () => {
    const { shows, screen, type, child } = await loggedIn([
      'sh',
      '-c',
      'trap "" HUP; stty raw -echo; kill -STOP $$; sleep 60',
    ]);
    await shows(/sh was stopped/);
    type('q');
    // The terminal, raw as it was left, breaks lines anywhere.
    await vi.waitFor(() => expect(screen().replace(/\s/g, '')).toContain('shwasendedbySIGKILL.'), wait);
    type('\r');
    await shows(/q quit/);
    type('q');
    await shows('READY> ');
    child.kill('SIGKILL');
  }, 60_000);
});
