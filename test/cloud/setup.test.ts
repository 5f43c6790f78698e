import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Aodh } from '../../source/openstack/aodh.ts';
import { Heat } from '../../source/openstack/heat.ts';
import { Mistral } from '../../source/openstack/mistral.ts';
import { Nova } from '../../source/openstack/nova.ts';
import { OwnMetrics } from '../../source/openstack/own-metrics.ts';
import { Session } from '../../source/openstack/session.ts';
import { Alarming } from '../../source/provision/alarming.ts';
import { type Change, recording } from '../../source/provision/changes.ts';
import { metricName, policyName, rebootMetricName } from '../../source/provision/names.ts';
import { setUpCloud, tearDownCloud } from '../../source/provision/provision.ts';
import { clock, deleteServer, makeServer, newestSample, plain, realCloud, untilStatus } from './real.ts';

/** Gnocchi lets go of deleted metrics after five minutes by default. */
const patience = 600_000;

type Execution = Readonly<Record<'id' | 'state' | 'state_info' | 'output', string>>;

let session: Session;
let metrics: OwnMetrics;
let aodh: Aodh;
let mistral: Mistral;
let heat: Heat;
/** VMs that never send a sample; one of them is stopped. */
const silent: string[] = [];
/** What is there is the test's own, to be removed also where it fails half-way. */
let isOurs = false;
let before: Awaited<ReturnType<typeof inventory>>;

beforeAll(async () => {
  session = new Session(realCloud(), { clock });
  metrics = new OwnMetrics(session);
  aodh = new Aodh(session);
  mistral = new Mistral(session);
  heat = new Heat(session);
  if (await metrics.archivePolicy(policyName)) throw new Error('This cloud is set up already: tear it down first.');
  isOurs = true;
  before = await inventory();
  for (const name of ['silent', 'stopped']) silent.push(await makeServer(session, name, plain));
  for (const id of silent) await untilStatus(session, id, 'ACTIVE');
  const [, stopped] = silent;
  const path = `/servers/${stopped}/action`;
  await session.call({ service: 'compute', method: 'POST', path, body: { 'os-stop': null } });
  await untilStatus(session, stopped!, 'SHUTOFF');
}, patience);

afterAll(async () => {
  if (isOurs) await run(tearDownCloud);
  for (const id of silent) await deleteServer(session, id);
}, patience);

/** All that `setup` could leave behind, and what it must not touch. */
async function inventory() {
  const { userId } = await session.token();
  const version = (await session.endpoint('identity'))?.endsWith('/v3') ? '' : '/v3';
  const [alarms, workflows, stacks, ours, due, policies, rules, trusts] = await Promise.all([
    aodh.alarms(),
    mistral.workflows(''),
    heat.stacks(),
    metrics.named(metricName),
    metrics.named(rebootMetricName),
    session.call({ service: 'metric', path: '/v1/archive_policy' }),
    session.call({ service: 'metric', path: '/v1/archive_policy_rule' }),
    session.call({ service: 'identity', path: `${version}/OS-TRUST/trusts?trustor_user_id=${userId}` }),
  ]);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
  return {
    alarms: names(alarms),
    workflows: names(workflows),
    stacks: names(stacks),
    metrics: ours.length + due.length,
    policies: names(policies.body as { name: string }[]),
    rules: names(rules.body as { name: string }[]),
    trusts: (trusts.body as { readonly trusts: readonly unknown[] }).trusts.length,
  };
}

async function run(work: typeof setUpCloud, autonomous = true) {
  const changes: Change[] = [];
  const caller = recording(session, false, (change) => changes.push(change));
  const clients = {
    nova: new Nova(caller),
    metrics: new OwnMetrics(caller),
    aodh: new Aodh(caller),
    mistral: new Mistral(caller),
    heat: new Heat(caller),
  };
  const wishes = {
    interval: 10,
    threshold: 0.8,
    periods: 2,
    cooldown: 300,
    budget: 5,
    budgetWindow: 600,
    autonomous,
  };
  const pause = (milliseconds: number) => clock.sleep(milliseconds);
  const { failure, outcomes } = await work(
    { ...clients, wishes, pause, now: () => clock.now(), dry: false },
    caller,
    () => undefined,
  );
  if (failure) throw failure;
  return { changes, outcomes };
}

