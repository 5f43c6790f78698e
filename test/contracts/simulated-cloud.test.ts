import { ManualClock } from '../../source/clock.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { CloudConfig } from '../../source/openstack/config.ts';
import { Secret } from '../../source/openstack/secret.ts';
import { Session } from '../../source/openstack/session.ts';
import { createSimulator } from '../../source/simulator/index.ts';
import { cloudContract } from './cloud-contract.ts';

cloudContract('the stand-in', async () => {
  const clock = new ManualClock();
  const simulator = createSimulator({ vms: 5, seed: 7, clock });
  const { authUrl, username, password, projectName } = simulator.credentials;
  const domain = { id: 'default' };
  const config = (secret: string): CloudConfig => ({
    name: 'stand-in',
    source: 'this test',
    authUrl,
    auth: {
      kind: 'password',
      user: { name: username, domain },
      password: new Secret(secret),
      project: { name: projectName, domain },
    },
  });
  const options = {
    clock,
    fetch: (input: string | URL | Request, init?: RequestInit) => simulator.fetch(new Request(input, init)),
  };
  return {
    cloud: openstackCloud(config(password), options),
    stranger: openstackCloud(config('wrong'), options),
    session: new Session(config(password), options),
    vm: simulator.world.vms()[0]!.id,
    serverProperties: { flavor: 'm1.tiny', image: 'debian-13', networks: [{ network: 'private' }] },
    user: username,
    project: projectName,
    patience: 200,
    now: () => clock.now(),
    pass: async (seconds) => clock.advance(seconds * 1000),
    tearDown: async () => {},
  };
});
