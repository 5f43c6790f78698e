import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { plain } from '../catalogue.ts';
import { Failed, unlessGone } from './failed.ts';
import type { Kind, Place } from './kinds.ts';
import type { Dict } from './stack.ts';

const properties = [
  ...['name', 'type', 'description', 'input', 'output', 'tasks', 'params', 'task_defaults'],
  ...['use_request_body_as_input', 'tags'],
];

const taskKeys = [
  ...['description', 'on_error', 'on_complete', 'on_success', 'action', 'workflow', 'publish', 'input', 'requires'],
  ...['retry', 'wait_before', 'wait_after', 'pause_before', 'timeout', 'with_items', 'keep_result', 'target', 'join'],
  'concurrency',
];

/** `OS::Mistral::Workflow`: a workflow of this cloud's Mistral. A signal runs it. */
export const workflow: Kind = {
  properties,
  required: ['type', 'tasks'],
  replacedWhenUnhealthy: false,

  async create(place) {
    await define(place, 'POST');
    return nameOf(place);
  },
  async update(place) {
    if (place.properties.name !== place.resource.properties.name) return false;
    if (!isDeepStrictEqual(place.properties, place.resource.properties)) await define(place, 'PUT');
    return true;
  },
  /** Heat deletes the executions that it started, and Mistral refuses that while one runs. */
  async delete({ resource, call }) {
    for (const id of resource.executions) await call('workflowv2', 'DELETE', `/executions/${id}`).catch(unlessGone);
    resource.executions = [];
    if (resource.physicalId) {
      await call('workflowv2', 'DELETE', `/workflows/${encodeURIComponent(resource.physicalId)}`).catch(unlessGone);
    }
  },

  async signal({ properties: own, resource, call }, body) {
    const data = (body ?? {}) as Dict;
    const input = own.use_request_body_as_input ? data : (data.input as Dict | undefined);
    const params = own.use_request_body_as_input ? undefined : (data.params as Dict | undefined);
    const known = (own.input ?? {}) as Dict;
    const unknown = Object.keys(input ?? {}).find((name) => !(name in known));
    if (unknown) throw new Failed('StackValidationFailed', `Signal data error: Unknown input ${unknown}`);
    const { body: execution } = await call('workflowv2', 'POST', '/executions', {
      workflow_name: resource.physicalId,
      input: { ...known, ...input },
      params: { ...(own.params as Dict | undefined), ...params },
    });
    resource.executions = [String((execution as Dict).id), ...resource.executions];
  },

  async attributes(place) {
    const { resource, call } = place;
    const runs = resource.executions.map(async (id) => {
      const { body } = await call('workflowv2', 'GET', `/executions/${id}`);
      const { workflow_name, created_at, updated_at, state, input, output } = body as Readonly<Record<string, string>>;
      const data = { input: JSON.parse(input!), output: JSON.parse(output!) };
      return { id, workflow_name, created_at, updated_at, state, ...data };
    });
    const data = { name: resource.physicalId, input: place.properties.input ?? null };
    return { data, alarm_url: alarmUrl(place), executions: await Promise.all(runs) };
  },

  async show({ resource, call }) {
    const { body } = await call('workflowv2', 'GET', `/workflows/${encodeURIComponent(resource.physicalId)}`);
    return body as Dict;
  },
};

function nameOf({ properties: own, resource }: Place): string {
  return typeof own.name === 'string' ? own.name : resource.physicalName;
}

async function define(place: Place, method: 'POST' | 'PUT'): Promise<void> {
  const { type, description, tags, input, output, tasks, task_defaults: defaults } = place.properties;
  const body = {
    ...{ type, description, tags, output },
    // Every input must be given then: the values come with each execution.
    input: input ? Object.keys(input) : undefined,
    tasks: Object.fromEntries((tasks as Dict[]).map((task) => [task.name, dashed(task, taskKeys)])),
    'task-defaults': defaults ? dashed(defaults as Dict, taskKeys) : undefined,
  };
  const named = { version: '2.0', [nameOf(place)]: Object.fromEntries(Object.entries(body).filter(([, one]) => one)) };
  await place.call('workflowv2', method, '/workflows', stringify(named, { lineWidth: 0 }));
}

function dashed(task: Dict, keys: readonly string[]): Dict {
  const kept = keys.filter((key) => task[key] !== undefined && task[key] !== null);
  return Object.fromEntries(kept.map((key) => [key.replaceAll('_', '-'), task[key]]));
}

/** The signed address of Heat's CloudFormation side. It is refused there, as by every Keystone since its update. */
function alarmUrl({ stack, resource }: Place): string {
  const { origin, owner, name, id } = stack;
  const arn = encodeURIComponent(`arn:openstack:heat::${owner.project.projectId}:stacks`);
  const path = `/heat-api-cfn/v1/signal/${arn}/${name}/${id}/resources/${resource.name}`;
  const key = plain(`signal ${id} ${resource.name}`);
  const signature = encodeURIComponent(createHmac('sha256', key).update(path).digest('base64'));
  return `${origin}${path}?SignatureMethod=HmacSHA256&SignatureVersion=2&AWSAccessKeyId=${key}&Signature=${signature}`;
}