/** Starts a workflow under an id of ours. */
async function start(id: string, workflow: string, input: object): Promise<Execution> {
  const body = { id, workflow_name: workflow, input };
  return (await session.call({ service: 'workflow', method: 'POST', path: '/executions', body })).body as Execution;
}

async function ended(id: string): Promise<Execution> {
  for (let waited = 0; waited < 60; waited++) {
    const { body } = await session.call({ service: 'workflow', path: `/executions/${id}` });
    if ((body as Execution).state !== 'RUNNING') return body as Execution;
    await clock.sleep(1000);
  }
  throw new Error(`execution ${id} does not end`);
}

/** What a running console does beside all of this, until it is told to end. */
function console() {
  const alarming = new Alarming(session);
  const vms = [...silent, inject('bystander')];
  let isOpen = true;
  const ticks = (async () => {
    while (isOpen) {
      const probabilities = new Map(vms.map((vm) => [vm, 0.01]));
      const due = new Map(vms.map((vm) => [vm, 0]));
      const judged = { threshold: 0.8, periods: 2, interval: 10 };
      const names = new Map(vms.map((vm) => [vm, { name: vm }]));
      await alarming.tell({ at: clock.now(), probabilities, due, vms: names, ...judged });
      await clock.sleep(1000);
    }
  })();
  return {
    alarming,
    close: () => {
      isOpen = false;
      return ticks;
    },
  };
}

/** Sees the bystander's samples go on, and nothing of ours wait in Gnocchi. */
async function telemetryGoesOn(): Promise<void> {
  const since = clock.now();
  for (let waited = 0; ((await newestSample(session, inject('bystander'))) ?? 0) < since + 20_000; waited += 5) {
    if (waited > 90) throw new Error('the samples of the bystander stand still');
    await clock.sleep(5000);
  }
  const ours = (await Promise.all([metricName, rebootMetricName].map((name) => metrics.named(name)))).flat();
  expect(await metrics.stuck(ours.map(({ id }) => id))).toEqual([]);
}

test(
  'setup with VMs that send no samples, stopped and not, and no console open: those of others go on',
  async () => {
    const { outcomes } = await run(setUpCloud, false);
    expect(outcomes.filter(({ thing, did }) => thing === 'metric' && did === 'made').length).toBeGreaterThanOrEqual(3);
    await telemetryGoesOn();
    await run(setUpCloud);
    await telemetryGoesOn();
  },
  patience,
);

test(
  'setup, a second time for nothing, a workflow that refuses, teardown beside a console: the cloud is as before',
  async () => {
    await run(setUpCloud);
    const made = await inventory();
    expect(made.workflows).toEqual(expect.arrayContaining(['cloud_medic.alarm', 'cloud_medic.hard_reboot']));
    expect(made.stacks).toContain('cloud-medic-autonomous');
    expect((await run(setUpCloud)).changes).toEqual([]);

    const id = randomUUID();
    const vm = '00000000-0000-4000-8000-000000000000';
    const input = { vm, incident: 'i', who: 'test' };
    // A second POST with our id starts nothing.
    for (const _ of [1, 2]) expect((await start(id, 'cloud_medic.hard_reboot', input)).id).toBe(id);
    const { state, state_info: reason, output } = await ended(id);
    expect([state, reason]).toEqual(['ERROR', expect.stringContaining('Nova does not tell of the VM')]);
    expect(JSON.parse(output)).toMatchObject({ vm, result: 'failed', reason: expect.stringMatching(/404/) });

    const open = console();
    for (let waited = 0; !open.alarming.health.some(({ source, ok }) => source === 'push' && ok); waited++) {
      if (waited > 30) throw new Error(`nothing is pushed: ${JSON.stringify(open.alarming.health)}`);
      await clock.sleep(1000);
    }
    await run(tearDownCloud);
    await clock.sleep(10_000);
    await open.close();
    expect(await inventory()).toEqual(before);
    expect(await mistral.execution(id)).toBeUndefined();
  },
  patience,
);
