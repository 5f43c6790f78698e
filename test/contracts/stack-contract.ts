import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceCall } from '../../source/openstack/session.ts';
import type { Ground } from './cloud-contract.ts';

const name = 'cloud-medic-contract';
const workflow = 'cloud_medic.contract_alarm';

/** What healing relies on in Heat: servers that are replaced when marked unhealthy, workflows that signals run. */
export function stackContract(ground: () => Ground): void {
  describe('stacks', () => {
    const send = async <Body = Record<string, unknown>>(
      method: ServiceCall['method'],
      path: string,
      body?: unknown,
      service = 'orchestration',
    ) => {
      const accept = [302, 400, 404, 409];
      const answer = await ground().session.call({ service, method, path, body, accept });
      return { status: answer.status, headers: answer.headers, body: answer.body as Body };
    };
    let path = '';
    const resources = async () => {
      const { body } = await send<{ resources: Resource[] }>('GET', `${path}/resources`);
      return Object.fromEntries(body.resources.map((each) => [each.resource_name, each]));
    };
    const server = (id: string) => send('GET', `/servers/${id}`, undefined, 'compute');
    /** The stack once Heat is done with it. */
    const settled = async (): Promise<Stack | undefined> => {
      for (let waited = 0; ; waited += 2) {
        const { status, body } = await send<{ stack: Stack }>('GET', path);
        if (status === 404 || !body.stack.stack_status.endsWith('_IN_PROGRESS')) return body.stack;
        if (waited >= ground().patience) throw new Error(`still ${body.stack.stack_status}`);
        await ground().pass(2);
      }
    };
    const executions = async () => {
      const query = `/executions?workflow_name=${workflow}`;
      return (await send<{ executions: Execution[] }>('GET', query, undefined, 'workflowv2')).body.executions;
    };

    const cleanUp = async () => {
      for (const { id } of await executions()) {
        await send('DELETE', `/executions/${id}?force=true`, undefined, 'workflowv2');
      }
      const there = await send('GET', `/stacks/${name}`);
      if (there.status === 404) return;
      path = pathIn(there.headers.location);
      await send('DELETE', path);
      await settled();
    };
    beforeAll(cleanUp);
    afterAll(cleanUp);

    test('one is made, with a server and a workflow', async () => {
      const template = {
        heat_template_version: '2016-10-14',
        resources: {
          vm: { type: 'OS::Nova::Server', properties: { name, ...ground().serverProperties } },
          alarm: {
            type: 'OS::Mistral::Workflow',
            properties: {
              ...{ name: workflow, type: 'direct', use_request_body_as_input: true },
              input: { alarm_id: '', current: '', vm: { get_resource: 'vm' } },
              output: { told: '<% $.alarm_id %>' },
              tasks: [{ name: 'say', action: 'std.echo output=<% $.alarm_id %>' }],
            },
          },
        },
        outputs: { vm: { value: { get_resource: 'vm' } } },
      };
      const body = { stack_name: name, template, timeout_mins: 10, disable_rollback: true };
      const made = await send<{ stack: { id: string } }>('POST', '/stacks', body);
      expect(made.status).toBe(201);
      path = `/stacks/${name}/${made.body.stack.id}`;
      expect(await settled()).toMatchObject({ stack_status: 'CREATE_COMPLETE' });
      const { vm, alarm } = await resources();
      expect(vm).toMatchObject({
        resource_type: 'OS::Nova::Server',
        resource_status: 'CREATE_COMPLETE',
        required_by: ['alarm'],
      });
      expect(alarm).toMatchObject({ physical_resource_id: workflow, resource_status: 'CREATE_COMPLETE' });
      expect((await server(vm!.physical_resource_id)).body).toMatchObject({ server: { name, status: 'ACTIVE' } });
      const again = await send<Fault>('POST', '/stacks', body);
      expect([again.status, again.body.error.message]).toEqual([409, `The Stack (${name}) already exists.`]);
    });

    test('its name leads to its address, and a server’s id to the resource', async () => {
      const found = await send('GET', `/stacks/${name}`);
      expect([found.status, pathIn(found.headers.location)]).toEqual([302, path]);
      const { physical_resource_id: id } = (await resources()).vm!;
      const { body } = await send<{ resources: Resource[] }>('GET', `${path}/resources?physical_resource_id=${id}`);
      expect(body.resources.map((each) => each.resource_name)).toEqual(['vm']);
    });

    test('a signal runs the workflow with the body as input; an unknown key starts nothing', async () => {
      const signal = async (body: unknown) => (await send('POST', `${path}/resources/alarm/signal`, body)).status;
      expect(await signal({ alarm_id: 'A1', nonsense: true })).toBe(200);
      expect(await signal({ alarm_id: 'A1', current: 'alarm' })).toBe(200);
      for (let waited = 0; waited < 30 && (await executions())[0]?.state !== 'SUCCESS'; waited += 2)
        await ground().pass(2);
      const ran = await executions();
      expect(ran.map(({ state }) => state)).toEqual(['SUCCESS']);
      const { physical_resource_id: vm } = (await resources()).vm!;
      expect(JSON.parse(ran[0]!.input)).toEqual({ alarm_id: 'A1', current: 'alarm', vm });
      const refused = await send<Fault>('POST', `${path}/resources/vm/signal`, {});
      expect([refused.status, refused.body.error.type]).toEqual([400, 'ResourceActionNotSupported']);
    });

    test('marked unhealthy and updated, the server is another one', async () => {
      const { physical_resource_id: old } = (await resources()).vm!;
      const mark = { mark_unhealthy: true, resource_status_reason: 'cloud-medic: contract' };
      expect(await send('PATCH', `${path}/resources/vm`, mark)).toMatchObject({ status: 200, body: null });
      expect((await resources()).vm).toMatchObject({
        ...{ physical_resource_id: old, resource_status: 'CHECK_FAILED' },
        resource_status_reason: 'cloud-medic: contract',
      });
      expect((await send('PATCH', path, { existing: true })).status).toBe(202);
      expect(await settled()).toMatchObject({ stack_status: 'UPDATE_COMPLETE' });
      const { physical_resource_id: fresh } = (await resources()).vm!;
      expect(fresh).not.toBe(old);
      expect((await server(old)).status).toBe(404);
      expect((await server(fresh)).body).toMatchObject({ server: { name, status: 'ACTIVE' } });
    });

    test('what cannot be is refused in Heat’s words', async () => {
      const refusal = async (body: object) => {
        const answer = await send<Fault>('POST', '/stacks', body);
        return [answer.status, answer.body.error.type, answer.body.error.message];
      };
      const template = { heat_template_version: '2016-10-14', resources: { x: { type: 'OS::No::Such' } } };
      expect(await refusal({ stack_name: `${name}-x`, template })).toEqual([
        ...[400, 'StackValidationFailed', 'The Resource Type (OS::No::Such) could not be found.'],
      ]);
      expect(await refusal({ stack_name: `${name}-x` })).toEqual([400, 'HTTPBadRequest', 'No template specified']);
      const nothing = await send<Fault>('PATCH', `${path}/resources/vm`, {});
      expect([nothing.status, nothing.body.error.type]).toEqual([400, 'HTTPBadRequest']);
    });

    test('deleted, it is gone with its server and workflow', async () => {
      const { physical_resource_id: vm } = (await resources()).vm!;
      expect((await send('DELETE', path)).status).toBe(204);
      expect(await settled()).toMatchObject({ stack_status: 'DELETE_COMPLETE' });
      // For a moment its name still leads to it.
      for (let i = 0; i < 10 && (await send('GET', `/stacks/${name}`)).status === 302; i++) await ground().pass(1);
      expect((await send('GET', `/stacks/${name}`)).status).toBe(404);
      expect((await server(vm)).status).toBe(404);
      expect((await send('GET', `/workflows/${workflow}`, undefined, 'workflowv2')).status).toBe(404);
    });
  });
}

/** What of an address is behind the project. */
function pathIn(location: string | undefined): string {
  return location?.slice(location.indexOf('/stacks/')) ?? '';
}

type Stack = { readonly stack_status: string };
type Resource = {
  readonly resource_name: string;
  readonly physical_resource_id: string;
  readonly resource_status: string;
};
type Execution = { readonly id: string; readonly state: string; readonly input: string };
type Fault = { readonly error: { readonly type: string; readonly message: string } };
