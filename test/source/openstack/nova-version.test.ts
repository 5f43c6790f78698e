import { describe, expect, test } from 'vitest';
import { serverAction } from '../../../models/actions/server-action.ts';
import { refusals } from '../../../models/guards/index.ts';
import { aState, aVerdict } from '../../models/fixture.ts';
import { type Asked, type Lie, lyingCloud } from './lying.ts';

const page = (status: number) => () => new Response('<!doctype html><title>Cloud</title>', { status });
const isDocument = ({ path }: Asked) => /\/compute\/v2\.1\/?$/.test(path);
const isRoot = ({ path }: Asked) => /\/compute\/?$/.test(path);
const spoken = ({ request }: Asked) => request.headers.get('openstack-api-version');
const lists = (asked: readonly Asked[]) => asked.filter(({ path }) => path.includes('/servers/detail')).map(spoken);
const silent = (headers: Headers) => {
  headers.delete('openstack-api-version');
  headers.delete('x-openstack-nova-api-version');
};
/** A proxy that knows no header of OpenStack's, in either direction. */
const forgetful: Lie = {
  intercept: (asked) => {
    if (isDocument(asked) || isRoot(asked)) return page(200)();
    const headers = new Headers(asked.request.headers);
    silent(headers);
    return new Request(asked.request, { headers });
  },
  headers: silent,
};

describe('a version document that is hidden', () => {
  test.each([200, 302, 401, 404, 500])('with status %i: the root’s list of versions tells', async (status) => {
    const { cloud, lab } = lyingCloud({ intercept: (asked) => (isDocument(asked) ? page(status)() : undefined) });
    const { vms } = await cloud.fleet();
    expect(lists(lab.asked)).toEqual(['compute 2.93']);
    expect(vms[0]!.untold).toBeUndefined();
  });

  test.each([200, 404, 500])('with status %i, the root’s list too: it is read back from answers', async (status) => {
    const intercept = (asked: Asked) => (isDocument(asked) || isRoot(asked) ? page(status)() : undefined);
    const { cloud, lab } = lyingCloud({ intercept });
    await cloud.fleet();
    expect(lists(lab.asked)).toEqual(['compute 2.93']);
  });

  test('where no header comes through either, locks are not known: nothing is done alone, and doctor says so', async () => {
    const { cloud } = lyingCloud(forgetful);
    const { vms } = await cloud.fleet();
    const vm = vms[0]!;
    expect(vm.untold?.things).toEqual(['locks', 'tags']);
    const state = { ...aState({ vm, verdict: aVerdict({ vm: vm.id, diagnosis: 'hang' }) }), mode: 'auto' as const };
    const reasons = (person?: { typed: undefined }) =>
      refusals({ vm, action: 'hard-reboot', at: state.at, state, ...(person ? { person } : {}) });
    expect(reasons()).toContainEqual({ guard: 'untold', reason: expect.stringContaining('Nova does not tell locks') });
    expect(reasons({ typed: undefined })).toEqual([]);
    const nova = (await cloud.checks()).find(({ service }) => service === 'nova');
    expect(nova).toMatchObject({ ok: false, detail: expect.stringContaining('does not tell locks, tags') });
    expect(nova?.fix).toContain('OpenStack-API-Version');
  });

  test('a Nova of 2.1 tells no locks, tags and host states, and is asked anew with each whole list', async () => {
    const old = { version: { version: '2.1', min_version: '2.1' } };
    const { cloud, lab } = lyingCloud({ intercept: (asked) => (isDocument(asked) ? Response.json(old) : undefined) });
    expect((await cloud.fleet()).vms[0]!.untold).toEqual({
      ...{ microversion: '2.1', things: ['locks', 'tags', 'host states'] },
    });
    lab.lie = {};
    for (let tick = 0; tick < 20; tick++) await cloud.fleet();
    expect((await cloud.fleet()).vms[0]!.untold).toBeUndefined();
  });
});

test('an address without a version is completed, of Nova and of Heat', async () => {
  const token = ({ catalog }: { catalog: { type: string; endpoints: { url: string }[] }[] }) => {
    for (const { type, endpoints } of catalog)
      if (/compute|orchestration/.test(type)) for (const one of endpoints) one.url = one.url.replace(/\/v\d.*$/, '');
  };
  const { cloud, lab, world } = lyingCloud({ token });
  const { vms, sources } = await cloud.observe();
  expect(vms).toHaveLength(6);
  expect(sources.filter(({ ok }) => !ok)).toEqual([]);
  const heat = lab.asked.filter(({ path }) => path.startsWith('/heat-api'));
  expect(heat[0]!.path).toContain(`/heat-api/v1/${world.people.admin.projectId}/stacks`);
});

describe('406', () => {
  /** A nova-api of before the upgrade: it speaks no more than 2.90. */
  const older: Lie = {
    intercept: (asked) => {
      const [, minor] = /compute 2\.(\d+)/.exec(spoken(asked) ?? '') ?? [];
      if (!minor || Number(minor) <= 90) return undefined;
      const message = `Version 2.${minor} is not supported by the API. Minimum is 2.1 and maximum is 2.90.`;
      return Response.json({ computeFault: { code: 406, message } }, { status: 406 });
    },
  };

  test('the version is asked anew, and what only asks is sent again', async () => {
    const { cloud, lab } = lyingCloud(older);
    const { vms } = await cloud.fleet();
    expect(vms).toHaveLength(6);
    expect(lists(lab.asked)).toEqual(['compute 2.93', 'compute 2.90']);
    await cloud.fleet();
    expect(lists(lab.asked)).toHaveLength(3);
  });

  test('where it names no range, it is read back', async () => {
    const refusing = (asked: Asked) => {
      const answer = older.intercept!(asked) as Response | undefined;
      return answer && Response.json({ computeFault: { code: 406, message: 'no' } }, { status: 406 });
    };
    const { cloud, lab } = lyingCloud({ intercept: refusing });
    await cloud.fleet();
    // What "latest" is, the stand-in says to whoever asks.
    expect(lists(lab.asked).at(-1)).toBe('compute 2.1');
  });

  test('an action is not done, not repeated, and goes out in the right version the next time', async () => {
    const { cloud, lab, world, count } = lyingCloud();
    await cloud.fleet();
    lab.lie = older;
    const vm = world.vms()[0]!;
    const reboot = serverAction(vm, { reboot: { type: 'HARD' } });
    await expect(cloud.act(reboot)).rejects.toMatchObject({ code: 'bad-request', status: 406 });
    expect(count(`POST /compute/v2.1/servers/${vm.id}/action`)).toBe(1);
    expect(vm.taskState).toBe(null);
    await cloud.act(reboot);
    expect(vm.taskState).toBe('rebooting_hard');
  });
});
