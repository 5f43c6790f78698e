import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../source/clock.ts';
import { Aodh } from '../../source/openstack/aodh.ts';
import { loadCloudConfig } from '../../source/openstack/config.ts';
import { Heat } from '../../source/openstack/heat.ts';
import { Mistral } from '../../source/openstack/mistral.ts';
import { Nova } from '../../source/openstack/nova.ts';
import { OwnMetrics } from '../../source/openstack/own-metrics.ts';
import { Session } from '../../source/openstack/session.ts';
import { type Change, recording } from '../../source/provision/changes.ts';
import { metricName, policyName } from '../../source/provision/names.ts';
import { setUpCloud, tearDownCloud } from '../../source/provision/provision.ts';

const clock = systemClock();
/** Gnocchi lets go of deleted metrics after five minutes by default. */
const patience = 600_000;

type Execution = Readonly<Record<'id' | 'state' | 'state_info' | 'output', string>>;

let session: Session;
let metrics: OwnMetrics;
let aodh: Aodh;
let mistral: Mistral;
let heat: Heat;
/** What is there is the test's own, to be removed also where it fails half-way. */
let isOurs = false;

beforeAll(async () => {
  const config = loadCloudConfig({ env: process.env, cwd: process.cwd(), home: homedir() });
  if (!config) throw new Error('Set OS_CLOUD (and OS_CLIENT_CONFIG_FILE) to the cloud to test against.');
  session = new Session(config, { clock });
  metrics = new OwnMetrics(session);
  aodh = new Aodh(session);
  mistral = new Mistral(session);
  heat = new Heat(session);
  if (await metrics.archivePolicy(policyName)) throw new Error('This cloud is set up already: tear it down first.');
  isOurs = true;
});

afterAll(async () => {
  if (isOurs) await run(tearDownCloud);
}, patience);

/** All that `setup` could leave behind, and what it must not touch. */
async function inventory() {
  const [alarms, workflows, stacks, ours, policies] = await Promise.all([
    aodh.alarms(),
    mistral.workflows(''),
    heat.stacks(),
    metrics.named(metricName),
    session.call({ service: 'metric', path: '/v1/archive_policy' }),
  ]);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
  return {
    alarms: names(alarms),
    workflows: names(workflows),
    stacks: names(stacks),
    metrics: ours.length,
    policies: names(policies.body as { name: string }[]),
  };
}

async function run(work: typeof setUpCloud) {
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
    autonomous: true,
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

test(
  'setup, a second time for nothing, a workflow that refuses, teardown: the cloud is as before',
  async () => {
    const before = await inventory();
    const first = await run(setUpCloud);
    expect(first.changes.length).toBeGreaterThan(10);
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

    await run(tearDownCloud);
    expect(await inventory()).toEqual(before);
    expect(await mistral.execution(id)).toBeUndefined();
  },
  patience,
);
