import type { TransitionId } from './machine.ts';
import { passwordFor } from './nova-create.ts';
import { imageId } from './nova-view.ts';
import { repr, str } from './python.ts';
import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';
import type { Actor, World } from './world.ts';

/** What `POST /servers/{id}/action` answers: 202 with nothing, or what is said here; `server`: the server as it is now. */
export type Answer = { readonly status?: 200 | 202; readonly body?: unknown; readonly server?: true } | undefined;

/** Does what the body names. Throws `Refused` as Nova would refuse. */
export function serverAction(
  world: World,
  vm: SimVm | undefined,
  body: Record<string, unknown>,
  actor: Actor,
  id: string,
  minor: number,
): Answer {
  const word = Object.keys(body)[0] ?? '';
  const argument = body[word];
  const run = checked(word, argument, minor);
  if (!run) throw new Refused(400, `There is no such action: ${word}`);
  if (!vm) throw new Refused(404, `Instance ${id} could not be found.`);
  return run(world, vm, actor);
}

type Run = (world: World, vm: SimVm, actor: Actor) => Answer;

const simple: Record<string, TransitionId> = {
  'os-start': 'start',
  'os-stop': 'stop',
  pause: 'pause',
  unpause: 'unpause',
  suspend: 'suspend',
  resume: 'resume',
};

/** The body is looked at before the server is, as Nova does. */
function checked(word: string, argument: unknown, minor: number): Run | undefined {
  const begin =
    (transition: TransitionId): Run =>
    (world, vm, actor) =>
      void world.act(vm, transition, actor) as undefined;
  const field = (name: string) =>
    argument && typeof argument === 'object' ? (argument as Record<string, unknown>)[name] : undefined;
  const known = simple[word];
  if (known) return begin(known);
  switch (word) {
    case 'reboot': {
      const type = oneOf('type', field('type'), ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']).toUpperCase();
      return begin(type === 'HARD' ? 'hard-reboot' : 'soft-reboot');
    }
    case 'lock': {
      const reason = field('locked_reason');
      if (reason !== undefined) mustBe('locked_reason', reason, typeof reason === 'string', 'string');
      return (world, vm, actor) =>
        void world.lock(vm, true, minor >= 73 && typeof reason === 'string' ? reason : null, actor) as undefined;
    }
    case 'unlock':
      return (world, vm, actor) => void world.lock(vm, false, null, actor) as undefined;
    case 'os-resetState': {
      const state = oneOf('state', field('state'), ['active', 'error']) as 'active' | 'error';
      return (world, vm, actor) => {
        if (!actor.admin) throw new Refused(403, forbidden('os-admin-actions:reset_state'));
        world.resetState(vm, state);
        return undefined;
      };
    }
    case 'os-migrateLive': {
      const host = needed(word, argument, ['host', 'block_migration']).host;
      return (world, vm, actor) => {
        if (!actor.admin) throw new Refused(403, forbidden('os-migrate-server:migrate_live'));
        world.act(vm, 'live-migrate', actor, textOf(host) ?? undefined);
        return undefined;
      };
    }
    case 'rebuild': {
      const image = needed(word, argument, ['imageRef']).imageRef;
      if (!uuid.test(String(image))) {
        throw new Refused(400, `${invalid('imageRef', image)} ${repr(image)} is not a 'uuid'`);
      }
      return (world, vm, actor) => {
        if (image !== imageId) throw new Refused(400, 'Cannot find image for rebuild');
        world.act(vm, 'rebuild', actor);
        return { status: 202, server: true };
      };
    }
    case 'evacuate': {
      const host = needed(word, argument, []).host;
      return (world, vm, actor) => {
        if (!actor.admin) throw new Refused(403, forbidden('os-evacuate'));
        world.act(vm, minor < 95 ? 'evacuate' : 'evacuate-off', actor, textOf(host) ?? undefined);
        return { status: 200, body: minor < 14 ? { adminPass: passwordFor(vm.id) } : undefined };
      };
    }
    case 'os-getConsoleOutput': {
      const length = Number(field('length') ?? Number.POSITIVE_INFINITY);
      return (_, vm) => ({ body: { output: `${vm.console.slice(-Math.max(0, length)).join('\n')}\n` } });
    }
    default:
      return undefined;
  }
}

export function forbidden(rule: string): string {
  return `Policy doesn't allow os_compute_api:${rule} to be performed.`;
}

/** The argument, an object with at least these keys. */
function needed(word: string, argument: unknown, names: readonly string[]): Record<string, unknown> {
  mustBe(word, argument, argument !== null && typeof argument === 'object', 'object');
  const missing = names.toSorted().find((name) => !(name in (argument as object)));
  if (missing) throw new Refused(400, `${invalid(word, argument)} '${missing}' is a required property`);
  return argument as Record<string, unknown>;
}

function mustBe(name: string, value: unknown, holds: boolean, type: string): void {
  if (!holds) throw new Refused(400, `${invalid(name, value)} ${repr(value)} is not of type '${type}'`);
}

function invalid(name: string, value: unknown): string {
  return `Invalid input for field/attribute ${name}. Value: ${str(value)}.`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function oneOf(name: string, value: unknown, allowed: readonly string[]): string {
  if (typeof value === 'string' && allowed.includes(value)) return value;
  const words = allowed.map((one) => `'${one}'`).join(', ');
  const shown = typeof value === 'string' ? `'${value}'` : String(value ?? 'None');
  throw new Refused(
    400,
    `Invalid input for field/attribute ${name}. Value: ${value ?? 'None'}. ${shown} is not one of [${words}]`,
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
