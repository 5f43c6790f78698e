import type { Execution, SourceHealth, Watch } from '../../models/vm.ts';
import { vmOfAlarm } from '../provision/names.ts';
import { Mistral, type Execution as Run } from './mistral.ts';
import type { Caller } from './session.ts';
import { Unhurried } from './unhurried.ts';

type News = { readonly executions?: readonly Execution[]; readonly sources: readonly SourceHealth[] };

/** Milliseconds between two lists while nothing depends on them. */
const pause = 60_000;

/**
 * Who is at work on VMs by Mistral, ours and others. One list of the newest executions while a VM is in trouble or a
 * heal runs, else one a minute; those under watch that the list does not hold are asked for by their ids.
 */
export class ExecutionReader {
  readonly #caller: Caller;
  readonly #mistral: Mistral;
  readonly #look = new Unhurried<readonly Run[]>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#mistral = new Mistral(caller);
  }

  /** Never throws a Failure: what fails is told as the source's health. */
  async read({ vms, executions }: Watch, now: number): Promise<News> {
    if (!vms.length && !executions.length && now - this.#lookedAt < pause) return { sources: [] };
    if (!(await this.#caller.endpoint('workflow')) && !executions.length) return { sources: [] };
    this.#lookedAt = now;
    const look = await this.#look.take(() => this.#list(executions));
    if (look === 'late') return { sources: [] };
    if ('failure' in look) return { sources: [health(look.failure.message)] };
    const found = look.got.map(toExecution);
    const ids = new Set(found.map(({ id }) => id));
    const absent = executions.filter((id) => !ids.has(id)).map(noExecution);
    return { executions: [...found, ...absent], sources: [health(undefined, now)] };
  }

  async #list(watched: readonly string[]): Promise<readonly Run[]> {
    const newest = await this.#mistral.newestExecutions();
    const listed = new Set(newest.map(({ id }) => id));
    return [...newest, ...(await this.#mistral.executions(watched.filter((id) => !listed.has(id))))];
  }
}

function health(reason: string | undefined, newest?: number): SourceHealth {
  return { source: 'mistral', ok: reason === undefined, newest, reason };
}

function toExecution({ id, workflow, state, reason, input, createdAt }: Run): Execution {
  return { id, workflow, vm: vmIn(input), state, reason, createdAt };
}

function noExecution(id: string): Execution {
  return { id, workflow: '', vm: undefined, state: 'ABSENT', reason: undefined, createdAt: Number.NaN };
}

/** The VM in an execution's input: under the names that workflows use for it, or in an alarm of ours. */
function vmIn(input: Readonly<Record<string, unknown>>): string | undefined {
  const { vm, server, server_id: serverId, instance, alarm, alarm_name: name } = input;
  for (const each of [vm, server, serverId, instance]) if (typeof each === 'string' && each) return each;
  if (typeof name === 'string') return vmOfAlarm(name, 'reboot') ?? vmOfAlarm(name, 'opinion');
  return typeof alarm === 'object' && alarm !== null ? vmIn(alarm as Record<string, unknown>) : undefined;
}
