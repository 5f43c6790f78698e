import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { CloudConfig } from '../../source/openstack/config.ts';
import { Session } from '../../source/openstack/session.ts';
import type { Cloud } from '../../source/ports.ts';
import { clock, deleteServer, guest, makeServer, newestSample, realCloud, untilStatus } from './real.ts';

/** Whose VM it is: only where that is another one than ours Nova lets our lock replace somebody's. */
const otherProject = process.env.OS_TEST_OTHER_PROJECT ?? 'demo';
/** It need not settle first, nor is it left to who made it. */
const settings = { ...defaultSettings, grace: 1 };

let session: Session;
let owner: Session;
let vm: string;

beforeAll(async () => {
  const config = realCloud();
  session = new Session(config, { clock });
  owner = new Session(inProject(config, otherProject), { clock });
  vm = await makeServer(owner, 'locked', guest);
  await untilStatus(session, vm, 'ACTIVE');
  // Of a VM that never sent a sample nothing is known: it is not healed.
  for (let waited = 0; waited < 180 && (await newestSample(session, vm)) === undefined; waited += 2) {
    await clock.sleep(2000);
  }
});

afterEach(() => act({ unlock: null }));

afterAll(async () => {
  if (!vm) return;
  await deleteServer(owner, vm);
});

/** What another administrator does. */
const act = (body: object) =>
  session.call({
    ...{ service: 'compute', method: 'POST', path: `/servers/${vm}/action`, body },
    headers: { 'openstack-api-version': 'compute 2.79' },
  });

test.each(['before', 'after'] as const)(
  "another administrator's lock in the moment %s ours: the reboot is not sent, and the lock stays",
  async (when) => {
    const cloud = openstackCloud(realCloud(), { clock });
    const sent: string[] = [];
    const person = () => act({ lock: { locked_reason: 'upgrade' } });
    const between: Cloud['act'] = async (call) => {
      const word = Object.keys(call.body as object)[0]!;
      const isFirst = word === 'lock' && !sent.includes(word);
      sent.push(word);
      if (isFirst && when === 'before') await person();
      const answer = await cloud.act(call);
      if (isFirst && when === 'after') await person();
      return answer;
    };
    const journal = openJournal(':memory:');
    const state = emptyState(loadModel(), 'confirm', false, settings);
    const engine = new Engine({ cloud: { ...cloud, act: between }, clock, journal, state });
    const said = () => JSON.stringify([incident, journal.latest(10).map(({ words }) => words)]);
    const settle = async () => {
      await engine.tick();
      await engine.idle();
    };
    await engine.connect();
    await settle();
    engine.dispatch({ type: 'heal-asked', vm, action: 'hard-reboot', who: 'ada' });
    await engine.idle();
    const incident = engine.getState().incidents.get(vm)!;
    engine.dispatch({ type: 'confirmed', incident: incident.id, action: 'hard-reboot', who: 'ada' });
    await engine.idle();
    for (let i = 0; i < 3; i++) {
      await clock.sleep(2000);
      await settle();
    }
    expect(sent, said()).toEqual(['lock']);
    const { vms } = await cloud.observe();
    expect(vms.find(({ id }) => id === vm)).toMatchObject({ locked: true });
    const deeds = (await cloud.instanceActions(vm)).map(({ action }) => action);
    expect(deeds).not.toContain('reboot');
    expect(deeds.filter((action) => action === 'lock').length).toBeGreaterThanOrEqual(2);
  },
);

function inProject(config: CloudConfig, name: string): CloudConfig {
  if (config.auth.kind !== 'password') throw new Error('This suite signs in with a password.');
  const { project } = config.auth;
  const domain = 'domain' in project ? project.domain : { id: 'default' };
  return { ...config, auth: { ...config.auth, project: { name, domain } } };
}
