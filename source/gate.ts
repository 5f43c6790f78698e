import * as z from 'zod';
import type { Call, Service } from '../models/action.ts';
import { actions } from '../models/actions/index.ts';
import { workflowName } from '../models/routes.ts';
import type { State } from '../models/state.ts';
import { Failure } from './failure.ts';
import type { Cloud } from './ports.ts';

/**
 * The cloud behind the one gate through which actions leave: only calls of the shapes of our own actions pass, to ids
 * that are UUIDs, to executions that are ours, and in a mode in which something may be done. Any other is refused
 * before anything is sent.
 */
export function gated(cloud: Cloud, state: () => State): Cloud {
  const act: Cloud['act'] = async (call) => {
    const reason = refusal(call, state());
    if (reason) throw new Failure('cloud', 'gate', `Not sent: ${reason}.`, 'Nothing was changed.');
    return cloud.act(call);
  };
  return Object.assign(Object.create(cloud) as Cloud, { act });
}

/** Why nothing at all is sent now, or undefined. */
export function silence({ readOnly, mode }: State): string | undefined {
  if (readOnly) return 'this cloud-medic is read-only';
  return mode === 'observe' ? 'the mode is observe' : undefined;
}

/** Why a call may not leave, or undefined. */
export function refusal(call: Call, state: State): string | undefined {
  const quiet = silence(state);
  if (quiet) return quiet;
  const shape = shapes.find(
    ({ service, method, path }) => service === call.service && method === call.method && path.test(call.path),
  );
  if (!shape?.body.safeParse(call.body).success)
    return `${call.method} ${call.path} is no call of cloud-medic's actions`;
  const id = shape.service === 'workflow' && call.method === 'PUT' ? call.path.split('/').at(-1) : undefined;
  if (id === undefined || state.claims.some(({ execution }) => execution === id)) return undefined;
  return `the execution ${id} is none of cloud-medic's`;
}

type Shape = {
  readonly service: Service;
  readonly method: Call['method'];
  readonly path: RegExp;
  readonly body: z.ZodType;
};

const hex = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const uuid = z.string().regex(new RegExp(`^${hex}$`, 'i'));
/** One part of a path, as encodeURIComponent leaves it; never a step up, nor a slash or a dot in disguise. */
const part = "(?!\\.{1,2}(?:/|$))(?:[\\w.~!*'()-]|%(?!2e|2f|5c|00)[0-9a-f]{2})+";
const at = (path: string) => new RegExp(`^${path}$`, 'i');
const nothing = z.null();
const text = (most: number) => z.string().max(most);

const deeds = z.union([
  z.strictObject({ resume: nothing }),
  z.strictObject({ unpause: nothing }),
  z.strictObject({ 'os-start': nothing }),
  z.strictObject({ reboot: z.strictObject({ type: z.enum(['SOFT', 'HARD']) }) }),
  z.strictObject({ 'os-migrateLive': z.strictObject({ host: nothing, block_migration: z.literal('auto') }) }),
  z.strictObject({ rebuild: z.strictObject({ imageRef: uuid }) }),
  z.strictObject({ evacuate: z.strictObject({}) }),
  z.strictObject({ lock: z.strictObject({ locked_reason: text(255).optional() }) }),
  z.strictObject({ unlock: nothing }),
]);

const execution = z.strictObject({
  id: uuid,
  workflow_name: z.enum(actions.map(({ id }) => workflowName(id))),
  input: z.strictObject({ vm: uuid, incident: text(255), who: text(255) }),
  description: text(1000),
});

const mark = z.strictObject({ mark_unhealthy: z.boolean(), resource_status_reason: text(255) });

const shapes: readonly Shape[] = [
  { service: 'compute', method: 'POST', path: at(`/servers/${hex}/action`), body: deeds },
  { service: 'workflow', method: 'POST', path: at('/executions'), body: execution },
  {
    service: 'workflow',
    method: 'PUT',
    path: at(`/executions/${hex}`),
    body: z.strictObject({ state: z.literal('CANCELLED') }),
  },
  {
    service: 'orchestration',
    method: 'PATCH',
    path: at(`/stacks/${part}/${hex}`),
    body: z.strictObject({ existing: z.literal(true) }),
  },
  { service: 'orchestration', method: 'PATCH', path: at(`/stacks/${part}/${hex}/resources/${part}`), body: mark },
];
