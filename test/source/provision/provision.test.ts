import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Aodh } from '../../../source/openstack/aodh.ts';
import { Gnocchi } from '../../../source/openstack/gnocchi.ts';
import { Heat } from '../../../source/openstack/heat.ts';
import { Mistral } from '../../../source/openstack/mistral.ts';
import { Nova } from '../../../source/openstack/nova.ts';
import { type Change, recording } from '../../../source/provision/changes.ts';
import { type Provision, setUpCloud, tearDownCloud } from '../../../source/provision/provision.ts';
import type { Wishes } from '../../../source/provision/thing.ts';
import { answer, type Loopback, type Routes } from '../openstack/loopback.ts';
import { addresses, services } from '../openstack/services.ts';
import { type Memory, memory, servicesOver } from './memory.ts';

const wished: Wishes = {
  interval: 10,
  threshold: 0.8,
  periods: 2,
  cooldown: 300,
  budget: 5,
  budgetWindow: 600,
  autonomous: false,
};
const autonomy = { ...wished, autonomous: true };

let there: Memory;
let lab: Loopback | undefined;
beforeEach(() => {
  there = memory('a', 'b');
});
afterEach(() => lab?.close());

type How = {
  readonly wishes?: Wishes;
  readonly dry?: boolean;
  readonly broken?: Routes;
  readonly catalogue?: Record<string, string>;
};

/** Runs one of the two against the memory; `broken` routes stand before the working ones. */
async function run(
  work: typeof setUpCloud,
  how: How = {},
): Promise<Provision & { readonly changes: readonly Change[] }> {
  const { wishes = wished, dry = false, broken = {}, catalogue = addresses } = how;
  await lab?.close();
  const opened = await services({ ...servicesOver(there), ...broken }, catalogue);
  lab = opened.lab;
  const changes: Change[] = [];
  const caller = recording(opened.session, dry, (change) => changes.push(change));
  const [nova, gnocchi, aodh] = [new Nova(caller), new Gnocchi(caller), new Aodh(caller)];
  const site = { nova, gnocchi, aodh, mistral: new Mistral(caller), heat: new Heat(caller), wishes, dry };
  const provision = await work({ ...site, pause: async () => undefined }, caller, () => undefined);
  return { ...provision, changes };
}

const count = ({ outcomes }: Provision, did: string) => outcomes.filter((outcome) => outcome.did === did).length;
const sizes = () =>
  (['policies', 'metrics', 'alarms', 'workflows', 'executions', 'stacks'] as const).map((kind) => there[kind].size);
const actions = () => [...there.alarms.values()].map((alarm) => alarm.alarm_actions);

