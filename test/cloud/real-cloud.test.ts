import { setTimeout as wait } from 'node:timers/promises';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { CloudConfig } from '../../source/openstack/config.ts';
import { Secret } from '../../source/openstack/secret.ts';
import { Session } from '../../source/openstack/session.ts';
import { cloudContract } from '../contracts/cloud-contract.ts';
import { clock, deleteServer, guest, makeServer, network, plain, realCloud } from './real.ts';

/** Makes a guest of its own and deletes it. */
cloudContract('a real one', async () => {
  const config = realCloud();
  const session = new Session(config, { clock });
  const token = await session.token();
  const vm = await makeServer(session, 'client-contract', guest);
  return {
    cloud: openstackCloud(config, { clock }),
    stranger: openstackCloud(withPassword(config, 'wrong'), { clock }),
    session,
    vm,
    serverProperties: { ...plain, networks: [{ network }] },
    user: token.user,
    project: token.project,
    patience: 170,
    now: () => clock.now(),
    pass: (seconds) => wait(seconds * 1000),
    tearDown: () => deleteServer(session, vm),
  };
});

function withPassword(config: CloudConfig, password: string): CloudConfig {
  if (config.auth.kind !== 'password') throw new Error('This suite signs in with a password.');
  return { ...config, auth: { ...config.auth, password: new Secret(password) } };
}
