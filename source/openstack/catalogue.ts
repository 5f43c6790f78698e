import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { CloudConfig } from './config.ts';

const endpoint = z.object({
  interface: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
  url: z.string(),
});

/** One service of Keystone's catalogue. An entry that is broken is left out, the others stand. */
export type CatalogueEntry = { readonly type: string; readonly endpoints: readonly z.infer<typeof endpoint>[] };

/** Reads the catalogue of a token's body. */
export function readCatalogue(raw: unknown): CatalogueEntry[] {
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
      ? { type: entry.type, endpoints: entry.endpoints.flatMap((each) => endpoint.safeParse(each).data ?? []) }
      : [],
  );
}

/** Other names under which a service may stand in the catalogue. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  alarming: ['alarm'],
  workflowv2: ['workflow'],
};

/** The address of a service for the configured interface and region, without a slash at its end, or undefined. */
export function endpointOf(
  catalogue: readonly CatalogueEntry[],
  type: string,
  { interface: side = 'public', region }: Pick<CloudConfig, 'interface' | 'region'>,
): string | undefined {
  const types = [type, ...(aliases[type] ?? [])];
  const found = catalogue
    .filter((entry) => types.includes(entry.type))
    .flatMap((entry) => entry.endpoints)
    .find((each) => each.interface === side && (!region || (each.region_id ?? each.region) === region));
  return found?.url.replace(/\/+$/, '');
}

/** The failure of a service that the catalogue does not offer. */
export function noService(type: string, name: string, { interface: side = 'public', region }: CloudConfig): Failure {
  const where = `${side} interface${region ? `, region ${region}` : ''}`;
  return new Failure(
    'cloud',
    'no-service',
    `The catalogue has no service of type ${type} (${name}; ${where}).`,
    `Install ${name}, or correct region_name and interface in clouds.yaml.`,
  );
}
