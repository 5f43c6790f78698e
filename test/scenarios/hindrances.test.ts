import { expect, test } from 'vitest';
import { Secret } from '../../source/openstack/secret.ts';
import { lab } from './lab.ts';

type Cloud = ReturnType<typeof lab>;

/** Somebody who signs in with the stand-in's restricted application credential. */
const restricted = (cloud: Cloud) => {
  const { id, secret } = cloud.simulator.credentials.restrictedCredential;
  return { ...cloud.config, auth: { kind: 'application credential', id, secret: new Secret(secret) } } as const;
};

const member = (cloud: Cloud) => {
  const domain = { name: 'Default' };
  const demo = { name: 'demo', domain };
  return {
    ...cloud.config,
    auth: { kind: 'password', user: demo, project: demo, password: new Secret('secret') },
  } as const;
};

test('a restricted application credential is told before the first thing is made, and may do the rest', async () => {
  const cloud = lab();
  const before = await cloud.inventory();
  const { failure, outcomes, changes } = await cloud.provisionAs(restricted(cloud), true);
  expect(failure).toMatchObject({
    code: 'no-trusts',
    message: expect.stringContaining('"restricted" is restricted'),
    hint: expect.stringContaining('--unrestricted'),
  });
  expect(outcomes).toEqual([{ thing: 'beforehand', name: 'everything', did: 'failed', why: failure!.message }]);
  expect(changes).toEqual([]);
  expect(await cloud.inventory()).toEqual(before);
  expect((await cloud.provisionAs(restricted(cloud), false)).failure).toBeUndefined();
});

test('a member is told so, also where an admin has made the archive policy', async () => {
  const cloud = lab();
  const before = await cloud.inventory();
  const refused = await cloud.provisionAs(member(cloud), false);
  expect(refused.failure).toMatchObject({
    code: 'forbidden',
    message: expect.stringMatching(/roles: .*archive policies/),
  });
  expect([refused.changes, await cloud.inventory()]).toEqual([[], before]);
  await cloud.setUp();
  const after = await cloud.provisionAs(member(cloud), false);
  expect(after.failure?.message).toContain('metrics on the resources of VMs');
  expect(after.changes).toEqual([]);
});

test('that Keystone makes no trust for another reason is found by one that is deleted at once', async () => {
  const cloud = lab();
  expect(
    (await cloud.provisionAs(cloud.config, true)).changes
      .map(({ method, url }) => `${method} ${new URL(url).pathname}`)
      .slice(0, 2),
  ).toEqual([
    'POST /identity/v3/OS-TRUST/trusts',
    expect.stringMatching(/^DELETE \/identity\/v3\/OS-TRUST\/trusts\/\w+$/),
  ]);
  expect((await cloud.provisionAs(cloud.config, true)).changes).toEqual([]);
});
