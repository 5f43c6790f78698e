import type { SimulatorOptions } from '../../../../source/simulator/index.ts';
import { standIn } from '../stand-in.ts';

export const vm = {
  type: 'OS::Nova::Server',
  properties: { name: 'heat-vm', flavor: 'm1.tiny', image: 'debian-13', networks: [{ network: 'private' }] },
};

/** A stand-in with somebody who makes stacks. */
export async function workbench(options: Partial<SimulatorOptions> = {}) {
  const cloud = await standIn({ vms: 20, historyMinutes: 2, ...options });
  const { call, send, token, seconds, simulator } = cloud;
  const project = simulator.world.people.admin.projectId;
  const root = `/heat-api/v1/${project}`;
  const template = (resources: object, more: object = {}) => ({
    heat_template_version: '2021-04-16',
    resources,
    ...more,
  });
  const create = (name: string, resources: object, more: object = {}, body: object = {}) =>
    call('POST', `${root}/stacks`, { stack_name: name, template: template(resources, more), ...body });
  const stack = async (url: string) => (await call('GET', url)).body.stack;
  const resource = async (url: string, name: string) => (await call('GET', `${url}/resources/${name}`)).body.resource;
  /** Lets time pass until the stack rests. */
  const settle = async (url: string) => {
    for (let i = 0; i < 60; i++) {
      const found = await stack(url);
      if (!found?.stack_status.endsWith('_IN_PROGRESS')) return found;
      seconds(2);
    }
    throw new Error('the stack does not come to rest');
  };
  /** Makes a stack; answers its address once it rests. */
  const made = async (name: string, resources: object, more: object = {}, body: object = {}) => {
    const answer = await create(name, resources, more, body);
    if (answer.status !== 201) throw new Error(answer.text);
    const url = `${root}/stacks/${name}/${answer.body.stack.id}`;
    await settle(url);
    return url;
  };
  const patch = (url: string, body: unknown, accept = 'application/json') =>
    send('PATCH', url, body, { 'X-Auth-Token': token, Accept: accept });
  return { ...cloud, root, project, template, create, stack, resource, settle, made, patch };
}
