import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import type { Vm } from '../models/vm.ts';
import { Failure, messageOf } from './failure.ts';
import { signalFamily, stopIn } from './family.ts';
import { print } from './print.ts';

/** Placeholders of a command, and what is said where Nova does not tell what one stands for. */
export const placeholders = {
  id: 'an id',
  name: 'a name',
  address: 'an address of this VM',
  host: 'the host of this VM',
} as const;

type Placeholder = keyof typeof placeholders;

/** `{word}` in a command of the settings. */
export const placeholder = /\{(\w*)\}/g;

/**
 * A command of the settings as the arguments of a process, the placeholders filled in. No shell reads them, and no value
 * can pass for an option or reach another machine: one with unusual characters is refused. Throws a Failure that says why.
 */
export function loginArguments(command: readonly string[], vm: Pick<Vm, Placeholder>): readonly string[] {
  return command.map((part) => part.replace(placeholder, (_, key: Placeholder) => filled(key, vm)));
}

/** Letters, digits, `_ . : -` and blanks, a letter or digit first. */
const harmless = /^[\p{L}\p{N}_:][\p{L}\p{N}_.: -]*$/u;

function filled(key: Placeholder, vm: Pick<Vm, Placeholder>): string {
  const value = vm[key];
  if (!value) throw unusable(`Nova does not tell ${placeholders[key]}.`);
  if (!harmless.test(value)) throw unusable(`The ${key} of this VM has characters that a command could misread.`);
  return value;
}

function unusable(message: string): Failure {
  const hint = `The commands in the settings can do with other placeholders: ${Object.keys(placeholders)
    .map((key) => `{${key}}`)
    .join(' ')}.`;
  return new Failure('data', 'no-login', message, hint);
}

/**
 * Runs a program on this process's terminal until it ends and somebody has read what it left there. One that is stopped
 * (Ctrl-Z) goes on or is ended, as the operator says. Resolves with how it ended, in words. `preface` is printed first.
 * Throws a Failure where it cannot be started.
 */
export async function runOnTerminal(argv: readonly string[], preface: string): Promise<string> {
  const [file = '', ...rest] = argv;
  print(...preface.split('\n'));
  const child = spawn(file, rest, { stdio: 'inherit' });
  const kill = () => {
    child.kill('SIGHUP');
    child.kill('SIGCONT');
  };
  process.once('exit', kill);
  try {
    const [code, signal] = await endOf(child, file);
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    await pressed(`${file} ${how}. Enter goes back to cloud-medic.`);
    return `${file} ${how}.`;
  } catch (error) {
    throw new Failure(
      'usage',
      'no-program',
      `${file} cannot be started: ${messageOf(error)}.`,
      'Install it, or name another command in the settings.',
    );
  } finally {
    process.off('exit', kill);
  }
}

type End = [code: number | null, signal: NodeJS.Signals | null];

/** Milliseconds in which what was told to end may do so by itself. */
const grace = 2000;

/** How a program ended. While it is stopped it is asked whether it is to go on. */
async function endOf(child: ChildProcess, file: string): Promise<End> {
  const ended = once(child, 'exit') as Promise<End>;
  for (;;) {
    const over = new AbortController();
    ended.then(
      () => over.abort(),
      () => over.abort(),
    );
    const stopped = child.pid === undefined ? ended : stopIn(child.pid, over.signal).catch(() => ended);
    const end = await Promise.race([ended, stopped]);
    if (end !== 'stopped') return end;
    const key = await pressed(
      `${file} was stopped. Enter lets it go on, q ends it and goes back to cloud-medic.`,
      over.signal,
    );
    if (!['q', 'Q', '\x03'].includes(key)) {
      await signalFamily(child.pid!, 'SIGCONT');
      continue;
    }
    await signalFamily(child.pid!, 'SIGHUP', 'SIGCONT');
    await Promise.race([ended, wait(grace)]);
    if (child.exitCode === null && child.signalCode === null) await signalFamily(child.pid!, 'SIGKILL');
    return ended;
  }
}

/**
 * Prints words and waits for a key, or until aborted. By a handle of its own: the process's own input is the console's,
 * and only lent. The terminal's mode, maybe that of a program that is stopped, is afterwards as it was.
 */
async function pressed(words: string, signal?: AbortSignal): Promise<string> {
  print('', words);
  const fd = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK);
  const terminal = new ReadStream(fd);
  terminal.setRawMode(true);
  try {
    const [key] = await once(terminal, 'data', signal && { signal });
    return String(key);
  } catch {
    return '';
  } finally {
    terminal.setRawMode(false);
    terminal.destroy();
    closeSync(fd);
  }
}
