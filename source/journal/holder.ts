import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who has claims and the lease: one running cloud-medic. */
export type Holder = {
  /** Made at its start, so that nobody else ever has it: neither a container, nor a later process with its number. */
  readonly id: string;
  /** In words for people. */
  readonly name: string;
  /** The machine's start and the pid namespace in which the process can be looked for. */
  readonly place: string;
  /** Its number there, and when it started. */
  readonly process: string;
};

/** This process, as a holder that it is from now on. */
export function holderHere(): Holder {
  const { pid } = process;
  return { id: randomUUID(), name: `${hostname()} ${pid}`, place: here(), process: `${pid} ${startOf(pid)}` };
}

/** Whether its process runs; undefined where that cannot be seen from here. */
export function isRunning({ place, process: known }: Pick<Holder, 'place' | 'process'>): boolean | undefined {
  if (place !== here()) return undefined;
  const [pid, start] = known.split(' ');
  if (!exists(Number(pid))) return false;
  const now = startOf(Number(pid));
  return now === unknown || start === unknown || now === start;
}

const unknown = '?';

function here(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Not Linux: there are no namespaces to tell apart.
    return hostname();
  }
}

/** When a process started, in the kernel's ticks; a dead one that nobody has buried has no start any more. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may have blanks and brackets in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'dead' : fields[19]!;
  } catch {
    return unknown;
  }
}

function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
