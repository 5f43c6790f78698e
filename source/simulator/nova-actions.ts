import type { TransitionId } from './machine.ts';
import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';
import type { Actor, World } from './world.ts';

/** What `POST /servers/{id}/action` answers: 202 with nothing, or 200 with a body. */
export type Answer = { readonly body: unknown } | undefined;

/** Does what the body names. Throws `Refused` as Nova would refuse. */
export function serverAction(
  world: World,
  vm: SimVm | undefined,
  body: Record<string, unknown>,
  actor: Actor,
  id: string,
): Answer {
  const word = Object.keys(body)[0] ?? '';
  const argument = body[word];
  const run = checked(word, argument);
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
function checked(word: string, argument: unknown): Run | undefined {
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
    case 'lock':
      return (world, vm, actor) => void world.lock(vm, true, textOf(field('locked_reason')), actor) as undefined;
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
