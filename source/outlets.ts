import { constants, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Milliseconds until a terminal that takes nothing is tried again. */
const pause = 50;

const outlets = [process.stdout, process.stderr];

/** Where results go; only to be asked how much waits there. */
export const results: Writable = process.stdout;

/**
 * Lets what is written to a terminal wait in the stream's queue while the terminal takes nothing. Node writes to
 * terminals in such a way that the whole process waits for whoever reads them: with Ctrl-S, a dead ssh or a stopped tmux
 * nothing would be healed. Where a terminal cannot be opened once more, it stays so.
 */
export function waitForNoTerminal(): void {
  for (const stream of outlets) {
    const fd = stream.isTTY ? ownDescriptor(stream.fd) : undefined;
    if (fd === undefined) continue;
    stream._writev = undefined;
    stream._write = (chunk: Buffer | string, encoding, done) => {
      send(fd, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk, done);
    };
  }
}

/** Resolves when all that was written has been passed on, or cannot be any more; at the latest after so many ms. */
export async function allPassedOn(milliseconds?: number): Promise<void> {
  await Promise.all(outlets.map((stream) => passedOn(stream, milliseconds)));
  // Whose reader has gone is an error, and ends the program with its own code: that comes first.
  await new Promise(setImmediate);
}

async function passedOn(stream: Writable, milliseconds: number | undefined): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve());
    if (milliseconds !== undefined) setTimeout(resolve, milliseconds);
  });
}

/** The terminal behind a descriptor, in a mode of its own: others who share the descriptor, ssh and the shell, rely on theirs. */
function ownDescriptor(fd: number): number | undefined {
  for (const path of [`/proc/self/fd/${fd}`, '/dev/tty']) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // It may belong to another user, or be known by no name in here: the other way, or none.
    }
  }
  return undefined;
}

function send(fd: number, bytes: Buffer, done: (error?: Error) => void): void {
  let rest = bytes;
  try {
    while (rest.length) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') setTimeout(() => send(fd, rest, done), pause);
    else done(error as Error);
    return;
  }
  done();
}
