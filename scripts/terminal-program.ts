import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What a program cost over some seconds. Processor time in per cent of one core, memory in MB. */
export type Cost = { readonly bytesPerSecond: number; readonly cpu: number; readonly rss: number };

/** Starts a program in a pseudo-terminal of this size, which util-linux's `script` makes. */
export function inTerminal(
  command: string,
  columns: number,
  rows: number,
  env: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const line = `stty cols ${columns} rows ${rows}; exec ${command}`;
  return spawn('script', ['-qfec', line, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
  });
}

/** A program in a pseudo-terminal, and what it costs. */
export class TerminalProgram {
  readonly #script: ChildProcessWithoutNullStreams;
  #bytes = 0;
  #seen = '';

  constructor(command: string, columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    this.#script = inTerminal(command, columns, rows, env);
    this.#script.stdout.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      this.#seen = (this.#seen + chunk.toString('utf8')).slice(-20_000);
    });
  }

  /** Until the output has shown the sign. Rejects after a minute. */
  async sees(sign: RegExp): Promise<void> {
    for (let tries = 0; !sign.test(this.#seen); tries++) {
      if (tries > 1200) throw new Error(`"${sign}" was not seen, but: ${this.#seen.slice(-500)}`);
      await wait(50);
    }
  }

  /** Until it has sent nothing for three seconds, or for ten seconds where it always does. */
  async settles(): Promise<void> {
    for (let seconds = 0, calm = 0, bytes = -1; seconds < 10 && calm < 3; seconds++) {
      calm = this.#bytes === bytes ? calm + 1 : 0;
      bytes = this.#bytes;
      await wait(1000);
    }
  }

  /** What it costs in the `seconds` from now on. */
  async cost(seconds: number): Promise<Cost> {
    const pid = this.#pid();
    const before = { bytes: this.#bytes, cpu: cpuSeconds(pid), at: performance.now() };
    await wait(seconds * 1000);
    const passed = (performance.now() - before.at) / 1000;
    return {
      bytesPerSecond: (this.#bytes - before.bytes) / passed,
      cpu: (100 * (cpuSeconds(pid) - before.cpu)) / passed,
      rss: rssOf(pid),
    };
  }

  async end(keys: string): Promise<void> {
    const gone = new Promise((resolve) => this.#script.once('exit', resolve));
    this.#script.stdin.write(keys);
    // Some take no key while they are busy.
    const late = setTimeout(() => this.#script.kill(), 5000);
    await gone;
    clearTimeout(late);
  }

  /** Of the program itself: `script` starts a shell that becomes it. */
  #pid(): number {
    const { pid } = this.#script;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return Number(child);
  }
}

/** Of all its threads, in user and kernel mode. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
