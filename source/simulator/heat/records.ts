import { type Dice, dice } from '../../../models/random.ts';
import { plain } from '../catalogue.ts';
import { uuid } from '../ids.ts';
import type { World } from '../world.ts';
import type { Event, Resource, Stack, StackAction } from './stack.ts';
import { statusOf } from './stack.ts';
import type { Definition } from './template.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** Heat's data base. */
export class Records {
  readonly world: World;
  readonly stacks = new Map<string, Stack>();
  readonly #ids: Dice;

  constructor(world: World) {
    this.world = world;
    this.#ids = dice(world.seed).fork('heat');
  }

  newId(): string {
    return uuid(this.#ids);
  }

  /** The one that has the name now, of this project. */
  named(name: string, projectId: string): Stack | undefined {
    return this.of(projectId).find((stack) => stack.name === name && stack.deletedAt === undefined);
  }

  of(projectId: string): Stack[] {
    return [...this.stacks.values()].filter(({ owner }) => owner.project.projectId === projectId);
  }

  /** A resource that is to be made. */
  newResource(stack: Stack, name: string, definition: Definition): Resource {
    const tail = Array.from({ length: 12 }, () => letters[Math.floor(this.#ids.next() * letters.length)]).join('');
    const now = this.world.now();
    return {
      ...{ name, definition, physicalId: '', physicalName: `${stack.name}-${name}-${tail}`, action: 'INIT' },
      ...{ status: 'COMPLETE', reason: '', properties: {}, attributes: {}, executions: [] },
      ...{ createdAt: now, updatedAt: now },
    };
  }

  /** Writes a resource's new state down, and that it came to it. */
  setResource(stack: Stack, resource: Resource, state: Pick<Resource, 'action' | 'status' | 'reason'>): void {
    Object.assign(resource, state);
    if (state.action !== 'CHECK') resource.updatedAt = this.world.now();
    this.note(stack, resource.name, resource.physicalId || resource.physicalName, statusOf(resource), state.reason);
  }

  setStack(stack: Stack, action: StackAction, status: Stack['status'], reason?: string): void {
    const usual = { IN_PROGRESS: 'started', COMPLETE: 'completed successfully', FAILED: 'failed' }[status];
    Object.assign(stack, { action, status, reason: reason ?? `Stack ${action} ${usual}` });
    this.note(stack, stack.name, stack.id, statusOf(stack), stack.reason);
  }

  note(stack: Stack, resource: string, physicalId: string, status: string, reason: string): void {
    const event: Event = { id: this.newId(), at: this.world.now(), resource, physicalId, status, reason };
    stack.events.push(event);
  }
}

/** The project that Heat keeps for a stack's own users. */
export function userProjectOf({ id }: Stack): string {
  return plain(`stack users ${id}`);
}
