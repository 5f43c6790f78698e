import { afterEach, beforeEach, expect, test } from 'vitest';
import { setUpCloud } from '../../../source/provision/provision.ts';
import { server } from '../openstack/canned.ts';
import { answer, type Routes } from '../openstack/loopback.ts';
import { handlerOf, isNothing } from './memory.ts';
import { autonomy, count, site, wished } from './site.ts';

let at: ReturnType<typeof site>;
beforeEach(() => {
  at = site();
});
afterEach(() => at.close());
const actions = () => [...at.there.alarms.values()].map((alarm) => alarm.alarm_actions);

test('makes everything once: a second run changes nothing', async () => {
  const first = await at.run(setUpCloud);
  expect(first.failure).toBeUndefined();
  expect(at.sizes()).toEqual([1, 2, 2, 8, 0, 0]);
  const second = await at.run(setUpCloud);
  expect(second.changes).toEqual([]);
  expect(count(second, 'there')).toBe(second.outcomes.length);
});

test('dry, it tells each call and sends none', async () => {
  const { changes, outcomes } = await at.run(setUpCloud, { dry: true, wishes: autonomy });
  expect(at.sizes()).toEqual([0, 0, 0, 0, 0, 0]);
  const sent = at.lab().got.filter(({ method, body }) => method !== 'GET' && !isNothing(body));
  expect(sent.map(({ path }) => path)).toEqual(['/identity/v3/auth/tokens']);
  expect(changes.map(({ method, url }) => `${method} ${url.replace(at.lab().url, '')}`)).toEqual([
    'POST /metric/v1/archive_policy',
    ...['a', 'b', 'a', 'b'].map((vm) => `POST /metric/v1/resource/instance/${vm}/metric`),
    ...Array(9).fill('POST /workflow/v2/workflows'),
    'POST /heat/v1/p1/stacks',
    ...Array(4).fill('POST /alarming/v2/alarms'),
    'POST /metric/v1/archive_policy_rule',
  ]);
  expect(changes.at(-2)!.body).toMatchObject({
    name: 'cloud-medic reboot: b',
    alarm_actions: [expect.stringMatching(/^trust\+http:\/\/.*\/stacks\/cloud-medic-autonomous\/.*\/signal$/)],
    gnocchi_resources_threshold_rule: { granularity: 10, threshold: 0.8, evaluation_periods: 2 },
  });
  expect(outcomes.filter(({ did }) => did === 'made')).toHaveLength(20);
  expect(JSON.stringify(changes)).not.toMatch(/token-1|correct-horse/);
});

test('a service that goes away meanwhile is not tried for each VM, and the others are all the same', async () => {
  for (let i = 0; i < 100; i++) at.there.vms.set(`vm-${i}`, server(`vm-${i}`));
  const broken: Routes = { 'POST /alarming/v2/alarms': (_, response) => response.destroy() };
  const { outcomes, failure } = await at.run(setUpCloud, { broken });
  expect(failure).toMatchObject({ code: 'disconnected' });
  expect(at.lab().count('POST /alarming/v2/alarms')).toBeLessThan(20);
  expect(outcomes.filter(({ thing, did }) => thing.includes('workflow') && did === 'made')).not.toHaveLength(0);
});

test('a run after a half-failed one makes the rest', async () => {
  const broken: Routes = { 'POST /workflow/v2/workflows': (_, response) => answer(response, 500, 'down') };
  const failed = await at.run(setUpCloud, { broken });
  expect(failed.failure).toMatchObject({ code: 'server-error' });
  expect(count(failed, 'failed')).toBe(8);
  // What does not need Mistral was made all the same.
  expect(at.sizes()).toEqual([1, 2, 2, 0, 0, 0]);
  const mended = await at.run(setUpCloud);
  expect(mended.failure).toBeUndefined();
  expect(count(mended, 'made')).toBe(8);
});

