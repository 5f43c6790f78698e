import { stringify } from 'yaml';
import { workflowName } from '../../models/routes.ts';
import { tag } from './names.ts';

/** An action as a workflow of Mistral does it: in which states of the VM, by which of Mistral's actions. */
export type HealingWorkflow = {
  /** The action's id, e.g. "hard-reboot". */
  readonly action: string;
  readonly title: string;
  /** Nova's words for the states in which it may be done. */
  readonly states: readonly string[];
  /** Mistral's name of the call, and what it takes besides `server`. */
  readonly call: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Further reasons to refuse: a condition on the server and words, both YAQL. */
  readonly refuses?: readonly (readonly [condition: string, words: string])[];
  /** What Nova may leave off, and that ran before, is started. */
  readonly starts?: true;
  /** What else must hold once it is done, YAQL. */
  readonly proof?: string;
  /** Seconds that Nova may take. */
  readonly patience: number;
};

/** Seconds between two looks at a VM that is at work. */
const pause = 5;

/**
 * The workflow's YAML. It looks at the VM itself before it acts, since time has passed since somebody wished it:
 * a lock that is not ours, a task under way or another state end it with a reason in `state_info` and in the output.
 * Then it acts, and waits until Nova shows the VM running with no task.
 */
export function workflowYaml(one: HealingWorkflow): string {
  const name = workflowName(one.action);
  const refusal = switchOf([...refusals(one.states), ...(one.refuses ?? [])]);
  const isWell = ["$.server.status = 'ACTIVE'", '$.server.power = 1', 'not $.server.task', one.proof]
    .filter(Boolean)
    .join(' and ');
  const about = { vm: '<% $.vm %>', action: one.action, incident: '<% $.incident %>', who: '<% $.who %>' };
  const body = {
    type: 'direct',
    description: `cloud-medic: ${one.title} of a VM, after a look at it and until it runs again.`,
    tags: [tag],
    input: ['vm', { incident: '' }, { who: '' }],
    vars: { reason: '', server: {} },
    output: { ...about, result: 'done', server: '<% $.server %>' },
    'output-on-error': { ...about, result: 'failed', reason: '<% $.reason %>' },
    tasks: {
      look: {
        ...getServer,
        publish: { ...getServer.publish, before: facts, image: "<% task().result.get('image') %>" },
        'on-success': 'judge',
      },
      judge: {
        action: 'std.noop',
        publish: { reason: refusal },
        'on-success': [{ act: "<% $.reason = '' %>" }, { refused: "<% $.reason != '' %>" }],
      },
      refused: failing,
      act: {
        action: one.call,
        input: { server: '<% $.vm %>', ...one.input },
        // The result itself may be long or none: only that it was refused is certain.
        'publish-on-error': { reason: `Nova refused it: <% str(task().result) %>` },
        'on-success': one.starts ? 'arrive' : 'settle',
        'on-error': 'refused',
      },
      ...(one.starts ? arriveAndStart(one) : {}),
      settle: waiting(one, settling, 'verify'),
      verify: {
        action: 'std.noop',
        publish: {
          reason: `<% switch(${isWell} => '', true => concat('afterwards it is ', str($.server.status), ', power state ', str($.server.power), ', task ', str($.server.task))) %>`,
        },
        'on-success': [{ refused: "<% $.reason != '' %>" }],
      },
    },
  };
  return stringify({ version: '2.0', [name]: body }, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Looks at the VM until the condition, YAQL on the task's result, holds no more. */
function waiting({ patience }: HealingWorkflow, condition: string, next: unknown) {
  const retry = { delay: pause, count: Math.ceil(patience / pause), 'continue-on': `<% ${condition} %>` };
  return { ...getServer, 'wait-before': 2, retry, 'on-success': next };
}

function arriveAndStart(one: HealingWorkflow) {
  const isLeftOff = "$.server.status = 'SHUTOFF' and ($.before.status = 'ACTIVE' or $.before.power = 1)";
  return {
    arrive: waiting(one, atWork, [{ start: `<% ${isLeftOff} %>` }, { settle: `<% not (${isLeftOff}) %>` }]),
    start: {
      action: 'nova.servers_start',
      input: { server: '<% $.vm %>' },
      'publish-on-error': { reason: 'Nova left it off, and refused to start it: <% str(task().result) %>' },
      'on-success': 'settle',
      'on-error': 'refused',
    },
  };
}

const facts = {
  name: "<% task().result.get('name') %>",
  status: "<% task().result.get('status') %>",
  task: "<% task().result.get('OS-EXT-STS:task_state') %>",
  power: "<% task().result.get('OS-EXT-STS:power_state') %>",
  host: "<% task().result.get('OS-EXT-SRV-ATTR:host') %>",
  locked: "<% task().result.get('locked') %>",
  lock: "<% task().result.get('locked_reason') %>",
  updated: "<% task().result.get('updated') %>",
  metadata: "<% task().result.get('metadata', {}) %>",
  tags: "<% task().result.get('tags', []) %>",
};

/** Reads the VM into `server`. */
export const getServer = {
  action: 'nova.servers_get',
  input: { server: '<% $.vm %>' },
  publish: { server: facts },
  'publish-on-error': { reason: 'Nova does not tell of the VM: <% str(task().result) %>' },
  'on-error': 'refused',
};

/** The end of what is not done: the reason becomes the execution's `state_info`. */
export const failing = { action: 'std.noop', 'on-success': ['fail(msg=<% $.reason %>)'] };

/** While Nova is at work. An answer that is none is asked for again; it must not be an error in an expression. */
const atWork = "not isDict(task().result) or task().result.get('OS-EXT-STS:task_state') != null";

/** While it is at work, or the VM does not run yet. */
const settling = `${atWork} or task().result.get('status') != 'ACTIVE' or task().result.get('OS-EXT-STS:power_state') != 1`;

/** Reasons that hold for every action. */
export function refusals(states: readonly string[]): (readonly [condition: string, words: string])[] {
  const list = states.map((state) => `'${state}'`).join(', ');
  return [
    [
      "$.server.locked = true and not str($.server.lock).startsWith('cloud-medic')",
      "concat('it is locked: ', str($.server.lock))",
    ],
    ['$.server.task != null', "concat('Nova is at work on it: ', str($.server.task))"],
    [`not $.server.status in [${list}]`, "concat('it is ', str($.server.status), ', which this is not for')"],
  ];
}

/** The words of the first condition that holds, or ''. */
export function switchOf(cases: readonly (readonly [condition: string, words: string])[]): string {
  const arms = cases.map(([condition, words]) => `${condition} => ${words}`);
  return `<% switch(${[...arms, "true => ''"].join(', ')}) %>`;
}
