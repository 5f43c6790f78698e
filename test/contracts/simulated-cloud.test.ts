import { ManualClock } from '../../source/clock.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { CloudConfig } from '../../source/openstack/config.ts';
import { Secret } from '../../source/openstack/secret.ts';
import { createSimulator } from '../../source/simulator/index.ts';
import { cloudContract } from './cloud-contract.ts';

cloudContract('the stand-in', async () => {
  const clock = new ManualClock();
  const simulator = createSimulator({ vms: 5, seed: 7, clock });
  const { authUrl, username, password, projectName } = simulator.credentials;
  const domain = { id: 'default' };
  const open = (secret: string) => {
    const config: CloudConfig = {
      name: 'stand-in',
      source: 'this test',
      authUrl,
      auth: {
        kind: 'password',
        user: { name: username, domain },
        password: new Secret(secret),
        project: { name: projectName, domain },
      },
    };
    return openstackCloud(config, { clock, fetch: (input, init) => simulator.fetch(new Request(input, init)) });
  };
  return {
    cloud: open(password),
    stranger: open('wrong'),
    vm: simulator.world.vms()[0]!.id,
    user: username,
    project: projectName,
    patience: 200,
    pass: async (seconds) => clock.advance(seconds * 1000),
    tearDown: async () => {},
  };
});
