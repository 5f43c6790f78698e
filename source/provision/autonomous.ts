import { stringify } from 'yaml';
import { workflowName } from '../../models/routes.ts';
import { Failure } from '../failure.ts';
import type { Stack } from '../openstack/heat.ts';
import { failing, getServer, refusals, switchOf } from './healing-workflow.ts';
import { alarmPrefixes, autonomousWorkflow, signalResource, signalWorkflow, stackName, tag } from './names.ts';
import type { Item, Site, Thing, Wishes } from './thing.ts';

/** Minutes that Heat may take, and milliseconds between two looks at it. */
const minutes = 5;
const pause = 2000;

/** Executions that a heal makes; an alarm that is refused makes two. Expressions of Mistral can only count them all. */
const perHeal = 3;

/**
 * Heals with no console open. An alarm of Aodh calls the signal address of the stack's workflow with its own body;
 * that hands it on to our workflow, which looks at the VM once more and then reboots it.
 */
export const autonomous: Thing = {
  name: 'stack',
  words: 'alarms start a workflow that heals with no console open (only with --autonomous)',
  service: 'orchestration',
  async look(site) {
    const stack = await site.heat.stack(stackName);
    const make = () => makeStack(site, stack);
    if (!stack) return site.wishes.autonomous ? [{ name: stackName, state: 'missing', make }] : [];
    const remove = () => removeStack(site, stack);
    return [{ name: stackName, state: stateOf(site, stack), make, remove }];
  },
};

function stateOf({ wishes }: Site, stack: Stack): Item['state'] {
  if (!wishes.autonomous) return 'needless';
  return /^(CREATE|UPDATE)_COMPLETE$/.test(stack.status) ? 'there' : 'different';
}

/** A stack that failed half-way is begun anew: nothing in it is worth keeping. */
async function makeStack(site: Site, there: Stack | undefined): Promise<void> {
  const { heat } = site;
  if (there && !there.status.endsWith('_IN_PROGRESS')) await removeStack(site, there);
  if (!there?.status.startsWith('CREATE_IN')) await heat.create(stackName, template, minutes);
  const made = await settled(site);
  if (!site.dry && made?.status !== 'CREATE_COMPLETE') throw stuck(made);
}

async function removeStack(site: Site, stack: Stack): Promise<void> {
  // Heat does not delete a workflow that runs.
  for (const run of await site.mistral.executionsOf([signalWorkflow])) await site.mistral.deleteExecution(run.id);
  await site.heat.delete(stack);
  const left = await settled(site);
  if (left && !site.dry && !left.status.startsWith('DELETE_COMPLETE')) throw stuck(left);
}

/** The stack once Heat is done with it. */
async function settled({ heat, pause: wait, dry }: Site): Promise<Stack | undefined> {
  for (let waited = 0; ; waited += pause) {
    const stack = dry ? undefined : await heat.stack(stackName);
    if (!stack?.status.endsWith('_IN_PROGRESS') || waited > minutes * 60_000) return stack;
    await wait(pause);
  }
}

function stuck(stack: Stack | undefined): Failure {
  const words = stack ? `${stack.status}: ${stack.reason}` : 'it is gone';
  const hint = `Look at it with "openstack stack resource list ${stackName}", then run setup or teardown again.`;
  return new Failure('cloud', 'stack', `Heat did not finish the stack ${stackName} (${words}).`, hint);
}

/** What hands a signal on to Mistral. */
export const workflowType = 'OS::Mistral::Workflow';

const body = ['alarm_id', 'alarm_name', 'severity', 'previous', 'current', 'reason', 'reason_data'];

/** The stack: one workflow that takes an alarm's body and runs ours with it. */
export const template = {
  heat_template_version: '2016-10-14',
  description: 'cloud-medic: heals what its alarms point at, with no console open',
  resources: {
    [signalResource]: {
      type: workflowType,
      properties: {
        name: signalWorkflow,
        type: 'direct',
        description: 'cloud-medic: takes an alarm of Aodh',
        use_request_body_as_input: true,
        input: Object.fromEntries(body.map((key) => [key, key === 'reason_data' ? {} : ''])),
        output: { result: '<% task(heal).result %>' },
        tasks: [
          {
            name: 'heal',
            workflow: autonomousWorkflow,
            input: { alarm: Object.fromEntries(body.map((key) => [key, `<% $.${key} %>`])) },
          },
        ],
      },
    },
  },
};

