import { hidden, withoutSecrets } from './redact.ts';

/** What is shown of a value: all of it, its words without secrets, or some of its fields. */
type Shown = 'plain' | 'words' | { readonly [field: string]: Shown } | readonly [each: Shown] | Each;
/** Whatever the fields are called, all alike. */
class Each {
  readonly shown: Shown;
  constructor(shown: Shown) {
    this.shown = shown;
  }
}

const plain = (...names: readonly string[]): Readonly<Record<string, Shown>> =>
  Object.fromEntries(names.map((name) => [name, 'plain']));
const under = (prefix: string, ...names: readonly string[]) => plain(...names.map((name) => `${prefix}:${name}`));

/** Our own key in the metadata, and the beginning of our own tags. */
const own = 'cloud-medic';

/** The fields of Nova's record of a server that are known to hold no secrets. */
const server: Shown = {
  ...plain('id', 'name', 'status', 'tenant_id', 'user_id', 'hostId', 'created', 'updated', 'progress', 'key_name'),
  ...plain('config_drive', 'locked', 'host_status', 'accessIPv4', 'accessIPv6', 'pinned_availability_zone'),
  ...under('OS-DCF', 'diskConfig'),
  ...under('OS-EXT-AZ', 'availability_zone'),
  ...under('OS-EXT-STS', 'task_state', 'vm_state', 'power_state'),
  ...under('OS-SRV-USG', 'launched_at', 'terminated_at'),
  ...under('OS-EXT-SRV-ATTR', 'host', 'hypervisor_hostname', 'hostname', 'instance_name', 'reservation_id'),
  ...under('OS-EXT-SRV-ATTR', 'kernel_id', 'ramdisk_id', 'launch_index', 'root_device_name'),
  locked_reason: 'words',
  fault: { ...plain('code', 'created'), message: 'words' },
  flavor: {
    ...plain('id', 'original_name', 'vcpus', 'ram', 'disk', 'ephemeral', 'swap'),
    extra_specs: new Each('words'),
  },
  image: plain('id'),
  addresses: new Each([
    { ...plain('addr', 'version'), ...under('OS-EXT-IPS', 'type'), ...under('OS-EXT-IPS-MAC', 'mac_addr') },
  ]),
  security_groups: [plain('name')],
  'os-extended-volumes:volumes_attached': [plain('id', 'delete_on_termination')],
  server_groups: ['plain'],
  trusted_image_certificates: ['plain'],
  metadata: plain(own),
};

/** Nova's record of a server, with all hidden of which nobody knows that it is harmless; its length is told. */
export function knownServer(record: unknown): unknown {
  const shown = of(server, record);
  if (!isRecord(record) || !Array.isArray(record.tags)) return shown;
  return { ...(shown as object), tags: knownTags(record.tags) };
}

/** A VM's metadata; of what is not ours the value is hidden. */
export function knownMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, key === own ? value : hidden(value)]));
}

/** A VM's tags: they are free text, too. */
export const knownTags = (tags: readonly unknown[]): string[] =>
  tags.map((tag) => (typeof tag === 'string' && tag.startsWith(`${own}:`) ? tag : hidden(tag)));

function of(shown: Shown | undefined, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value;
  if (shown === undefined) return isRecord(value) && !Object.keys(value).length ? value : hidden(value);
  if (typeof shown === 'string') {
    if (typeof value === 'object') return hidden(value);
    return shown === 'words' && typeof value === 'string' ? withoutSecrets(value) : value;
  }
  if (isList(shown)) return Array.isArray(value) ? value.map((one) => of(shown[0], one)) : hidden(value);
  if (!isRecord(value)) return hidden(value);
  const fields = Object.entries(value);
  if (shown instanceof Each) return Object.fromEntries(fields.map(([key, one]) => [key, of(shown.shown, one)]));
  return Object.fromEntries(
    fields.map(([key, one]) => [key, of(Object.hasOwn(shown, key) ? shown[key] : undefined, one)]),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (shown: Exclude<Shown, string>): shown is readonly [Shown] => Array.isArray(shown);
