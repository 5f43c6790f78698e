import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceCall } from '../../source/openstack/session.ts';
import type { Ground } from './cloud-contract.ts';

const metric = 'cloud_medic.contract';
/** Seconds that an evaluator may take for a turn and what came before it: Aodh's own default is a turn a minute. */
const patience = 150;

/** What healing relies on in Aodh: an alarm on a metric that we push to a VM's own resource. */
export function alarmContract(ground: () => Ground): void {
  describe('alarms', () => {
    let alarm: Alarm | undefined;
    let granularity: number;

    const send = async <Body>(service: string, method: ServiceCall['method'], path: string, body?: unknown) => {
      // Gnocchi answers a DELETE that wants JSON with 406.
      const headers = { accept: '*/*' };
      const answer = await ground().session.call({ service, method, path, body, headers, accept: [400, 404, 409] });
      return { status: answer.status, body: answer.body as Body };
    };
    const aodh = <Body>(method: ServiceCall['method'], path = '', body?: unknown) =>
      send<Body>('alarming', method, `/alarms${path}`, body);
    const its = () => `/${alarm?.alarm_id}`;

    const push = (value: number) => {
      const timestamp = new Date(ground().now()).toISOString();
      const path = `/v1/resource/instance/${ground().vm}/metric/${metric}/measures`;
      return send('metric', 'POST', path, [{ timestamp, value }]);
    };
    /** Pushes the value as often as the metric keeps one, until the alarm is in the state. */
    const until = async (state: string, value: number): Promise<Alarm> => {
      for (let waited = 0; ; waited += 2) {
        if (waited % granularity < 2) await push(value);
        const { body } = await aodh<Alarm>('GET', its());
        if (body.state === state) return body;
        if (waited >= patience) throw new Error(`not ${state} after ${waited} s: ${JSON.stringify(body)}`);
        await ground().pass(2);
      }
    };

    beforeAll(async () => {
      const policy = finest((await send<Policy[]>('metric', 'GET', '/v1/archive_policy')).body);
      granularity = secondsOf(policy.definition[0]!.granularity);
      const created = { [metric]: { archive_policy_name: policy.name, unit: '' } };
      const path = `/v1/resource/instance/${ground().vm}/metric`;
      // The resource comes with Nova's first notification about the VM.
      for (let waited = 0; (await send('metric', 'POST', path, created)).status === 404; waited += 5) {
        if (waited >= patience) throw new Error('Gnocchi does not know the VM');
        await ground().pass(5);
      }
    });

    afterAll(async () => {
      if (alarm) await aodh('DELETE', its());
      const path = `/v1/resource/instance/${ground().vm}/metric/${metric}`;
      const { body } = await send<{ id?: string }>('metric', 'GET', path);
      if (body?.id) await send('metric', 'DELETE', `/v1/metric/${body.id}`);
    });

    test('one is created as it was asked for, and knows nothing yet', async () => {
      const rule = {
        metric,
        resource_id: ground().vm,
        resource_type: 'instance',
        aggregation_method: 'mean',
        granularity,
        evaluation_periods: 1,
        threshold: 0.7,
        comparison_operator: 'ge',
      };
      const type = 'gnocchi_resources_threshold';
      const name = `cloud-medic contract: ${ground().vm}`;
      const created = await aodh<Alarm>('POST', '', { name, type, severity: 'critical', [`${type}_rule`]: rule });
      expect(created.status).toBe(201);
      alarm = created.body;
      expect(alarm).toMatchObject({
        ...{ name, type, severity: 'critical', enabled: true, repeat_actions: false },
        ...{ state: 'insufficient data', state_reason: 'Not evaluated yet', [`${type}_rule`]: rule },
        ...{ alarm_actions: [], ok_actions: [], insufficient_data_actions: [], time_constraints: [] },
      });
      const query = new URLSearchParams({ 'q.field': 'name', 'q.op': 'eq', 'q.value': name });
      const { body: found } = await aodh<Alarm[]>('GET', `?${query}`);
      expect(found.map(({ alarm_id }) => alarm_id)).toEqual([alarm.alarm_id]);
    });

    test('it goes off when the pushed value is over the threshold, and back', async () => {
      expect((await until('alarm', 0.9)).state_reason).toMatch(
        /^Transition to alarm due to 1 samples outside threshold, most recent: 0\.9$/,
      );
      expect((await until('ok', 0.1)).state_reason).toMatch(
        /^Transition to ok due to 1 samples inside threshold, most recent: 0\.\d+$/,
      );
      expect((await aodh<string>('GET', `${its()}/state`)).body).toBe('ok');
    });

    test('its history tells the transitions, by the evaluator, and the creation, by us', async () => {
      const { body } = await aodh<Change[]>('GET', `${its()}/history`);
      expect(body.map(({ type }) => type)).toEqual(['state transition', 'state transition', 'creation']);
      expect(body.map(({ detail }) => (JSON.parse(detail) as { state: string }).state)).toEqual([
        ...['ok', 'alarm', 'insufficient data'],
      ]);
      expect(body.map(({ user_id }) => user_id !== null)).toEqual([false, false, true]);
    });

    test('a state set by hand is overwritten by the evaluator', async () => {
      expect((await aodh<string>('PUT', `${its()}/state`, 'alarm')).body).toBe('alarm');
      const { body } = await aodh<Alarm>('GET', its());
      if (body.state === 'alarm') expect(body.state_reason).toBe('Manually set via API');
      await until('ok', 0.1);
      const { body: history } = await aodh<Change[]>('GET', `${its()}/history`);
      expect(history[0]!.user_id).toBeNull();
      expect(JSON.parse(history[1]!.detail)).toEqual({ state: 'alarm', state_reason: 'Manually set via API' });
    });

    test('replaced with the time of its evaluation it lives on', async () => {
      const { body } = await aodh<Alarm>('GET', its());
      const type = 'gnocchi_resources_threshold_rule';
      const changed = { ...body, [type]: { ...(body[type] as object), threshold: 0.05 } };
      expect((await aodh<Alarm>('PUT', its(), changed)).body).toMatchObject({ state: 'ok', [type]: changed[type] });
      await until('alarm', 0.1);
    });

    test('replaced without it, it is never evaluated again', async () => {
      const { body } = await aodh<Alarm>('GET', its());
      const { evaluate_timestamp: _, ...forgetful } = body;
      expect((await aodh<Alarm>('PUT', its(), forgetful)).body.evaluate_timestamp).toBeNull();
      for (let turn = 0; turn < 3; turn++) {
        await push(0.01);
        await ground().pass(10);
      }
      expect((await aodh<string>('GET', `${its()}/state`)).body).toBe('alarm');
    });

    test('what cannot be is refused in Aodh’s words', async () => {
      const type = 'gnocchi_resources_threshold';
      const refused = await aodh<Fault>('POST', '', { name: 'cloud-medic contract', type });
      expect(refused.status).toBe(400);
      expect(refused.body.error_message.faultstring).toBe(`${type}_rule must be set for ${type} type alarm`);
    });

    test('deleted, it is gone', async () => {
      const id = alarm!.alarm_id;
      expect((await aodh('DELETE', its())).status).toBe(204);
      const gone = await aodh<Fault>('GET', its());
      expect([gone.status, gone.body.error_message.faultstring]).toEqual([404, `Alarm ${id} not found`]);
      alarm = undefined;
    });
  });
}

type Alarm = Readonly<Record<string, unknown>> & { readonly alarm_id: string; readonly state: string };
type Change = { readonly type: string; readonly detail: string; readonly user_id: string | null };
type Fault = { readonly error_message: { readonly faultstring: string } };
type Policy = {
  readonly name: string;
  readonly definition: readonly { readonly granularity: string }[];
  readonly aggregation_methods: readonly string[];
};

/** The policy that keeps means most finely, but not finer than every ten seconds; not ours, which may want to go. */
function finest(policies: readonly Policy[]): Policy {
  const step = ({ definition }: Policy) => secondsOf(definition[0]!.granularity);
  const fit = policies.filter(
    (one) => step(one) >= 10 && one.aggregation_methods.includes('mean') && !one.name.startsWith('cloud-medic'),
  );
  const [found] = fit.sort((a, b) => step(a) - step(b));
  if (!found) throw new Error('no archive policy fits');
  return found;
}

/** "0:00:10" in seconds. */
function secondsOf(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