test('Mistral, which takes seconds to read a workflow, is sent one at a time', async () => {
  let [under, most] = [0, 0];
  const broken: Routes = {
    'POST /workflow/v2/workflows': async (got, response) => {
      most = Math.max(most, ++under);
      await new Promise((done) => setTimeout(done, 5));
      under--;
      handlerOf(at.there, 'POST /workflow/v2/workflows')(got, response);
    },
  };
  expect((await at.run(setUpCloud, { broken })).failure).toBeUndefined();
  expect([most, at.there.workflows.size]).toEqual([1, 8]);
});

test('what was changed by hand, lost its evaluation, or is of a VM that is gone, is put right', async () => {
  await at.run(setUpCloud);
  const [first, second] = [...at.there.alarms.keys()];
  at.there.alarms.set(first!, { ...at.there.alarms.get(first!), evaluate_timestamp: null });
  at.there.alarms.set(second!, { ...at.there.alarms.get(second!), name: 'cloud-medic: deleted' });
  at.there.workflows.set('cloud_medic.start', { ...at.there.workflows.get('cloud_medic.start'), definition: 'old' });
  at.there.workflows.set('cloud_medic.older', {
    id: 'x',
    name: 'cloud_medic.older',
    definition: 'old',
    tags: ['cloud-medic'],
  });
  at.there.workflows.set('cloud_medic.theirs', { id: 'y', name: 'cloud_medic.theirs', definition: 'other' });
  const mended = await at.run(setUpCloud);
  const told = mended.outcomes.filter(({ did }) => did !== 'there').map(({ did, name }) => `${did} ${name}`);
  expect(told.sort()).toEqual([
    'changed cloud_medic.start',
    'changed vm-a',
    'made vm-b',
    'removed cloud-medic: deleted',
    'removed cloud_medic.older',
  ]);
  expect(at.there.alarms.get(first!)!.evaluate_timestamp).toBeTruthy();
  expect((await at.run(setUpCloud)).changes).toEqual([]);
});

test('the alarm of a VM that the list leaves out stays while Nova does not say that it is deleted', async () => {
  const broken = {
    'GET /compute/v2.1/servers/hidden': { server: { id: 'hidden', status: 'UNKNOWN', tenant_id: 'p1' } },
  };
  await at.run(setUpCloud);
  const [first] = at.there.alarms.keys();
  at.there.alarms.set('another', { ...at.there.alarms.get(first!), alarm_id: 'another', name: 'cloud-medic: hidden' });
  expect((await at.run(setUpCloud, { broken })).outcomes.filter(({ did }) => did === 'removed')).toEqual([]);
  expect(at.there.alarms.has('another')).toBe(true);
});

test('of two alarms for one VM one is removed', async () => {
  await at.run(setUpCloud);
  at.there.alarms.set('twin', { ...at.there.alarms.get('alarm-1'), alarm_id: 'twin' });
  const { outcomes } = await at.run(setUpCloud);
  expect(outcomes.filter(({ did }) => did !== 'there')).toEqual([
    { thing: 'alarm', name: 'cloud-medic: a', did: 'removed' },
  ]);
  expect([...at.there.alarms.keys()]).toEqual(['alarm-1', 'alarm-2']);
});

test('with autonomy the alarms signal the stack, and without it no more', async () => {
  await at.run(setUpCloud, { wishes: autonomy });
  expect(at.there.workflows.has('cloud_medic.autonomous')).toBe(true);
  const signal = `trust+${at.lab().url}/heat/v1/p1/stacks/cloud-medic-autonomous/stack-cloud-medic-autonomous/resources/cloud_medic_alarm/signal`;
  expect(actions()).toEqual([[], [], [signal], [signal]]);
  expect(at.there.metrics.size).toBe(4);
  await at.run(setUpCloud);
  expect(actions()).toEqual([[], []]);
  expect(at.sizes()).toEqual([1, 2, 2, 8, 0, 0]);
});