describe('setup', () => {
  test('makes everything once: a second run changes nothing', async () => {
    const first = await run(setUpCloud);
    expect(first.failure).toBeUndefined();
    expect(sizes()).toEqual([1, 2, 2, 8, 0, 0]);
    const second = await run(setUpCloud);
    expect(second.changes).toEqual([]);
    expect(count(second, 'there')).toBe(second.outcomes.length);
  });

  test('dry, it tells each call and sends none', async () => {
    const { changes, outcomes } = await run(setUpCloud, { dry: true, wishes: autonomy });
    expect(sizes()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(lab!.got.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
      '/identity/v3/auth/tokens',
    ]);
    expect(changes.map(({ method, url }) => `${method} ${url.replace(lab!.url, '')}`)).toEqual([
      'POST /metric/v1/archive_policy',
      ...Array(2).fill('POST /metric/v1/batch/resources/metrics/measures?create_metrics=true'),
      ...Array(9).fill('POST /workflow/v2/workflows'),
      'POST /heat/v1/p1/stacks',
      ...Array(4).fill('POST /alarming/v2/alarms'),
    ]);
    expect(changes.at(-1)!.body).toMatchObject({
      name: 'cloud-medic reboot: b',
      alarm_actions: [expect.stringMatching(/^trust\+http:\/\/.*\/stacks\/cloud-medic-autonomous\/.*\/signal$/)],
      gnocchi_resources_threshold_rule: { granularity: 10, threshold: 0.8, evaluation_periods: 2 },
    });
    expect(outcomes.filter(({ did }) => did === 'made')).toHaveLength(19);
    expect(JSON.stringify(changes)).not.toMatch(/token-1|correct-horse/);
  });

  test('a run after a half-failed one makes the rest', async () => {
    const broken: Routes = { 'POST /workflow/v2/workflows': (_, response) => answer(response, 500, 'down') };
    const failed = await run(setUpCloud, { broken });
    expect(failed.failure).toMatchObject({ code: 'server-error' });
    expect(count(failed, 'failed')).toBe(8);
    // What does not need Mistral was made all the same.
    expect(sizes()).toEqual([1, 2, 2, 0, 0, 0]);
    const mended = await run(setUpCloud);
    expect(mended.failure).toBeUndefined();
    expect(count(mended, 'made')).toBe(8);
  });

  test('what was changed by hand, lost its evaluation, or is of a VM that is gone, is put right', async () => {
    await run(setUpCloud);
    const [first, second] = [...there.alarms.keys()];
    there.alarms.set(first!, { ...there.alarms.get(first!), evaluate_timestamp: null });
    there.alarms.set(second!, { ...there.alarms.get(second!), name: 'cloud-medic: deleted' });
    there.workflows.set('cloud_medic.start', { ...there.workflows.get('cloud_medic.start'), definition: 'old' });
    there.workflows.set('cloud_medic.older', {
      id: 'x',
      name: 'cloud_medic.older',
      definition: 'old',
      tags: ['cloud-medic'],
    });
    there.workflows.set('cloud_medic.theirs', { id: 'y', name: 'cloud_medic.theirs', definition: 'other' });
    const mended = await run(setUpCloud);
    const told = mended.outcomes.filter(({ did }) => did !== 'there').map(({ did, name }) => `${did} ${name}`);
    expect(told.sort()).toEqual([
      'changed cloud_medic.start',
      'changed vm-a',
      'made vm-b',
      'removed cloud-medic: deleted',
      'removed cloud_medic.older',
    ]);
    expect(there.alarms.get(first!)!.evaluate_timestamp).toBeTruthy();
    expect((await run(setUpCloud)).changes).toEqual([]);
  });

  test('of two alarms for one VM one is removed', async () => {
    await run(setUpCloud);
    there.alarms.set('twin', { ...there.alarms.get('alarm-1'), alarm_id: 'twin' });
    const { outcomes } = await run(setUpCloud);
    expect(outcomes.filter(({ did }) => did !== 'there')).toEqual([
      { thing: 'alarm', name: 'cloud-medic: a', did: 'removed' },
    ]);
    expect([...there.alarms.keys()]).toEqual(['alarm-1', 'alarm-2']);
  });

  test('with autonomy the alarms signal the stack, and without it no more', async () => {
    await run(setUpCloud, { wishes: autonomy });
    expect(there.workflows.has('cloud_medic.autonomous')).toBe(true);
    const signal = `trust+${lab!.url}/heat/v1/p1/stacks/cloud-medic-autonomous/stack-cloud-medic-autonomous/resources/cloud_medic_alarm/signal`;
    expect(actions()).toEqual([[], [], [signal], [signal]]);
    expect(there.metrics.size).toBe(4);
    await run(setUpCloud);
    expect(actions()).toEqual([[], []]);
    expect(sizes()).toEqual([1, 2, 2, 8, 0, 0]);
  });

  test('a stack that failed half-way is begun anew', async () => {
    there.stacks.set('cloud-medic-autonomous', {
      id: 'old',
      stack_name: 'cloud-medic-autonomous',
      stack_status: 'CREATE_FAILED',
    });
    const mended = await run(setUpCloud, { wishes: autonomy });
    expect(mended.failure).toBeUndefined();
    expect(there.stacks.get('cloud-medic-autonomous')).toMatchObject({ stack_status: 'CREATE_COMPLETE' });
    expect(mended.outcomes).toContainEqual({ thing: 'stack', name: 'cloud-medic-autonomous', did: 'changed' });
  });

  test('a VM that Gnocchi does not know yet is left out, with the reason', async () => {
    there.strangers.add('b');
    const { outcomes, failure } = await run(setUpCloud);
    expect(failure).toBeUndefined();
    expect([...there.metrics.values()].map((metric) => metric.resource_id)).toEqual(['a']);
    expect(outcomes.find(({ did }) => did === 'left out')).toMatchObject({ thing: 'metric', name: 'vm-b' });
  });

  test('a service that the catalogue does not have is left out, with the reason', async () => {
    const { outcomes, failure } = await run(setUpCloud, { catalogue: {} });
    expect(failure).toBeUndefined();
    expect(outcomes.filter(({ did }) => did === 'left out').map(({ why }) => why)).toEqual([
      'the catalogue has no Mistral',
      'the catalogue has no Heat',
      'the catalogue has no Aodh',
      'the catalogue has no Aodh',
    ]);
    expect(sizes()).toEqual([1, 2, 0, 0, 0, 0]);
  });

  test('an alarm’s granularity is one that the policy keeps and each interval fills', async () => {
    there.policies.set('cloud-medic', { definition: [{ granularity: '0:00:10' }, { granularity: '0:01:00' }] });
    await run(setUpCloud, { wishes: { ...wished, interval: 30 } });
    expect([...there.alarms.values()][0]).toMatchObject({ gnocchi_resources_threshold_rule: { granularity: 60 } });
    const tooSlow = await run(setUpCloud, { wishes: { ...wished, interval: 300 } });
    expect(tooSlow.failure).toMatchObject({ code: 'archive-policy' });
  });
});

