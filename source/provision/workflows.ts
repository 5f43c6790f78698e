import { workflowName, workflowPrefix } from '../../models/routes.ts';
import type { Mistral, Workflow } from '../openstack/mistral.ts';
import { autonomousYaml } from './autonomous.ts';
import { getServer, type HealingWorkflow, workflowYaml } from './healing-workflow.ts';
import { autonomousWorkflow, signalWorkflow, tag } from './names.ts';
import { type Item, LeftOut, type Thing } from './thing.ts';

/** Every action that Mistral can do for us. */
export const healingWorkflows: readonly HealingWorkflow[] = [
  {
    action: 'start',
    title: 'start',
    states: ['SHUTOFF'],
    call: 'nova.servers_start',
    patience: 120,
  },
  { action: 'resume', title: 'resume', states: ['SUSPENDED'], call: 'nova.servers_resume', patience: 120 },
  { action: 'unpause', title: 'unpause', states: ['PAUSED'], call: 'nova.servers_unpause', patience: 60 },
  {
    action: 'soft-reboot',
    title: 'soft reboot',
    states: ['ACTIVE'],
    call: 'nova.servers_reboot',
    input: { reboot_type: 'SOFT' },
    // Nova itself makes it a hard one where the guest does not obey within two minutes.
    patience: 240,
  },
  {
    action: 'hard-reboot',
    title: 'hard reboot',
    states: ['ACTIVE', 'ERROR'],
    call: 'nova.servers_reboot',
    input: { reboot_type: 'HARD' },
    patience: 180,
  },
  {
    action: 'live-migrate',
    title: 'live migration',
    states: ['ACTIVE'],
    call: 'nova.servers_live_migrate',
    input: { host: null, block_migration: 'auto' },
    proof: '(not $.before.host or $.server.host != $.before.host)',
    patience: 600,
  },
  {
    action: 'rebuild',
    title: 'rebuild',
    states: ['ACTIVE', 'ERROR'],
    call: 'nova.servers_rebuild',
    input: { image: '<% $.image.id %>' },
    refuses: [['not isDict($.image)', "'it boots from a volume: there is no image to rebuild it from'"]],
    patience: 600,
  },
  {
    action: 'evacuate',
    title: 'evacuation',
    states: ['ACTIVE', 'ERROR'],
    call: 'nova.servers_evacuate',
    // From microversion 2.95 on Nova leaves it off on its new host.
    starts: true,
    proof: '(not $.before.host or $.server.host != $.before.host)',
    patience: 600,
  },
];

/** By which every workflow of ours looks at its VM. */
export const neededAction = getServer.action;

/** One workflow for each action, and the one that heals with no console open. */
export const workflows: Thing = {
  name: 'workflow',
  words: 'Mistral does each action with a look at the VM before and after',
  service: 'workflow',
  // Mistral takes seconds to read one: eight at once outlast any client's patience on a small machine.
  atOnce: 1,
  async look({ mistral, wishes }) {
    const canAct = await mistral.knows(neededAction);
    const found = new Map((await mistral.workflows(workflowPrefix)).map((each) => [each.name, each]));
    // The stack's own is Heat's to make and to remove.
    found.delete(signalWorkflow);
    const wanted = new Map(healingWorkflows.map((each) => [workflowName(each.action), workflowYaml(each)]));
    if (wishes.autonomous) wanted.set(autonomousWorkflow, autonomousYaml(wishes));
    const items = [...wanted].map(([name, yaml]) => itemOf(mistral, name, yaml, found.get(name), canAct));
    // The name alone might be somebody else's idea: what we do not know must also carry our tag.
    const left = [...found.values()].filter(
      ({ name, tags }) => !wanted.has(name) && (isKnown(name) || tags.includes(tag)),
    );
    const needless = left
      .map(({ name }) => name)
      .map((name): Item => ({ name, state: 'needless', remove: () => mistral.deleteWorkflow(name) }));
    return [...items, ...needless];
  },
};

function isKnown(name: string): boolean {
  return name === autonomousWorkflow || healingWorkflows.some(({ action }) => workflowName(action) === name);
}

function itemOf(mistral: Mistral, name: string, yaml: string, there: Workflow | undefined, canAct: boolean): Item {
  const useless = async () =>
    new LeftOut(`Mistral has no action ${neededAction} (mistral-extra): it could not reach Nova`);
  if (!there) return { name, state: 'missing', make: canAct ? () => mistral.put(yaml, false) : useless };
  const state = there.definition.trim() === yaml.trim() ? 'there' : 'different';
  return { name, state, make: () => mistral.put(yaml, true), remove: () => mistral.deleteWorkflow(name) };
}