/** The workflow that decides. What Mistral cannot see, who pushes `reboot_due` has looked at. */
export function autonomousYaml(wishes: Pick<Wishes, 'threshold' | 'cooldown' | 'budget' | 'budgetWindow'>): string {
  const { threshold, cooldown, budget, budgetWindow } = wishes;
  // The brake: with more executions than this in so many minutes nothing is healed.
  const executionsAtMost = perHeal * budget;
  const brakeMinutes = Math.ceil(budgetWindow / 60);
  const since = `(now() - timespan(minutes => ${brakeMinutes})).format('%Y-%m-%d %H:%M:%S')`;
  const ran = `executions(fromTime => ${since}).len()`;
  const hears = "$.server.status = 'ACTIVE' and $.server.power = 1";
  const age = '(now() - datetime($.server.updated)).seconds';
  const refusal = switchOf([
    ["$.alarm.current != 'alarm'", "concat('the alarm is ', str($.alarm.current))"],
    [`not isNumber($.due) or $.due < ${threshold}`, "concat('no reboot is due any more: ', str($.due))"],
    ['$.server.locked = null', "'the Nova actions of this Mistral are too old to tell whether it is locked'"],
    [
      "str($.server.metadata.get('cloud-medic')).toLower() in ['off', 'no', 'false', '0'] or 'cloud-medic:off' in $.server.tags",
      "'its owner does not want it healed'",
    ],
    ...refusals(['ACTIVE', 'ERROR']),
    // 4 and 6: off, and crashed. ERROR alone is no proof that the guest is dead.
    [
      "$.server.status = 'ERROR' and not $.server.power in [4, 6]",
      "concat('Nova says ERROR, but its power state is ', str($.server.power), ': the guest may live')",
    ],
    [
      `${ran} > ${executionsAtMost}`,
      `concat('the brake is on: ', str(${ran}), ' workflows were run in ${brakeMinutes} minutes')`,
    ],
    // That Nova found it frozen moved its `updated` as well: then only who pushes `reboot_due` can tell.
    [
      `$.server.power = 1 and ${age} < ${cooldown}`,
      `concat('something was done to it ', str(int(${age})), ' s ago; cooldown is ${cooldown} s')`,
    ],
  ]);
  const reboot = (action: string) => ({
    workflow: workflowName(action),
    input: { vm: '<% $.vm %>', incident: '<% $.alarm.alarm_id %>', who: 'Aodh' },
    publish: { action },
    'publish-on-error': { action, reason: '<% str(task().result) %>' },
    'on-error': 'refused',
  });
  const about = { vm: '<% $.vm %>', action: '<% $.action %>', alarm: '<% $.alarm.alarm_id %>' };
  const workflow = {
    type: 'direct',
    description: 'cloud-medic: heals the VM of an alarm with no console open, if nothing speaks against it.',
    tags: [tag],
    input: ['alarm'],
    vars: {
      reason: '',
      action: '',
      server: {},
      vm: `<% $.alarm.alarm_name.replace('${alarmPrefixes.reboot}', '') %>`,
      due: "<% $.alarm.reason_data.get('most_recent') %>",
    },
    output: { ...about, result: 'done' },
    'output-on-error': { ...about, result: 'failed', reason: '<% $.reason %>' },
    tasks: {
      look: { ...getServer, 'on-success': 'judge' },
      judge: {
        action: 'std.noop',
        publish: { reason: refusal },
        'on-success': [
          { refused: "<% $.reason != '' %>" },
          { soft: `<% $.reason = '' and ${hears} %>` },
          { hard: `<% $.reason = '' and not (${hears}) %>` },
        ],
      },
      refused: failing,
      soft: reboot('soft-reboot'),
      hard: reboot('hard-reboot'),
    },
  };
  return stringify({ version: '2.0', [autonomousWorkflow]: workflow }, { lineWidth: 0, aliasDuplicateObjects: false });
}
