import * as z from 'zod';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';
import { listIn } from './list-in.ts';
import { safeWords } from './secret.ts';
import type { Caller, ServiceCall } from './session.ts';

export type Stack = {
  readonly id: string;
  readonly name: string;
  /** Heat's word: CREATE_IN_PROGRESS, CREATE_COMPLETE, UPDATE_FAILED … */
  readonly status: string;
  readonly reason: string;
};

type StackRef = Pick<Stack, 'id' | 'name'>;

/** Heat's calls that we use. Paths are relative to the project's address in the catalogue. */
export class Heat {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  async stacks(): Promise<Stack[]> {
    return listIn('orchestration', await this.#call({ path: '/stacks' }), 'stacks').flatMap(
      (each) => readStack(each) ?? [],
    );
  }

  /** By its name; Heat answers with a redirect to the address with the id. */
  async stack(name: string): Promise<Stack | undefined> {
    const answer = await this.#call({ path: `/stacks/${encodeURIComponent(name)}`, accept: [302, 404] });
    if (answer.status === 404) return undefined;
    if (answer.status !== 302) return inBody(answer);
    const id = /\/stacks\/[^/]+\/([^/?]+)/.exec(answer.headers.location ?? '')?.[1];
    if (!id) throw badAnswer('orchestration', answer, 'it leads nowhere.');
    return inBody(await this.#call({ path: pathOf({ name, id }) }));
  }

  /** Whether we may have resources of this type in a stack. */
  async knows(type: string): Promise<boolean> {
    const path = `/resource_types/${encodeURIComponent(type)}`;
    return (await this.#call({ path, accept: [403, 404] })).status < 300;
  }

  async create(name: string, template: unknown, minutes: number): Promise<void> {
    const body = { stack_name: name, template, timeout_mins: minutes, disable_rollback: true };
    await this.#call({ method: 'POST', path: '/stacks', body });
  }

  /** Deleting one that is gone is no failure. */
  async delete(stack: StackRef): Promise<void> {
    await this.#call({ method: 'DELETE', path: pathOf(stack), accept: [404] });
  }

  /** The servers that the stack itself holds, by the names of their resources. Those of nested stacks are theirs. */
  async servers(stack: StackRef): Promise<{ readonly resource: string; readonly vm: string }[]> {
    const answer = await this.#call({ path: `${pathOf(stack)}/resources`, accept: [404] });
    // A stack may go between the list and this.
    if (answer.status === 404) return [];
    return listIn('orchestration', answer, 'resources').flatMap((each) => {
      const { resource_name: resource, physical_resource_id: vm } = serverSchema.safeParse(each).data ?? {};
      return resource !== undefined && vm ? { resource, vm } : [];
    });
  }

  /** The address that takes signals for a resource, e.g. from an alarm; it wants a token. */
  async signalUrl(stack: StackRef, resource: string): Promise<string> {
    const endpoint = (await this.#caller.endpoint('orchestration')) ?? '';
    return `${endpoint}${pathOf(stack)}/resources/${encodeURIComponent(resource)}/signal`;
  }

  #call(call: Omit<ServiceCall, 'service'>): Promise<Answer> {
    return this.#caller.call({ ...call, service: 'orchestration' });
  }
}

function pathOf({ name, id }: StackRef): string {
  return `/stacks/${encodeURIComponent(name)}/${encodeURIComponent(id)}`;
}

const text = z.string().catch('');

const stackSchema = z.looseObject({
  id: z.string().min(1),
  stack_name: z.string(),
  stack_status: text,
  stack_status_reason: text,
});

function readStack(raw: unknown): Stack | undefined {
  const record = stackSchema.safeParse(raw).data;
  if (!record) return undefined;
  const { id, stack_name: name, stack_status: status, stack_status_reason: reason } = record;
  return { id, name, status, reason: safeWords(reason) };
}

function inBody(answer: Answer): Stack {
  const stack = readStack((answer.body as { readonly stack?: unknown } | undefined)?.stack);
  if (!stack) throw badAnswer('orchestration', answer, 'it describes no stack.');
  return stack;
}

const serverSchema = z.looseObject({
  resource_name: z.string(),
  resource_type: z.literal('OS::Nova::Server'),
  /** The VM's id; empty until there is one. */
  physical_resource_id: text,
});
