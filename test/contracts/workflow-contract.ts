import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceCall } from '../../source/openstack/session.ts';
import type { Ground } from './cloud-contract.ts';

const name = 'cloud_medic.contract';
const vmInput = { server: '<% $.vm %>' };

/** A workflow as healing needs them: looks, refuses with a reason, acts, waits until Nova is done. */
const definition = {
  input: ['vm', { refuse: '' }, { pause: 0 }],
  vars: { reason: '' },
  output: { before: '<% $.before %>', after: '<% $.after %>' },
  'output-on-error': { result: 'failed', reason: '<% $.reason %>' },
  tasks: {
    look: {
      ...{ action: 'nova.servers_get', input: vmInput, 'wait-before': '<% $.pause %>' },
      publish: {
        before: "<% concat(task().result.get('status'), ' ', str(task().result.get('OS-EXT-STS:task_state'))) %>",
        reason: "<% switch($.refuse != '' => concat('it is ', $.refuse), true => '') %>",
      },
      'on-success': [{ act: "<% $.reason = '' %>" }, { refused: "<% $.reason != '' and not $.reason in ['', 'x'] %>" }],
    },
    refused: { action: 'std.noop', 'on-success': ['fail(msg=<% $.reason %>)'] },
    act: {
      ...{ action: 'nova.servers_reboot', input: { ...vmInput, reboot_type: 'HARD' }, 'on-success': 'settle' },
      'publish-on-error': { reason: '<% str(task().result) %>' },
      'on-error': 'refused',
    },
    settle: {
      ...{ action: 'nova.servers_get', input: vmInput, 'wait-before': 1 },
      publish: { after: "<% task().result.get('status') %>" },
      retry: { delay: 2, count: 60, 'continue-on': "<% task().result.get('OS-EXT-STS:task_state') != null %>" },
    },
  },
};

