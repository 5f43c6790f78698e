import { describe, expect, test } from 'vitest';
import { firstVm, lab, story } from './lab.ts';

const byMistral = { routes: { 'hard-reboot': 'mistral', start: 'mistral', 'soft-reboot': 'mistral' } } as const;

describe('setup and teardown', () => {
  test('a second setup changes nothing, and teardown leaves the cloud as it was', async () => {
    const cloud = lab();
    const before = await cloud.inventory();
    await cloud.setUp(true);
    const medic = await cloud.medic({ mode: 'observe' });
    await cloud.pass(60, [medic]);
    const made = await cloud.inventory();
    expect(made.alarms).toHaveLength(12);
    expect(made.stacks).toEqual(['cloud-medic-autonomous']);
    expect(new Set((await cloud.setUp(true)).map(({ did }) => did))).toEqual(new Set(['there']));
    await cloud.tearDown();
    expect(await cloud.inventory()).toEqual(before);
    await cloud.pass(60, [medic]);
    expect(await cloud.inventory()).toEqual(before);
  });
});

describe('by Mistral', () => {
  test('a hang: our workflow looks, reboots, waits; the VM is proven well', async () => {
    const cloud = lab();
    await cloud.setUp();
    const medic = await cloud.medic({ settings: byMistral });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(600, [medic]);
    expect(medic.getState().history[0]?.attempts).toMatchObject([
      { route: 'mistral', action: 'hard-reboot', outcome: 'healed', requestId: expect.stringContaining('execution ') },
    ]);
    expect(await cloud.deeds(id)).toEqual(['reboot']);
    expect(await cloud.mistral.newestExecutions()).toMatchObject([
      { workflow: 'cloud_medic.hard_reboot', state: 'SUCCESS', input: { vm: id, who: 'cloud-medic' } },
    ]);
  });

  test('it is not in the catalogue: straight to Nova, and the plan says why', async () => {
    const cloud = lab();
    cloud.simulator.trouble.push({ service: 'workflowv2', kind: 'missing' });
    const medic = await cloud.medic({ settings: byMistral });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(600, [medic]);
    expect(story(medic)).toContain('claimed: Hard reboot is sent (the cloud offers no Mistral: straight to Nova)');
    expect(medic.getState().history[0]?.attempts).toMatchObject([{ route: 'nova', outcome: 'healed' }]);
    expect(await cloud.deeds(id)).toEqual(['lock', 'reboot', 'unlock']);
    expect(medic.getState().sources.every(({ ok }) => ok)).toBe(true);
  });

  test('it has no workflow of ours: what it refuses goes to Nova, once', async () => {
    const cloud = lab();
    const medic = await cloud.medic({ settings: byMistral });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(600, [medic]);
    expect(medic.getState().history[0]?.attempts).toMatchObject([
      { route: 'mistral', outcome: 'refused', words: expect.stringContaining('Workflow not found') },
      { route: 'nova', outcome: 'healed', because: expect.stringContaining('Mistral did not do it') },
    ]);
    expect((await cloud.deeds(id)).filter((deed) => deed === 'reboot')).toHaveLength(1);
  });

  test('it fails before the heal: straight to Nova; the console says that it fails', async () => {
    const cloud = lab();
    await cloud.setUp();
    cloud.simulator.trouble.push({ service: 'workflowv2', kind: 'status', status: 500 });
    const medic = await cloud.medic({ settings: byMistral });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(600, [medic]);
    expect(medic.getState().sources.find(({ source }) => source === 'mistral')).toMatchObject({ ok: false });
    expect(medic.getState().history[0]?.attempts).toMatchObject([
      { route: 'nova', outcome: 'healed', because: 'Mistral does not answer: straight to Nova' },
    ]);
  });

  test.each([
    ['and comes back', true],
    ['and stays away', false],
  ])('it fails in mid-heal %s: nothing is sent twice, and how it ends can be read', async (_, comesBack) => {
    const cloud = lab();
    await cloud.setUp();
    const { trouble } = cloud.simulator;
    const act = async (call: Parameters<typeof cloud.cloud.act>[0], send: typeof cloud.cloud.act) => {
      const answer = await send(call);
      if (call.service === 'workflow' && call.method === 'POST')
        trouble.push({ service: 'workflowv2', kind: 'status', status: 500 });
      return answer;
    };
    const medic = await cloud.medic({ settings: byMistral, act });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(220, [medic]);
    expect(medic.getState().incidents.get(id)?.phase).toBe('healing');
    if (comesBack) trouble.length = 0;
    await cloud.pass(600, [medic]);
    expect(await cloud.deeds(id)).toEqual(['reboot']);
    expect(medic.getState().incidents.size).toBe(0);
    const [closed] = medic.getState().history;
    if (comesBack) expect(closed?.words).toContain('healed by hard reboot');
    else {
      expect(closed?.words).toBe('healthy again without being healed');
      expect(closed?.attempts.at(-1)?.words).toMatch(/after 240 s: Mistral does not answer: .*500/);
    }
  });

  test.each([
    ['locks', { lock: { locked_reason: 'maintenance' } }, /it is locked: maintenance/, ['lock']],
    ['stops', { 'os-stop': null }, /powering-off|SHUTOFF/, ['stop']],
  ])('a user %s the VM just before the workflow looks: it refuses', async (_, body, reason, deeds) => {
    const cloud = lab();
    await cloud.setUp();
    const act = async (call: Parameters<typeof cloud.cloud.act>[0], send: typeof cloud.cloud.act) => {
      if (call.service === 'workflow' && call.method === 'POST')
        await send({ service: 'compute', method: 'POST', path: `/servers/${id}/action`, body });
      return send(call);
    };
    const medic = await cloud.medic({ settings: byMistral, act });
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(400, [medic]);
    const { incidents, history } = medic.getState();
    expect((incidents.get(id) ?? history[0])?.attempts).toMatchObject([
      { outcome: 'no help', words: expect.stringMatching(reason) },
    ]);
    expect(await cloud.deeds(id)).toEqual(deeds);
  });
});

describe('Aodh', () => {
  test.each([
    ['is not in the catalogue', 'missing'],
    ['fails', 'status'],
  ] as const)('%s: the heal goes on without it', async (_, kind) => {
    const cloud = lab();
    await cloud.setUp();
    cloud.simulator.trouble.push({ service: 'alarming', status: 500, kind });
    const medic = await cloud.medic();
    const { id } = firstVm(medic);
    await cloud.inject('hang', id);
    await cloud.pass(600, [medic]);
    expect(medic.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
    const health = medic.getState().sources.find(({ source }) => source === 'aodh');
    expect(health?.ok).toBe(kind === 'missing' ? undefined : false);
  });
});
