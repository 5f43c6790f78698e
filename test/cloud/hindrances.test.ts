import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../models/heal-settings.ts';
import { Aodh } from '../../source/openstack/aodh.ts';
import { Heat } from '../../source/openstack/heat.ts';
import { Mistral } from '../../source/openstack/mistral.ts';
import { Nova } from '../../source/openstack/nova.ts';
import { OwnMetrics } from '../../source/openstack/own-metrics.ts';
import { Secret } from '../../source/openstack/secret.ts';
import { Session } from '../../source/openstack/session.ts';
import { type Change, recording } from '../../source/provision/changes.ts';
import { setUpCloud } from '../../source/provision/provision.ts';
import { clock, realCloud } from './real.ts';

type Credential = { readonly application_credential: { readonly id: string; readonly secret: string } };

const config = realCloud();
const session = new Session(config, { clock });
let credential: Credential['application_credential'];

/** Our user's application credentials. */
const credentials = async (method: 'POST' | 'DELETE', rest = '', body?: object) => {
  const { userId } = await session.token();
  const version = (await session.endpoint('identity'))?.endsWith('/v3') ? '' : '/v3';
  const path = `${version}/users/${userId}/application_credentials${rest}`;
  return (await session.call({ service: 'identity', method, path, body })).body as Credential;
};

beforeAll(async () => {
  const named = { application_credential: { name: `cloud-medic-contract-${process.pid}` } };
  credential = (await credentials('POST', '', named)).application_credential;
});

afterAll(async () => {
  if (credential) await credentials('DELETE', `/${credential.id}`);
});

test('a restricted application credential is told before the first thing is made', async () => {
  const { id, secret } = credential;
  const auth = { kind: 'application credential', id, secret: new Secret(secret) } as const;
  const changes: Change[] = [];
  const caller = recording(new Session({ ...config, auth }, { clock }), false, (change) => changes.push(change));
  const clients = { nova: new Nova(caller), metrics: new OwnMetrics(caller), aodh: new Aodh(caller) };
  const others = { mistral: new Mistral(caller), heat: new Heat(caller) };
  const time = { now: () => clock.now(), pause: (milliseconds: number) => clock.sleep(milliseconds) };
  const wishes = { ...defaultSettings, threshold: 0.8, periods: 2, autonomous: true };
  const { failure } = await setUpCloud({ ...clients, ...others, ...time, wishes, dry: false }, caller, () => undefined);
  expect(failure).toMatchObject({ code: 'no-trusts', hint: expect.stringContaining('--unrestricted') });
  expect(changes).toEqual([]);
});
