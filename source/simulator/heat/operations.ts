import type { Work } from '../agenda.ts';
import type { Backend } from '../backend.ts';
import { callsFor } from './calls.ts';
import { Failed } from './failed.ts';
import { type CallFor, type Doing, kinds, type Place, type Steps } from './kinds.ts';
import type { Records } from './records.ts';
import { groups } from './references.ts';
import { resolve } from './resolve.ts';
import type { Resource, Stack, StackAction } from './stack.ts';
import { together } from './together.ts';

/** What Heat does to stacks, step by step on the world's clock. One operation on a stack waits for the one before. */
export class Operations {
  readonly #backend: Backend;
  readonly #records: Records;

  constructor(backend: Backend, records: Records) {
    this.#backend = backend;
    this.#records = records;
  }

  /** Makes a stack what its template says: makes, changes, replaces and removes resources. */
  converge(stack: Stack, action: 'CREATE' | 'UPDATE'): void {
    this.#begin(stack, action, async function* (this: Operations, call: CallFor) {
      const { resources } = stack.template;
      const replaced: Resource[] = [...stack.resources.values()].filter(({ name }) => !resources.has(name));
      for (const { name } of replaced) stack.resources.delete(name);
      for (const group of groups(resources)) {
        yield* this.#all(
          action,
          group.map((name) => this.#make(stack, name, call, replaced)),
        );
      }
      for (const old of replaced.toReversed()) yield* this.#remove(stack, old, call);
    });
  }

  delete(stack: Stack): void {
    this.#begin(stack, 'DELETE', async function* (this: Operations, call: CallFor) {
      for (const group of groups(stack.template.resources).toReversed()) {
        const left = group.flatMap((name) => stack.resources.get(name) ?? []);
        yield* this.#all(
          'DELETE',
          left.map((resource) => this.#remove(stack, resource, call)),
        );
        for (const { name } of left) stack.resources.delete(name);
      }
    });
  }

  /** Looks whether the resources are as they should be, or puts them to sleep, or wakes them. */
  care(stack: Stack, action: 'CHECK' | 'SUSPEND' | 'RESUME'): void {
    this.#begin(stack, action, async function* (this: Operations, call: CallFor) {
      const works = [...stack.resources.values()].map((resource) => this.#care(stack, resource, action, call));
      yield* this.#all(action, works);
    });
  }

  /** What is needed to do something about a resource. Throws `Unresolved`. */
  placeOf(stack: Stack, resource: Resource, call = callsFor(this.#backend, stack)): Place {
    const { definition } = resource;
    return { stack, resource, properties: resolve(definition.properties, stack) as Place['properties'], call };
  }

  #begin(stack: Stack, action: StackAction, work: (this: Operations, call: CallFor) => Steps<void>): void {
    this.#records.setStack(stack, action, 'IN_PROGRESS');
    if (action === 'UPDATE') stack.updatedAt = this.#records.world.now();
    this.#backend.agenda.begin(this.#operate(stack, action, work));
  }

  async *#operate(stack: Stack, action: StackAction, work: (this: Operations, call: CallFor) => Steps<void>): Work {
    while (stack.busy) yield 1;
    stack.busy = true;
    try {
      yield* work.call(this, callsFor(this.#backend, stack));
      const partly = action === 'CHECK' && [...stack.resources.values()].some((each) => !kindOf(each).check);
      const note = partly ? `Stack CHECK completed successfully. ${partialCheck}` : undefined;
      this.#records.setStack(stack, action, 'COMPLETE', note);
      if (action === 'DELETE') this.#forget(stack);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#records.setStack(stack, action, 'FAILED', error.message);
    } finally {
      stack.busy = false;
    }
  }

  /** As in a real Heat, the name still leads there for a moment after all is deleted. */
  #forget(stack: Stack): void {
    this.#backend.agenda.after(1, () => {
      stack.deletedAt = this.#records.world.now();
    });
  }

  /** Several at once; all are tried, and then the failure of one is that of the stack. */
  async *#all(action: StackAction, works: readonly Steps<string | undefined>[]): Steps<void> {
    const failures = (yield* together(works)).filter((reason) => reason !== undefined);
    if (!failures.length) return;
    const list = `[${failures.map((reason) => JSON.stringify(reason)).join(', ')}]`;
    if (action === 'CHECK') throw new Error(`Resource CHECK failed: ${list}. ${partialCheck}`);
    throw new Error(`Resource ${action} failed: ${failures[0]}`);
  }

  /** Brings one resource to what the template says. Answers why it failed. */
  async *#make(stack: Stack, name: string, call: CallFor, replaced: Resource[]): Steps<string | undefined> {
    const definition = stack.template.resources.get(name)!;
    const before = stack.resources.get(name);
    if (!before) return yield* this.#create(stack, name, call);
    const kind = kindOf(before);
    const sameType = before.definition.type === definition.type;
    const unhealthy = before.status === 'FAILED' && (before.action !== 'CHECK' || kind.replacedWhenUnhealthy);
    const keeps = sameType && !unhealthy && before.physicalId !== '';
    const updated = keeps ? yield* this.#update(stack, before, call) : { done: false };
    if (updated.done || updated.failed) return updated.failed;
    replaced.push(before);
    return yield* this.#create(stack, name, call);
  }

  async *#create(stack: Stack, name: string, call: CallFor): Steps<string | undefined> {
    const resource = this.#records.newResource(stack, name, stack.template.resources.get(name)!);
    stack.resources.set(name, resource);
    return yield* this.#step(stack, resource, 'CREATE', async function* (this: Operations) {
      const place = this.placeOf(stack, resource, call);
      resource.physicalId = yield* steps(kindOf(resource).create(place));
      await remember(place);
    });
  }

  async *#update(stack: Stack, resource: Resource, call: CallFor): Steps<{ done?: boolean; failed?: string }> {
    const kind = kindOf(resource);
    resource.definition = stack.template.resources.get(resource.name)!;
    const place = this.placeOf(stack, resource, call);
    const before = JSON.stringify(resource.properties);
    let done = true;
    try {
      done = yield* steps(kind.update(place));
    } catch (error) {
      const reason = reasonOf(error, resource.name);
      this.#records.setResource(stack, resource, { action: 'UPDATE', status: 'FAILED', reason });
      return { failed: reason };
    }
    if (done && before !== JSON.stringify(place.properties)) {
      await remember(place);
      this.#records.setResource(stack, resource, { action: 'UPDATE', status: 'COMPLETE', reason: 'state changed' });
    }
    return { done };
  }

  async *#remove(stack: Stack, resource: Resource, call: CallFor): Steps<string | undefined> {
    return yield* this.#step(stack, resource, 'DELETE', async function* (this: Operations) {
      yield* steps(kindOf(resource).delete({ stack, resource, properties: resource.properties, call }));
    });
  }

  async *#care(stack: Stack, resource: Resource, action: 'CHECK' | 'SUSPEND' | 'RESUME', call: CallFor) {
    const kind = kindOf(resource);
    const place = this.placeOf(stack, resource, call);
    if (action === 'CHECK') {
      if (!kind.check) return undefined;
      const reason = await kind.check(place).catch((error) => reasonOf(error, resource.name));
      const status = reason ? 'FAILED' : 'COMPLETE';
      this.#records.setResource(stack, resource, { action, status, reason: reason ?? 'state changed' });
      return reason;
    }
    if (!kind.rest) return undefined;
    return yield* this.#step(stack, resource, action, async function* () {
      yield* kind.rest!(place, action === 'SUSPEND' ? 'suspend' : 'resume');
    });
  }

  async *#step(
    stack: Stack,
    resource: Resource,
    action: StackAction,
    work: (this: Operations) => Steps<void>,
  ): Steps<string | undefined> {
    const set = (status: Resource['status'], reason: string) =>
      this.#records.setResource(stack, resource, { action, status, reason });
    set('IN_PROGRESS', 'state changed');
    try {
      yield* work.call(this);
      set('COMPLETE', 'state changed');
      return undefined;
    } catch (error) {
      const reason = reasonOf(error, resource.name);
      set('FAILED', reason);
      return reason;
    }
  }
}

async function* steps<T>(doing: Doing<T>): Steps<T> {
  return Symbol.asyncIterator in doing ? yield* doing : await doing;
}

const partialCheck = "'CHECK' not fully supported (see resources)";

export function kindOf({ definition }: Resource) {
  return kinds[definition.type]!;
}

/** Keeps what it was made with, and what others may ask of it. */
async function remember(place: Place): Promise<void> {
  place.resource.properties = place.properties;
  place.resource.attributes = await kindOf(place.resource).attributes(place);
}

function reasonOf(error: unknown, resource: string): string {
  return error instanceof Failed ? error.about(resource) : `Error: resources.${resource}: ${(error as Error).message}`;
}