test('a stack that failed half-way is begun anew', async () => {
  at.there.stacks.set('cloud-medic-autonomous', {
    id: 'old',
    stack_name: 'cloud-medic-autonomous',
    stack_status: 'CREATE_FAILED',
  });
  const mended = await at.run(setUpCloud, { wishes: autonomy });
  expect(mended.failure).toBeUndefined();
  expect(at.there.stacks.get('cloud-medic-autonomous')).toMatchObject({ stack_status: 'CREATE_COMPLETE' });
  expect(mended.outcomes).toContainEqual({ thing: 'stack', name: 'cloud-medic-autonomous', did: 'changed' });
});

test('Gnocchi is sent no measures: a bundle without any would stop it for all VMs', async () => {
  await at.run(setUpCloud, { wishes: autonomy });
  expect(at.there.poisoned.size).toBe(0);
  expect(at.lab().got.filter(({ path }) => path.includes('measures'))).toEqual([]);
});

test('a cloud that was stopped by such bundles of ours is mended by one value each, that no alarm sees', async () => {
  await at.run(setUpCloud, { wishes: autonomy });
  const ours = ['a-cloud_medic.failure_probability', 'b-cloud_medic.reboot_due'];
  for (const id of [...ours, 'somebody-elses']) at.there.poisoned.add(id);
  const { outcomes, changes } = await at.run(setUpCloud, { wishes: autonomy });
  expect([...at.there.poisoned]).toEqual(['somebody-elses']);
  // The stack has another address than in the run before: its alarms change as well.
  const mended = outcomes.filter(({ thing, did }) => thing.endsWith('metric') && did !== 'there');
  expect(mended).toEqual([
    { thing: 'metric', name: 'vm-a', did: 'changed' },
    { thing: 'reboot metric', name: 'vm-b', did: 'changed' },
  ]);
  expect(changes.filter(({ url }) => url.endsWith('/measures')).map(({ body }) => body)).toEqual(
    Array(2).fill([{ timestamp: new Date(Date.UTC(2026, 0, 4)).toISOString(), value: 0 }]),
  );
});

test('the cloud is marked as set up last', async () => {
  const { changes } = await at.run(setUpCloud);
  expect(changes.at(-1)).toMatchObject({
    url: expect.stringMatching(/\/v1\/archive_policy_rule$/),
    body: { name: 'cloud-medic', metric_pattern: 'cloud_medic.*', archive_policy_name: 'cloud-medic' },
  });
});

test('a VM that Gnocchi does not know yet is left out, with the reason', async () => {
  at.there.strangers.add('b');
  const { outcomes, failure } = await at.run(setUpCloud);
  expect(failure).toBeUndefined();
  expect([...at.there.metrics.values()].map((metric) => metric.resource_id)).toEqual(['a']);
  expect(outcomes.find(({ did }) => did === 'left out')).toMatchObject({ thing: 'metric', name: 'vm-b' });
});

test('a service that the catalogue does not have is left out, with the reason', async () => {
  const { outcomes, failure } = await at.run(setUpCloud, { catalogue: {} });
  expect(failure).toBeUndefined();
  expect(outcomes.filter(({ did }) => did === 'left out').map(({ why }) => why)).toEqual([
    'the catalogue has no Mistral',
    'the catalogue has no Heat',
    'the catalogue has no Aodh',
    'the catalogue has no Aodh',
  ]);
  expect(at.sizes()).toEqual([1, 2, 0, 0, 0, 0]);
});

test('an alarm’s granularity is one that the policy keeps and each interval fills', async () => {
  at.there.policies.set('cloud-medic', { definition: [{ granularity: '0:00:10' }, { granularity: '0:01:00' }] });
  await at.run(setUpCloud, { wishes: { ...wished, interval: 30 } });
  expect([...at.there.alarms.values()][0]).toMatchObject({ gnocchi_resources_threshold_rule: { granularity: 60 } });
  const tooSlow = await at.run(setUpCloud, { wishes: { ...wished, interval: 300 } });
  expect(tooSlow.failure).toMatchObject({ code: 'archive-policy' });
});
