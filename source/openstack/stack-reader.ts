import type { SourceHealth, Stack, Watch } from '../../models/vm.ts';
import { type Stack as Found, Heat } from './heat.ts';
import type { Caller } from './session.ts';
import { Unhurried } from './unhurried.ts';

type News = { readonly stacks?: readonly Stack[]; readonly sources: readonly SourceHealth[] };

/** Milliseconds between two looks at all stacks, and the least for each of them: it costs a call per stack. */
const pause = 60_000;
const pausePerStack = 1000;
const atOnce = 8;

/** Which VM is in which stack of Heat: all stacks once a minute or less often, those under watch each time. */
export class StackReader {
  readonly #caller: Caller;
  readonly #heat: Heat;
  readonly #look = new Unhurried<readonly Stack[]>();
  #known: readonly Stack[] | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** A look is under way that took too long for its observation: what it brings is for a later one. */
  #isLate = false;

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#heat = new Heat(caller);
  }

  /** Never throws a Failure: what fails is told as the source's health. */
  async read({ stacks: watched }: Watch, now: number): Promise<News> {
    const isDue = now - this.#lookedAt >= Math.max(pause, (this.#known?.length ?? 0) * pausePerStack);
    if (!isDue && !watched.length && !this.#isLate) return { sources: [] };
    if (!(await this.#caller.endpoint('orchestration')) && !watched.length) return { sources: [] };
    if (isDue) this.#lookedAt = now;
    // A heal must not be judged by what was so before it; where none depends on it a minute is no age.
    const look = await this.#look.take(() => this.#read(isDue ? undefined : watched), !watched.length);
    this.#isLate = look === 'late';
    if (look === 'late') return { sources: [] };
    if ('failure' in look) return { sources: [health(look.failure.message)] };
    this.#known = look.got;
    return { stacks: look.got.filter(({ servers }) => servers.length), sources: [health(undefined, now)] };
  }

  /** All stacks; of those that are not asked for the servers are as known before. */
  async #read(asked: readonly string[] | undefined): Promise<readonly Stack[]> {
    const found = await this.#heat.stacks();
    const before = new Map(this.#known?.map((one) => [one.id, one.servers]));
    const isAsked = ({ id }: Found) => !before.has(id) || (asked?.includes(id) ?? true);
    const servers = new Map(before);
    const open = found.filter(isAsked);
    for (let from = 0; from < open.length; from += atOnce) {
      const some = open.slice(from, from + atOnce);
      const got = await Promise.all(some.map((stack) => this.#heat.servers(stack)));
      for (const [i, { id }] of some.entries()) servers.set(id, got[i]!);
    }
    return found.map(({ name, id, status, reason }) => ({
      ...{ name, id, status, reason: reason || undefined },
      servers: servers.get(id) ?? [],
    }));
  }
}

function health(reason: string | undefined, newest?: number): SourceHealth {
  return { source: 'heat', ok: reason === undefined, newest, reason };
}
