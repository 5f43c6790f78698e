import { homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../source/clock.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { type CloudConfig, loadCloudConfig } from '../../source/openstack/config.ts';
import { Secret } from '../../source/openstack/secret.ts';
import { Session } from '../../source/openstack/session.ts';
import { cloudContract } from '../contracts/cloud-contract.ts';

const clock = systemClock();

/**
 * Makes a guest of its own and deletes it. OS_TEST_FLAVOR, OS_TEST_IMAGE and OS_TEST_NETWORK name what it is made of;
 * it must be a guest that Ceilometer polls. OS_TEST_STACK_FLAVOR and OS_TEST_STACK_IMAGE are for the servers of its stack.
 */
cloudContract('a real one', async () => {
  const config = loadCloudConfig({ env: process.env, cwd: process.cwd(), home: homedir() });
  if (!config) throw new Error('Set OS_CLOUD (and OS_CLIENT_CONFIG_FILE) to the cloud to test against.');
  const session = new Session(config, { clock });
  const token = await session.token();
  const vm = await createGuest(session);
  return {
    cloud: openstackCloud(config, { clock }),
    stranger: openstackCloud(withPassword(config, 'wrong'), { clock }),
    session,
    vm,
    serverProperties: serverProperties(),
    user: token.user,
    project: token.project,
    patience: 170,
    now: () => clock.now(),
    pass: (seconds) => wait(seconds * 1000),
    tearDown: async () => {
      await session.call({ service: 'compute', method: 'DELETE', path: `/servers/${vm}` });
    },
  };
});

/** Servers that need no telemetry: the lab's cost nothing. */
function serverProperties() {
  const {
    OS_TEST_STACK_FLAVOR = 'm1.tiny',
    OS_TEST_STACK_IMAGE = 'cirros-fake',
    OS_TEST_NETWORK = 'private',
  } = process.env;
  return { flavor: OS_TEST_STACK_FLAVOR, image: OS_TEST_STACK_IMAGE, networks: [{ network: OS_TEST_NETWORK }] };
}

function withPassword(config: CloudConfig, password: string): CloudConfig {
  if (config.auth.kind !== 'password') throw new Error('This suite signs in with a password.');
  return { ...config, auth: { ...config.auth, password: new Secret(password) } };
}

async function createGuest(session: Session): Promise<string> {
  const { OS_TEST_FLAVOR = 'lab.nano', OS_TEST_IMAGE = 'lab-guest', OS_TEST_NETWORK = 'private' } = process.env;
  const find = async (service: string, path: string, key: string, name: string): Promise<string> => {
    const { body } = await session.call({ service, path });
    const records = (body as Record<string, { id: string; name: string }[]>)[key] ?? [];
    const found = records.find((record) => record.name === name || record.id === name);
    if (!found) throw new Error(`The cloud has none of the ${key} named ${name}.`);
    return found.id;
  };
  const server = {
    name: `client-contract-${process.pid}`,
    flavorRef: await find('compute', '/flavors?is_public=none', 'flavors', OS_TEST_FLAVOR),
    imageRef: await find('image', '/v2/images', 'images', OS_TEST_IMAGE),
    networks: [{ uuid: await find('network', '/v2.0/networks', 'networks', OS_TEST_NETWORK) }],
  };
  const { body } = await session.call({ service: 'compute', method: 'POST', path: '/servers', body: { server } });
  return (body as { readonly server: { readonly id: string } }).server.id;
}