/** What healing relies on in Mistral: its language, executions with an id of our own, and the actions of Nova. */
export function workflowContract(ground: () => Ground): void {
  describe('workflows', () => {
    const send = async <Body = Record<string, unknown>>(
      method: ServiceCall['method'],
      path: string,
      body?: unknown,
    ) => {
      const accept = [400, 403, 404, 409];
      // JSON is YAML; Mistral serves nobody who wants JSON alone.
      const yaml = path.startsWith('/workflows') && body !== undefined;
      const headers: Record<string, string> = yaml ? { 'content-type': 'text/plain', accept: '*/*' } : {};
      const answer = await ground().session.call({ service: 'workflowv2', method, path, body, headers, accept });
      return { status: answer.status, body: answer.body as Body };
    };
    const ids: string[] = [];
    const start = (id: string, input: Record<string, unknown>) => {
      ids.push(id);
      return send('POST', '/executions', { id, workflow_name: name, input: { vm: ground().vm, ...input } });
    };
    const ended = async (id: string) => {
      for (let waited = 0; ; waited += 2) {
        const { body } = await send<Execution>('GET', `/executions/${id}`);
        if (body.state !== 'RUNNING') return { ...body, output: JSON.parse(body.output) };
        if (waited >= ground().patience) throw new Error(`still ${body.state}`);
        await ground().pass(2);
      }
    };
    const reboots = async () => {
      const actions = await ground().cloud.instanceActions(ground().vm);
      return actions.filter(({ action }) => action === 'reboot').length;
    };

    const cleanUp = async () => {
      for (const id of ids.splice(0)) await send('DELETE', `/executions/${id}?force=true`);
      await send('DELETE', `/workflows/${name}`);
    };
    beforeAll(async () => {
      await cleanUp();
      const isUp = async () =>
        (await ground().cloud.fleet()).vms.find((vm) => vm.id === ground().vm)?.status === 'ACTIVE';
      for (let waited = 0; !(await isUp()) && waited < ground().patience; waited += 2) await ground().pass(2);
    });
    afterAll(cleanUp);

    test('one is defined in YAML, only once, and read back', async () => {
      const yaml = { version: '2.0', [name]: definition };
      expect((await send<Valid>('POST', '/workflows/validate', yaml)).body.valid).toBe(true);
      const made = await send<{ workflows: Workflow[] }>('POST', '/workflows', yaml);
      expect(made.status).toBe(201);
      expect(made.body.workflows).toMatchObject([{ name, input: 'vm, refuse="", pause="0"', scope: 'private' }]);
      const again = await send<Fault>('POST', '/workflows', yaml);
      expect([again.status, again.body.faultstring]).toEqual([409, expect.stringContaining('Duplicate entry')]);
      expect((await send('PUT', '/workflows', yaml)).status).toBe(200);
      expect((await send<Workflow>('GET', `/workflows/${name}`)).body.name).toBe(name);
    });

    test('what is none is refused with the reason', async () => {
      const broken = { version: '2.0', [`${name}_x`]: { tasks: { a: { acton: 'std.noop' } } } };
      const words = "Additional properties are not allowed ('acton' was unexpected)";
      const refused = await send<Fault>('POST', '/workflows', broken);
      expect([refused.status, refused.body.faultstring]).toEqual([400, expect.stringContaining(words)]);
      expect((await send<Valid>('POST', '/workflows/validate', broken)).body.error).toContain(words);
    });

    test('an execution acts once for one id of our own, and waits until Nova is done', async () => {
      const before = await reboots();
      const id = randomUUID();
      const first = await start(id, {});
      expect(first).toMatchObject({ status: 201, body: { id, state: 'RUNNING', workflow_name: name, output: '{}' } });
      const again = await start(id, { refuse: 'other' });
      expect(again).toMatchObject({ status: 201, body: { id, input: (first.body as Execution).input } });
      expect(await ended(id)).toMatchObject({ state: 'SUCCESS', output: { before: 'ACTIVE null', after: 'ACTIVE' } });
      expect(await reboots()).toBe(before + 1);
      const { tasks } = (await send<{ tasks: Task[] }>('GET', `/executions/${id}/tasks`)).body;
      expect(tasks.map((task) => [task.name, task.state]).sort()).toEqual([
        ...[
          ['act', 'SUCCESS'],
          ['look', 'SUCCESS'],
          ['settle', 'SUCCESS'],
        ],
      ]);
    });

    test('one that refuses ends in an error with its reason, and does nothing', async () => {
      const before = await reboots();
      const id = randomUUID();
      await start(id, { refuse: 'locked' });
      expect(await ended(id)).toMatchObject({
        ...{ state: 'ERROR', state_info: 'it is locked' },
        output: { result: 'failed', reason: 'it is locked' },
      });
      expect(await reboots()).toBe(before);
    });

    test('what Nova says no to is the reason', async () => {
      const id = randomUUID();
      await start(id, { vm: '00000000-0000-4000-8000-000000000000' });
      const { state, state_info: info } = await ended(id);
      expect(state).toBe('ERROR');
      expect(info).toContain('Instance 00000000-0000-4000-8000-000000000000 could not be found. (HTTP 404)');
    });

    test('one that runs can be halted and cancelled, and is not deleted without force', async () => {
      const id = randomUUID();
      await start(id, { pause: 120 });
      const kept = await send<Fault>('DELETE', `/executions/${id}`);
      expect([kept.status, kept.body.faultstring]).toEqual([403, expect.stringContaining('Only completed executions')]);
      const put = (body: object) => send<Execution>('PUT', `/executions/${id}`, body);
      expect((await put({ state: 'PAUSED' })).body.state).toBe('PAUSED');
      expect((await put({ state: 'RUNNING' })).body.state).toBe('RUNNING');
      const cancelled = (await put({ state: 'CANCELLED', state_info: 'enough' })).body;
      expect(cancelled).toMatchObject({ state: 'CANCELLED', state_info: 'enough', output: '{"result": "enough"}' });
    });

    test('what cannot be started is refused in Mistral’s words', async () => {
      const refusal = async (body: object) => {
        const { status, body: fault } = await send<Fault>('POST', '/executions', body);
        return [status, fault.faultstring];
      };
      expect(await refusal({ workflow_name: `${name}_nope` })).toEqual([
        ...[404, `Workflow not found [workflow_identifier=${name}_nope, namespace=]`],
      ]);
      expect(await refusal({ workflow_name: name, input: {} })).toEqual([
        ...[400, `Invalid input [name=${name}, class=DirectWorkflowSpec, missing=['vm']]`],
      ]);
      expect((await refusal({ alarm_id: 'x' }))[1]).toBe('Unknown attribute for argument wf_ex: alarm_id');
    });
  });
}

type Fault = { readonly faultstring: string };
type Valid = { readonly valid: boolean; readonly error?: string };
type Workflow = { readonly name: string; readonly input: string };
type Task = { readonly name: string; readonly state: string };
type Execution = {
  readonly state: string;
  readonly state_info: string | null;
  readonly input: string;
  readonly output: string;
};
