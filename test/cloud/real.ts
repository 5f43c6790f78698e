import { homedir } from 'node:os';
import { systemClock } from '../../source/clock.ts';
import { type CloudConfig, loadCloudConfig } from '../../source/openstack/config.ts';
import type { Session } from '../../source/openstack/session.ts';

export const clock = systemClock();

/** What the guests are made of: it must be one that Ceilometer polls. */
export const guest = {
  flavor: process.env.OS_TEST_FLAVOR ?? 'lab.nano',
  image: process.env.OS_TEST_IMAGE ?? 'lab-guest',
};
/** Servers that need no telemetry: the lab's cost nothing. */
export const plain = {
  flavor: process.env.OS_TEST_STACK_FLAVOR ?? 'm1.tiny',
  image: process.env.OS_TEST_STACK_IMAGE ?? 'cirros-fake',
};
export const network = process.env.OS_TEST_NETWORK ?? 'private';

/** The cloud that the environment names. */
export function realCloud(): CloudConfig {
  const config = loadCloudConfig({ env: process.env, cwd: process.cwd(), home: homedir() });
  if (!config) throw new Error('Set OS_CLOUD (and OS_CLIENT_CONFIG_FILE) to the cloud to test against.');
  return config;
}

/** Makes a server and returns its id. */
export async function makeServer(session: Session, name: string, of: typeof guest): Promise<string> {
  const find = async (service: string, path: string, key: string, wanted: string): Promise<string> => {
    const { body } = await session.call({ service, path });
    const records = (body as Record<string, { id: string; name: string }[]>)[key] ?? [];
    const found = records.find((record) => record.name === wanted || record.id === wanted);
    if (!found) throw new Error(`The cloud has none of the ${key} named ${wanted}.`);
    return found.id;
  };
  const server = {
    name: `${name}-${process.pid}`,
    flavorRef: await find('compute', '/flavors?is_public=none', 'flavors', of.flavor),
    imageRef: await find('image', '/v2/images', 'images', of.image),
    networks: [{ uuid: await find('network', '/v2.0/networks', 'networks', network) }],
  };
  const { body } = await session.call({ service: 'compute', method: 'POST', path: '/servers', body: { server } });
  return (body as { readonly server: { readonly id: string } }).server.id;
}

export async function deleteServer(session: Session, id: string): Promise<void> {
  await session.call({ service: 'compute', method: 'DELETE', path: `/servers/${id}`, accept: [404] });
}

/** Until Nova shows the server in this state and at rest. */
export async function untilStatus(session: Session, id: string, status: string): Promise<void> {
  for (let waited = 0; waited < 120; waited += 2) {
    const { body } = await session.call({ service: 'compute', path: `/servers/${id}` });
    const { server } = body as { readonly server: Readonly<Record<string, unknown>> };
    if (server.status === status && !server['OS-EXT-STS:task_state']) return;
    await clock.sleep(2000);
  }
  throw new Error(`server ${id} does not become ${status}`);
}

/** When the newest sample of the VM's CPU was taken, epoch milliseconds; undefined where there is none. */
export async function newestSample(session: Session, vm: string): Promise<number | undefined> {
  const path = `/v1/resource/instance/${vm}/metric/cpu/measures?start=-3600s`;
  const { status, body } = await session.call({ service: 'metric', path, accept: [404] });
  const at = status === 404 ? undefined : (body as [string, number, number][]).at(-1)?.[0];
  return at === undefined ? undefined : Date.parse(at);
}
