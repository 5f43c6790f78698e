import { isDeepStrictEqual } from 'node:util';
import { Failed, unlessGone } from './failed.ts';
import type { CallFor, Kind, Place, Steps } from './kinds.ts';
import type { Dict } from './stack.ts';

const properties = [
  ...['name', 'flavor', 'image', 'networks', 'metadata', 'key_name', 'security_groups', 'user_data', 'tags'],
  ...['user_data_format', 'availability_zone', 'block_device_mapping', 'block_device_mapping_v2', 'config_drive'],
  ...['admin_pass', 'diskConfig', 'flavor_update_policy', 'image_update_policy', 'personality', 'reservation_id'],
  ...['scheduler_hints', 'software_config_transport', 'user_data_update_policy', 'deployment_swift_data'],
];

/** Seconds between two looks at a server. */
const pause = 1;

/** `OS::Nova::Server`: a server of this cloud's Nova. */
export const server: Kind = {
  properties,
  required: ['flavor'],
  replacedWhenUnhealthy: true,

  async validate({ flavor, image }, call) {
    if (!(await flavorId(flavor, call))) {
      return { property: 'flavor', why: `No Flavor matching {'name': '${flavor}'}. (HTTP 404)` };
    }
    if (image !== undefined && !(await imageId(image, call))) {
      return { property: 'image', why: `No images matching {'name': '${image}'}.` };
    }
    return undefined;
  },

  async *create(place) {
    const { properties: wanted, resource, call } = place;
    const body = {
      name: wanted.name ?? resource.physicalName,
      flavorRef: await flavorId(wanted.flavor, call),
      imageRef: await imageId(wanted.image, call),
      networks: 'auto',
      metadata: wanted.metadata ?? {},
    };
    const { body: made } = await call('compute', 'POST', '/servers', { server: body });
    // Known at once, so that it can be deleted whatever becomes of it.
    resource.physicalId = String((made as { server: Dict }).server.id);
    yield* until(place, 'ACTIVE');
    return resource.physicalId;
  },

  async update({ properties: wanted, resource, call }) {
    const changed = Object.keys({ ...wanted, ...resource.properties }).filter(
      (name) => !isDeepStrictEqual(wanted[name], resource.properties[name]),
    );
    if (changed.includes('flavor')) throw new Failed('NotSupported', 'The simulated Heat does not resize servers.');
    if (changed.some((name) => name !== 'metadata')) return false;
    if (changed.length) {
      await call('compute', 'POST', `/servers/${resource.physicalId}/metadata`, { metadata: wanted.metadata ?? {} });
    }
    return true;
  },

  async *delete({ resource, call }) {
    if (!resource.physicalId) return;
    const path = `/servers/${resource.physicalId}`;
    await call('compute', 'DELETE', path).catch(unlessGone);
    do yield pause;
    while (await call('compute', 'GET', path).catch(unlessGone));
  },

  async check(place) {
    const found = await look(place);
    if (!found)
      return `NotFound: resources.${place.resource.name}: Instance ${place.resource.physicalId} could not be found.`;
    const { status } = found;
    const bad = `Error: resources.${place.resource.name}: 'status': expected 'ACTIVE', got '${status}'`;
    return status === 'ACTIVE' ? undefined : bad;
  },

  async *rest(place, how) {
    await place.call('compute', 'POST', `/servers/${place.resource.physicalId}/action`, { [how]: null });
    yield* until(place, how === 'suspend' ? 'SUSPENDED' : 'ACTIVE');
  },

  async attributes(place) {
    const found = await look(place);
    if (!found) return {};
    const addresses = found.addresses as Readonly<Record<string, readonly { readonly addr: string }[]>>;
    const networks = Object.fromEntries(
      Object.entries(addresses).map(([name, each]) => [name, each.map(({ addr }) => addr)]),
    );
    return {
      ...{ show: found, name: found.name, addresses, networks, first_address: Object.values(networks)[0]?.[0] ?? '' },
      ...{ instance_name: found['OS-EXT-SRV-ATTR:instance_name'], accessIPv4: '', accessIPv6: '' },
    };
  },

  async show(place) {
    const found = await look(place);
    return found ? { ...found, os_collect_config: {} } : {};
  },
};

async function look({ resource, call }: Place): Promise<Dict | undefined> {
  const answer = await call('compute', 'GET', `/servers/${resource.physicalId}`).catch(unlessGone);
  return (answer?.body as { server: Dict } | undefined)?.server;
}

async function* until(place: Place, status: string): Steps<void> {
  for (;;) {
    const found = await look(place);
    if (!found) throw new Failed('NotFound', `Instance ${place.resource.physicalId} could not be found.`);
    if (found.status === status && !found['OS-EXT-STS:task_state']) return;
    if (found.status === 'ERROR') {
      const { message = 'Unknown', code = 'Unknown' } = (found.fault ?? {}) as Dict;
      throw new Failed('ResourceInError', `Went to status ERROR due to "Message: ${message}, Code: ${code}"`);
    }
    yield pause;
  }
}

type Named = { readonly id: string; readonly name: string };

async function flavorId(wanted: unknown, call: CallFor): Promise<string | undefined> {
  const { body } = await call('compute', 'GET', '/flavors');
  return idOf((body as { flavors: Named[] }).flavors, wanted);
}

async function imageId(wanted: unknown, call: CallFor): Promise<string | undefined> {
  const { body } = await call('image', 'GET', '/v2/images');
  return idOf((body as { images: Named[] }).images, wanted);
}

function idOf(found: readonly Named[], wanted: unknown): string | undefined {
  return found.find(({ id, name }) => id === wanted || name === wanted)?.id;
}
