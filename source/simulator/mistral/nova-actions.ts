import { isDict } from '../yaql/values.ts';
import { type Action, type ActionContext, ActionError } from './action.ts';
import type { Dict } from './records.ts';

/** The newest microversion that mistral-extra's client speaks: 96 is 2.96. It asks Nova first, and takes the older one. */
const clientNewest = 96;

type Method = {
  readonly name: string;
  readonly input: string;
  readonly description: string;
  /** The server action's body; undefined: the server is read. */
  readonly body?: (input: Dict) => unknown;
  /** What comes of the answer's body; without, what novaclient makes of nothing: an empty list. */
  readonly result?: (body: Dict) => unknown;
};

const toServer = (body: Dict) => body.server;

const methods: readonly Method[] = [
  { name: 'get', input: 'server', description: 'Get a server.', result: toServer },
  {
    ...{ name: 'reboot', input: 'server, reboot_type=SOFT', description: 'Reboot a server.' },
    body: ({ reboot_type: type = 'SOFT' }) => ({ reboot: { type } }),
  },
  { name: 'start', input: 'server', description: 'Start the server.', body: () => ({ 'os-start': null }) },
  {
    ...{ name: 'stop', input: 'server', description: 'Stop the server.', body: () => ({ 'os-stop': null }) },
    result: () => ['<Response [202]>', null],
  },
  { name: 'pause', input: 'server', description: 'Pause the server.', body: () => ({ pause: null }) },
  { name: 'unpause', input: 'server', description: 'Unpause the server.', body: () => ({ unpause: null }) },
  { name: 'suspend', input: 'server', description: 'Suspend the server.', body: () => ({ suspend: null }) },
  { name: 'resume', input: 'server', description: 'Resume the server.', body: () => ({ resume: null }) },
  {
    ...{ name: 'lock', input: 'server, reason=null', description: 'Lock the server.' },
    body: ({ reason }) => ({ lock: reason == null ? null : { locked_reason: reason } }),
  },
  { name: 'unlock', input: 'server', description: 'Unlock the server.', body: () => ({ unlock: null }) },
  {
    ...{ name: 'live_migrate', input: 'server, host, block_migration' },
    description: 'Migrates a running instance to a new machine.',
    body: ({ host, block_migration }) => ({ 'os-migrateLive': { host: host ?? null, block_migration } }),
  },
  {
    name: 'rebuild',
    input: 'server, image, password=null, disk_config=null, preserve_ephemeral=False, name=null, meta=null, files=null',
    description: 'Rebuild -- shut down and then re-image -- a server.',
    body: ({ image }) => ({ rebuild: { imageRef: image } }),
    result: toServer,
  },
  {
    ...{ name: 'evacuate', input: 'server, host=null, password=null', description: 'Evacuate a server instance.' },
    body: ({ host }) => ({ evacuate: host == null ? {} : { host } }),
    result: () => ['<Response [200]>', null],
  },
];

/** The actions of mistral-extra that heal a server, over the HTTP of this cloud's Nova. */
export const novaActions: readonly Action[] = methods.map((method) => ({
  ...{ name: `nova.servers_${method.name}`, input: method.input, description: method.description, label: 'NovaAction' },
  run: (input, context) => ({ kind: 'here', result: call(method, input, context) }),
}));

async function call({ name, body, result }: Method, input: Dict, { inside, token, origin }: ActionContext) {
  const failed = (why: string) => new ActionError(`NovaAction.servers.${name} failed: ${why}`);
  const server = encodeURIComponent(String(input.server));
  const compute = { service: 'compute', token, origin } as const;
  const { body: about } = await inside.call({ ...compute, method: 'GET', path: '' });
  const answer = await inside.call({
    ...{ ...compute, headers: { 'OpenStack-API-Version': `compute 2.${negotiated(about)}` } },
    ...(body
      ? { method: 'POST', path: `/servers/${server}/action`, body: body(input) }
      : { method: 'GET', path: `/servers/${server}` }),
  });
  const { status, headers } = answer;
  if (status >= 400) {
    const id = headers.get('x-openstack-request-id');
    throw failed(`${words(answer.body)} (HTTP ${status})${id ? ` (Request-ID: ${id})` : ''}`);
  }
  if (!result) return [];
  if (isDict(answer.body)) return result(answer.body);
  if (answer.body === null) return result({});
  throw failed('Nova answered no JSON');
}

/** The newest minor version that both speak. */
function negotiated(about: unknown): number {
  const version = isDict(about) && isDict(about.version) ? String(about.version.version) : '';
  return Math.min(clientNewest, Number(/^2\.(\d+)$/.exec(version)?.[1] ?? 1));
}

/** Nova's sentence, under whatever key it is. */
function words(body: unknown): string {
  const fault = isDict(body) ? Object.values(body)[0] : undefined;
  return isDict(fault) ? String(fault.message) : 'Nova answered no JSON';
}