describe('teardown', () => {
  const theirs = () => {
    there.policies.set('low', { name: 'low' });
    there.alarms.set('theirs', { alarm_id: 'theirs', name: 'disk of cloud-medic: full', state: 'ok' });
    there.workflows.set('backup', { id: 'w', name: 'backup', definition: 'x' });
    there.executions.set('theirs', { id: 'theirs', workflow_name: 'backup', state: 'RUNNING' });
    there.stacks.set('shop', { id: 's', stack_name: 'shop', stack_status: 'CREATE_COMPLETE' });
  };

  test('removes what is ours, also what still runs, and nothing else', async () => {
    theirs();
    await run(setUpCloud, { wishes: autonomy });
    there.executions.set('ours', { id: 'ours', workflow_name: 'cloud_medic.hard_reboot', state: 'RUNNING' });
    there.executions.set('signal', { id: 'signal', workflow_name: 'cloud_medic.alarm', state: 'RUNNING' });
    const { failure } = await run(tearDownCloud);
    expect(failure).toBeUndefined();
    expect(sizes()).toEqual([1, 0, 1, 1, 1, 1]);
    expect([...there.alarms.keys(), ...there.executions.keys()]).toEqual(['theirs', 'theirs']);
    expect([...there.stacks.keys(), ...there.policies.keys()]).toEqual(['shop', 'low']);
  });

  test('where nothing is ours it changes nothing', async () => {
    theirs();
    const { outcomes, changes } = await run(tearDownCloud);
    expect([outcomes, changes]).toEqual([[], []]);
  });

  test('dry, it tells each call and removes nothing', async () => {
    await run(setUpCloud, { wishes: autonomy });
    const before = sizes();
    const { changes } = await run(tearDownCloud, { dry: true });
    expect(sizes()).toEqual(before);
    expect(changes.every(({ method }) => method === 'DELETE')).toBe(true);
    expect(changes).toHaveLength(4 + 1 + 9 + 4 + 1);
  });

  test('it waits until Gnocchi lets go of the policy, but not for ever', async () => {
    await run(setUpCloud);
    there.holdsOn = 3;
    expect((await run(tearDownCloud)).failure).toBeUndefined();
    expect(there.policies.size).toBe(0);
    await run(setUpCloud);
    there.holdsOn = 1000;
    const { failure } = await run(tearDownCloud);
    expect(failure).toMatchObject({ code: 'archive-policy', hint: expect.stringContaining('again') });
    expect(sizes()).toEqual([1, 0, 0, 0, 0, 0]);
  });

  test('one alarm that cannot be removed keeps nothing else', async () => {
    await run(setUpCloud);
    const broken: Routes = { 'DELETE /alarming/v2/alarms/alarm-1': (_, response) => answer(response, 403, {}) };
    const { outcomes, failure } = await run(tearDownCloud, { broken });
    expect(failure).toMatchObject({ code: 'forbidden' });
    expect(outcomes.filter(({ did }) => did === 'failed')).toMatchObject([{ thing: 'alarm', name: 'vm-a' }]);
    expect(sizes()).toEqual([0, 0, 1, 0, 0, 0]);
  });
});
