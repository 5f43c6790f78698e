import * as z from 'zod';
import { Failure } from '../failure.ts';
import type { CloudConfig, Interface } from './config.ts';

const endpoint = z.object({
  interface: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
  url: z.string(),
});

/** One service of Keystone's catalogue. An entry that is broken is left out, the others stand. */
export type CatalogueEntry = { readonly type: string; readonly endpoints: readonly z.infer<typeof endpoint>[] };

/** Reads the catalogue of a token's body. Addresses of services that want their version named end with it afterwards. */
export function readCatalogue(raw: unknown, projectId: string): CatalogueEntry[] {
  const entries = z.array(
    z
      .looseObject({ type: z.string(), endpoints: z.array(z.unknown()) })
      .nullable()
      .catch(null),
  );
  const parsed = entries.safeParse(raw);
  if (!parsed.success) return [];
  return parsed.data.flatMap((entry) =>
    entry
      ? { type: entry.type, endpoints: entry.endpoints.flatMap((each) => readEndpoint(each, entry.type, projectId)) }
      : [],
  );
}

/** How an address ends that names the service's version, by the service's type in the catalogue. */
const versions: Readonly<Record<string, string>> = {
  ...{ alarming: '/v2', alarm: '/v2', workflowv2: '/v2', workflow: '/v2' },
  ...{ compute: '/v2.1', orchestration: '/v1/PROJECT' },
};

function readEndpoint(raw: unknown, type: string, projectId: string): CatalogueEntry['endpoints'] {
  const found = endpoint.safeParse(raw).data;
  if (!found) return [];
  const url = found.url.replace(/\/+$/, '');
  const isNamed = /\/v\d+(\.\d+)?(\/|$)/.test(url);
  const version = isNamed ? '' : (versions[type] ?? '');
  return [{ ...found, url: url + version.replace('PROJECT', projectId) }];
}

/** The names under which a service may stand in the catalogue, the better ones first. */
const names: Readonly<Record<string, readonly string[]>> = {
  alarming: ['alarming', 'alarm'],
  workflow: ['workflowv2', 'workflow'],
};

const namesOf = (type: string) => names[type] ?? [type];

/** The service's own interface, else that of all. */
function interfaceOf(type: string, config: Pick<CloudConfig, 'interface' | 'interfaces'>): Interface {
  const own = namesOf(type).map((name) => config.interfaces?.[name.replaceAll('-', '_')]);
  return own.find(Boolean) ?? config.interface ?? 'public';
}

/** The address of a service for the configured interface and region, without a slash at its end, or undefined. */
export function endpointOf(
  catalogue: readonly CatalogueEntry[],
  type: string,
  config: Pick<CloudConfig, 'interface' | 'interfaces' | 'region'>,
): string | undefined {
  const { region } = config;
  const side = interfaceOf(type, config);
  return namesOf(type)
    .flatMap((name) => catalogue.filter((entry) => entry.type === name))
    .flatMap((entry) => entry.endpoints)
    .find((each) => each.interface === side && (!region || (each.region_id ?? each.region) === region))?.url;
}

/** The failure of a service that the catalogue does not offer. */
export function noService(type: string, name: string, config: CloudConfig): Failure {
  const { region } = config;
  const where = `${interfaceOf(type, config)} interface${region ? `, region ${region}` : ''}`;
  return new Failure(
    'cloud',
    'no-service',
    `The catalogue has no service of type ${type} (${name}; ${where}).`,
    `Install ${name}, or correct region_name and interface (or ${type}_interface) in clouds.yaml.`,
  );
}
