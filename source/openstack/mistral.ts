import * as z from 'zod';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';
import { allPages, listIn } from './list-in.ts';
import { safeWords } from './secret.ts';
import { time } from './server.ts';
import type { Caller, ServiceCall } from './session.ts';

export type Workflow = {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly tags: readonly string[];
};

/** One run of a workflow. Its input comes as JSON in a string and is read here. */
export type Execution = {
  readonly id: string;
  readonly workflow: string;
  readonly state: ExecutionState;
  /** Why it is in this state, one line. */
  readonly reason: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
};

export type ExecutionState = 'RUNNING' | 'PAUSED' | 'SUCCESS' | 'ERROR' | 'CANCELLED' | 'OTHER';

const pageSize = 100;

/** Mistral's calls that we use. */
export class Mistral {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Those whose names begin like this. */
  async workflows(prefix: string): Promise<Workflow[]> {
    const found = await this.#pages('/workflows?', 'workflows');
    return found.flatMap((each) => workflow.safeParse(each).data ?? []).filter(({ name }) => name.startsWith(prefix));
  }

  /** Whether it has an action of this name. */
  async knows(action: string): Promise<boolean> {
    return (await this.#call({ path: `/actions/${encodeURIComponent(action)}`, accept: [404] })).status !== 404;
  }

  /** Creates or replaces the one workflow that the YAML defines. */
  async put(yaml: string, exists: boolean): Promise<void> {
    // Mistral answers 406 where JSON alone is accepted, though JSON is what it sends.
    const headers = { 'content-type': 'text/plain', accept: '*/*' };
    await this.#call({ method: exists ? 'PUT' : 'POST', path: '/workflows', text: yaml, headers });
  }

  /** Deleting one that is gone is no failure. */
  async deleteWorkflow(name: string): Promise<void> {
    await this.#call({ method: 'DELETE', path: `/workflows/${encodeURIComponent(name)}`, accept: [404] });
  }

  /** Undefined where there is none of this id. */
  async execution(id: string): Promise<Execution | undefined> {
    const answer = await this.#call({ path: `/executions/${encodeURIComponent(id)}`, accept: [404] });
    return answer.status === 404 ? undefined : one(answer);
  }

  /** Those of these ids that exist. Mistral's list takes no ids, so each costs a call. */
  async executions(ids: readonly string[]): Promise<Execution[]> {
    const found = await Promise.all(ids.map((id) => this.execution(id)));
    return found.filter((each) => each !== undefined);
  }

  /** The newest runs of any workflow, one page. */
  async newestExecutions(): Promise<Execution[]> {
    const path = `/executions?sort_keys=created_at&sort_dirs=desc&limit=${pageSize}`;
    return listIn('workflow', await this.#call({ path }), 'executions').flatMap((each) => readExecution(each) ?? []);
  }

  /** All runs of these workflows, the newest first. */
  async executionsOf(workflows: readonly string[]): Promise<Execution[]> {
    if (!workflows.length) return [];
    const names = workflows.map(encodeURIComponent).join(',');
    const path = `/executions?workflow_name=in:${names}&sort_keys=created_at&sort_dirs=desc&`;
    const found = await this.#pages(path, 'executions');
    return found.flatMap((each) => readExecution(each) ?? []);
  }

  /** Also while it runs. Deleting one that is gone is no failure. */
  async deleteExecution(id: string): Promise<void> {
    const path = `/executions/${encodeURIComponent(id)}?force=true`;
    await this.#call({ method: 'DELETE', path, accept: [404] });
  }

  #pages(path: string, key: string): Promise<unknown[]> {
    return allPages({ service: 'workflow', size: pageSize, key }, (page) =>
      this.#call({ path: path + new URLSearchParams(page) }),
    );
  }

  #call(call: Omit<ServiceCall, 'service'>): Promise<Answer> {
    return this.#caller.call({ ...call, service: 'workflow' });
  }
}

const text = z.string().catch('');
const maybe = z.string().nullish().catch(undefined);
const tags = z
  .array(z.string())
  .nullish()
  .catch([])
  .transform((list) => list ?? []);
const workflow = z.looseObject({ id: text, name: z.string(), definition: text, tags });

const executionSchema = z.looseObject({
  id: z.string().min(1),
  workflow_name: text,
  state: z.enum(['RUNNING', 'PAUSED', 'SUCCESS', 'ERROR', 'CANCELLED']).catch('OTHER' as never),
  state_info: maybe,
  input: z.unknown().optional(),
  created_at: maybe,
});

function one(answer: Answer): Execution {
  const execution = readExecution(answer.body);
  if (!execution) throw badAnswer('workflow', answer, 'it describes no execution.');
  return execution;
}

function readExecution(raw: unknown): Execution | undefined {
  const record = executionSchema.safeParse(raw).data;
  if (!record) return undefined;
  return {
    id: record.id,
    workflow: record.workflow_name,
    state: record.state,
    reason: oneLine(record.state_info),
    input: object(record.input),
    createdAt: time(record.created_at) ?? Number.NaN,
  };
}

/** Characters of a reason that are looked at. */
const mostInfo = 2000;

/**
 * The first line, and of that nothing from where Mistral begins to quote an expression's data: the token that the
 * execution runs with is in there. Of an action's exception only what it said.
 */
function oneLine(info: string | null | undefined): string | undefined {
  const line = info
    ?.split('\n', 1)[0]
    ?.slice(0, mostInfo)
    ?.replace(/[[,(]?\s*(data|context)=.*$/, '')
    .replace(/The action raised an exception \[.*?msg='(.*)'\]/, '$1')
    .trim();
  return line ? safeWords(line).slice(0, 300) : undefined;
}

/** JSON in a string, or the object itself. */
function object(written: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = typeof written === 'string' ? JSON.parse(written) : written;
    return z.record(z.string(), z.unknown()).catch({}).parse(value);
  } catch {
    return {};
  }
}
