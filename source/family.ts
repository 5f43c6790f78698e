import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process, and whether a signal (Ctrl-Z, SIGSTOP, SIGTTIN …) has stopped it. */
type Relative = { readonly pid: number; readonly isStopped: boolean };

/** Milliseconds between two looks. */
const pause = 500;

/** Resolves when a process or one that it started, directly or not, is stopped. Never where that cannot be seen; rejects when aborted. */
export async function stopIn(pid: number, signal: AbortSignal): Promise<'stopped'> {
  for (;;) {
    await wait(pause, undefined, { signal });
    if ((await family(pid)).some(({ isStopped }) => isStopped)) return 'stopped';
  }
}

/** Sends signals to a process and all that it started. Who has gone meanwhile is left out. */
export async function signalFamily(pid: number, ...signals: readonly NodeJS.Signals[]): Promise<void> {
  for (const { pid: one } of await family(pid)) {
    for (const signal of signals) {
      try {
        process.kill(one, signal);
      } catch {
        // It has ended, or is somebody else's by now.
      }
    }
  }
}

async function family(pid: number): Promise<Relative[]> {
  return process.platform === 'linux' ? byProc(pid) : byPs(pid);
}

async function byProc(pid: number): Promise<Relative[]> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, children] = await Promise.all([read('stat'), read(`task/${pid}/children`)]);
  // The name before may have brackets of its own.
  const isStopped = stat.slice(stat.lastIndexOf(')')).startsWith(') T');
  const more = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(byProc));
  return stat ? [{ pid, isStopped }, ...more.flat()] : [];
}

async function byPs(pid: number): Promise<Relative[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']).catch(() => ({ stdout: '' }));
  const all = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const of = (id: string): Relative[] =>
    all.flatMap(([one = '', parent, state = '']) =>
      one === id ? [{ pid: Number(one), isStopped: state.startsWith('T') }] : parent === id ? of(one) : [],
    );
  return of(String(pid));
}
