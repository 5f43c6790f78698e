import type { ServerResponse } from 'node:http';
import { server } from '../openstack/canned.ts';
import { answer, type Got, type Handler, type Routes } from '../openstack/loopback.ts';

type Named = Record<string, unknown>;
type Measure = [vm: string, metric: string, value: number];

/** What a small cloud remembers of what was made in it; a test may change it behind everybody's back. */
export type Memory = {
  readonly vms: Map<string, Named>;
  readonly policies: Map<string, Named>;
  readonly rules: Map<string, Named>;
  /** By id. */
  readonly metrics: Map<string, Named>;
  readonly alarms: Map<string, Named>;
  readonly workflows: Map<string, Named>;
  readonly executions: Map<string, Named>;
  readonly stacks: Map<string, Named>;
  /** Metrics, by id, of which a bundle without measures stops Gnocchi's processing. */
  readonly poisoned: Set<string>;
  /** Measures pushed, as [VM, metric, value]. */
  readonly measures: Measure[];
  /** VMs that Gnocchi has no resource of yet. */
  readonly strangers: Set<string>;
  /** Times that Gnocchi still refuses to delete a policy. */
  holdsOn: number;
};

export function memory(...vms: readonly string[]): Memory {
  const map = () => new Map<string, Named>();
  return {
    vms: new Map(vms.map((id) => [id, server(id)])),
    policies: map(),
    rules: map(),
    metrics: map(),
    alarms: map(),
    workflows: map(),
    executions: map(),
    stacks: map(),
    poisoned: new Set(),
    measures: [],
    strangers: new Set(),
    holdsOn: 0,
  };
}

