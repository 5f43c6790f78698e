import type { Backend } from '../backend.ts';
import type { SimVm } from '../vm.ts';
import type { Records } from './records.ts';
import type { Stack } from './stack.ts';
import { readTemplate } from './template.ts';

/** The VMs of the fleet that a stack holds, where the fleet has both. */
const members = ['dev-01', 'dev-02'];

/** The stack that the cloud comes with, in the admin's project: some of the fleet's VMs, so that Heat can replace them. */
export function shippedStack({ world }: Backend, records: Records): void {
  const { admin } = world.people;
  const vms = members.flatMap((name) => world.vms().find((vm) => vm.name === name && vm.userId === admin.userId) ?? []);
  if (vms.length < members.length) return;
  const template = readTemplate({
    heat_template_version: '2021-04-16',
    description: 'Machines to try things on',
    resources: Object.fromEntries(
      vms.map((vm) => [vm.name, { type: 'OS::Nova::Server', properties: propertiesOf(vm) }]),
    ),
    outputs: Object.fromEntries(vms.map(({ name }) => [name, { value: { get_resource: name } }])),
  });
  const createdAt = Math.min(...vms.map((vm) => vm.createdAt));
  const stack: Stack = {
    ...{ id: records.newId(), name: 'dev', owner: { user: admin, project: admin }, origin: 'http://simulated.invalid' },
    ...{ template, parameters: {}, resources: new Map(), events: [], action: 'CREATE', status: 'COMPLETE' },
    ...{ reason: 'Stack CREATE completed successfully', tags: [], timeout: null, rollback: false, createdAt },
    ...{ updatedAt: undefined, deletedAt: undefined, busy: false },
  };
  for (const vm of vms) {
    const made = records.newResource(stack, vm.name, template.resources.get(vm.name)!);
    const times = { createdAt: vm.createdAt, updatedAt: vm.createdAt };
    const state = { action: 'CREATE', status: 'COMPLETE', reason: 'state changed' } as const;
    stack.resources.set(vm.name, { ...made, ...times, ...state, physicalId: vm.id, properties: propertiesOf(vm) });
  }
  records.stacks.set(stack.id, stack);
}

function propertiesOf(vm: SimVm) {
  return {
    ...{ name: vm.name, flavor: vm.flavor.name, image: 'debian-13', networks: [{ network: 'private' }] },
    metadata: { ...vm.metadata },
  };
}