/** Nova's list, Gnocchi, Aodh, Mistral and Heat over that memory, answering as the real ones were recorded. */
export function servicesOver(memory: Memory): Routes {
  const last = (path: string) => decodeURIComponent(path.split('?')[0]!.split('/').at(-1)!);
  const gone = (response: ServerResponse) => answer(response, 404, { faultstring: 'not found' });
  const take = (map: Map<string, Named>) => (got: Got, response: ServerResponse) =>
    map.delete(last(got.path)) ? answer(response, 204, '') : gone(response);
  const query = (path: string) => new URL(path, 'http://x').searchParams;
  return {
    'GET /compute/v2.1/servers/detail': (_, response) => answer(response, 200, { servers: [...memory.vms.values()] }),

    'POST /identity/v3/OS-TRUST/trusts': (_, response) => answer(response, 201, { trust: { id: 't1' } }),
    'DELETE /identity/v3/OS-TRUST/trusts/': (_, response) => answer(response, 204, ''),

    'GET /metric/v1/archive_policy/': ({ path }, response) => {
      const policy = memory.policies.get(last(path));
      if (policy) answer(response, 200, policy);
      else gone(response);
    },
    'POST /metric/v1/archive_policy': ({ body }, response) => {
      if (isNothing(body)) return answer(response, 400, { description: { cause: 'Invalid input' } });
      memory.policies.set((body as { name: string }).name, body as Named);
      answer(response, 201, body);
    },
    'DELETE /metric/v1/archive_policy/': (got, response) => {
      if (got.headers.accept !== '*/*') answer(response, 406, { code: 406, title: 'Not Acceptable' });
      else if (memory.metrics.size || memory.rules.size || memory.holdsOn-- > 0) answer(response, 400, inUse);
      else take(memory.policies)(got, response);
    },
    'GET /metric/v1/metric': ({ path }, response) => {
      const name = query(path).get('name');
      answer(
        response,
        200,
        [...memory.metrics.values()].filter((metric) => metric.name === name),
      );
    },
    'DELETE /metric/v1/metric/': (got, response) => {
      if (got.headers.accept !== '*/*') answer(response, 406, { code: 406, title: 'Not Acceptable' });
      else {
        memory.poisoned.delete(last(got.path));
        take(memory.metrics)(got, response);
      }
    },
    'GET /metric/v1/archive_policy_rule/': ({ path }, response) => {
      const rule = memory.rules.get(last(path));
      if (rule) answer(response, 200, rule);
      else gone(response);
    },
    'POST /metric/v1/archive_policy_rule': ({ body }, response) => {
      if (isNothing(body)) return answer(response, 400, { description: { cause: 'Invalid input' } });
      memory.rules.set((body as { name: string }).name, body as Named);
      answer(response, 201, body);
    },
    'DELETE /metric/v1/archive_policy_rule/': take(memory.rules),
    'GET /metric/v1/status': (_, response) => {
      const measures_to_process = Object.fromEntries([...memory.poisoned].map((id) => [id, 1]));
      answer(response, 200, { storage: { summary: { measures: memory.poisoned.size }, measures_to_process } });
    },
    'GET /metric/v1/metric/': (_, response) => answer(response, 200, []),
    'POST /metric/v1/metric/': ({ path, body }, response) => {
      const id = path.split('/')[4]!;
      const metric = memory.metrics.get(id);
      if (!metric) return gone(response);
      const values = body as { value: number }[];
      if (values.length) memory.poisoned.delete(id);
      memory.measures.push(
        ...values.map(({ value }): Measure => [String(metric.resource_id), String(metric.name), value]),
      );
      answer(response, 202, '');
    },
    'GET /metric/v1/resource/instance/': ({ path }, response) => {
      const [, , , , , vm, , name] = path.split('/');
      const metric = memory.metrics.get(`${vm}-${name}`);
      if (metric) answer(response, 200, metric);
      else gone(response);
    },
    'POST /metric/v1/resource/instance/': ({ path, body }, response) => {
      const vm = path.split('/')[5]!;
      if (memory.strangers.has(vm)) return gone(response);
      if (isNothing(body)) return answer(response, 400, { description: { cause: 'Invalid input' } });
      for (const name of Object.keys(body as Named)) {
        const id = `${vm}-${name}`;
        if (memory.metrics.has(id))
          return answer(response, 409, { description: `Named metric ${name} already exists` });
        memory.metrics.set(id, { id, name, resource_id: vm });
      }
      answer(response, 200, []);
    },
    'POST /metric/v1/batch/resources/metrics/measures': ({ path, body }, response) => {
      const batch = Object.entries(body as Record<string, Record<string, { value: number }[]>>);
      const names = batch.flatMap(([vm, metrics]) => Object.keys(metrics).map((name) => `${vm}/${name}`));
      const missing = names.filter((name) => !memory.metrics.has(name.replace('/', '-')));
      if (path.includes('create_metrics')) throw new Error('metrics are not made by pushing to them');
      if (missing.length) {
        return answer(response, 400, { code: 400, description: `Unknown metrics: ${missing.join(', ')}` });
      }
      for (const [vm, metrics] of batch) {
        for (const [name, measures] of Object.entries(metrics)) {
          if (!measures.length) memory.poisoned.add(`${vm}-${name}`);
          memory.measures.push(...measures.map(({ value }): Measure => [vm, name, value]));
        }
      }
      answer(response, 202, '');
    },

    'GET /alarming/v2/alarms': ({ path }, response) => {
      if (last(path) !== 'alarms') return answer(response, 200, memory.alarms.get(last(path)) ?? {});
      const state = query(path).get('q.value');
      answer(
        response,
        200,
        [...memory.alarms.values()].filter((alarm) => !state || alarm.state === state),
      );
    },
    'POST /alarming/v2/alarms': ({ body }, response) => {
      const id = `alarm-${memory.alarms.size + 1}`;
      memory.alarms.set(id, {
        alarm_id: id,
        state: 'insufficient data',
        timestamp: '2026-01-05T00:00:00',
        state_timestamp: '2026-01-05T00:00:00',
        evaluate_timestamp: '2026-01-05T00:00:00',
        ...(body as Named),
      });
      answer(response, 201, memory.alarms.get(id));
    },
    // As Aodh does it: what is not named is gone.
    'PUT /alarming/v2/alarms/': ({ path, body }, response) => {
      memory.alarms.set(last(path), { evaluate_timestamp: null, ...(body as Named) });
      answer(response, 200, body);
    },
    'DELETE /alarming/v2/alarms/': take(memory.alarms),

    'GET /workflow/v2/actions/': { name: 'nova.servers_get' },
    'GET /workflow/v2/workflows': (_, response) => answer(response, 200, { workflows: [...memory.workflows.values()] }),
    'POST /workflow/v2/workflows': (got, response) => putWorkflow(memory, got, response, false),
    'PUT /workflow/v2/workflows': (got, response) => putWorkflow(memory, got, response, true),
    'DELETE /workflow/v2/workflows/': take(memory.workflows),
    'GET /workflow/v2/executions': ({ path }, response) => {
      const names = query(path).get('workflow_name')!.replace('in:', '').split(',');
      const executions = [...memory.executions.values()].filter((each) => names.includes(String(each.workflow_name)));
      answer(response, 200, { executions });
    },
    'DELETE /workflow/v2/executions/': take(memory.executions),

    'GET /heat/v1/p1/resource_types/': { resource_type: 'OS::Mistral::Workflow' },
    'GET /heat/v1/p1/stacks': (_, response) => answer(response, 200, { stacks: [...memory.stacks.values()] }),
    'GET /heat/v1/p1/stacks/': ({ path }, response) => {
      const stack = memory.stacks.get(path.split('/')[5]!);
      if (!stack) gone(response);
      else if (path.split('/')[6]) answer(response, 200, { stack });
      else answer(response, 302, '<html>', { location: `http://x${path}/${stack.id}` });
    },
    'POST /heat/v1/p1/stacks': ({ body }, response) => {
      const { stack_name: name } = body as { stack_name: string };
      memory.stacks.set(name, { id: `stack-${name}`, stack_name: name, stack_status: 'CREATE_COMPLETE' });
      answer(response, 201, { stack: { id: `stack-${name}` } });
    },
    'DELETE /heat/v1/p1/stacks/': ({ path }, response) => {
      memory.stacks.delete(path.split('/')[5]!);
      answer(response, 204, '');
    },
  };
}

/** What is sent only to learn whether it would be allowed. */
export const isNothing = (body: unknown) => JSON.stringify(body).length === 2;

/** What answers one of them, for a test that meddles first. */
export function handlerOf(memory: Memory, route: string): Handler {
  const handler = servicesOver(memory)[route];
  if (typeof handler !== 'function') throw new Error(`nothing answers ${route}`);
  return handler;
}

/** Gnocchi's own words to who accepts anything. */
const inUse = `<html>
 <head>
  <title>400 Bad Request</title>
 </head>
 <body>
  <h1>400 Bad Request</h1>
  The server could not comply with the request since it is either malformed or otherwise incorrect.<br /><br />
Archive policy cloud-medic is still in use


 </body>
</html>`;

function putWorkflow({ workflows }: Memory, { body }: Got, response: ServerResponse, exists: boolean) {
  const definition = String(body);
  const name = /^([\w.]+):$/m.exec(definition)![1]!;
  if (workflows.has(name) !== exists) return answer(response, exists ? 404 : 409, { faultstring: 'Duplicate entry' });
  workflows.set(name, { id: name, name, definition });
  answer(response, exists ? 200 : 201, { workflows: [] });
}
