import { resolve } from 'node:path';
import * as z from 'zod';
import { Failure } from '../failure.ts';
import { readText } from '../read-text.ts';
import { type CloudsFile, isMapping, type Mapping, type Places, readCloudsFile } from './config-files.ts';
import { Secret } from './secret.ts';

/** How to reach one cloud. Secrets inside are `Secret`s: the whole may be printed. */
export type CloudConfig = {
  readonly name: string;
  /** The file, or the variables, it came from: what a hint points at. */
  readonly source: string;
  /** Keystone's address, with or without /v3. */
  readonly authUrl: string;
  readonly auth: Auth;
  readonly region?: string | undefined;
  readonly interface?: Interface | undefined;
  /** Of services that have one of their own, by type as clouds.yaml writes it: `metric_interface` is `metric` here. */
  readonly interfaces?: Readonly<Record<string, Interface>> | undefined;
  /** false: the server's certificate is not checked. */
  readonly verify?: boolean | undefined;
  /** Certificates to trust, PEM. */
  readonly ca?: string | undefined;
  /** Seconds that one call may take. */
  readonly timeout?: number | undefined;
};

export type Interface = 'public' | 'internal' | 'admin';

export type Domain = { readonly id: string } | { readonly name: string };
export type Named = { readonly id: string } | { readonly name: string; readonly domain: Domain };

export type Auth =
  | { readonly kind: 'password'; readonly user: Named; readonly password: Secret; readonly project: Named }
  | { readonly kind: 'token'; readonly token: Secret; readonly project: Named }
  | { readonly kind: 'application credential'; readonly id: string; readonly secret: Secret }
  | { readonly kind: 'application credential'; readonly name: string; readonly user: Named; readonly secret: Secret };

/** The source of a cloud that comes from OS_AUTH_URL and its fellows: all of these have one name. */
const variables = 'the OS_* variables';

/** Whether its name says nothing of which cloud it is. */
export function isFromVariables({ source }: Pick<CloudConfig, 'source'>): boolean {
  return source === variables;
}

/** The name of a cloud as nobody but clouds.yaml gives it, and no other cloud there for a file; else undefined. */
export function ownName(
  { name, source }: CloudConfig,
  places: Places,
  ofFile: (name: string) => string,
): string | undefined {
  if (source === variables || name === variablesName(places.env)) return undefined;
  const same = Object.keys(readCloudsFile(places).clouds).filter((one) => ofFile(one) === ofFile(name));
  return same.length === 1 ? name : undefined;
}

/**
 * The cloud named by `cloud`, else by OS_CLOUD, else by OS_AUTH_URL and its fellows; undefined where nothing of the
 * kind is set. Throws a `Failure` of kind usage that names the file and the key.
 */
export function loadCloudConfig({
  cloud,
  ...places
}: Places & { readonly cloud?: string | undefined }): CloudConfig | undefined {
  const { env } = places;
  const name = cloud || env.OS_CLOUD || (env.OS_AUTH_URL ? variablesName(env) : undefined);
  if (!name) return undefined;
  if (name === variablesName(env) && env.OS_AUTH_URL) {
    return settle(name, variables, fromVariables(env), places.cwd);
  }
  const found = readCloudsFile(places);
  const entry = found.clouds[name];
  if (entry === undefined) throw unknownCloud(name, found);
  return settle(name, found.file ?? 'secure.yaml', isMapping(entry) ? entry : {}, places.cwd);
}

function variablesName(env: Places['env']): string {
  return env.OS_CLOUD_NAME || 'envvars';
}

function unknownCloud(name: string, { file, clouds, looked }: CloudsFile): Failure {
  if (!file) {
    const hint = `Looked for ${looked.filter((path) => path.endsWith('.yaml')).join(', ')}.`;
    return new Failure('usage', 'no-clouds-file', `There is no clouds.yaml to find cloud "${name}" in.`, hint);
  }
  const known = Object.keys(clouds).join(', ') || 'none';
  return new Failure('usage', 'unknown-cloud', `${file} has no cloud "${name}".`, `It knows: ${known}.`);
}

/** OS_USERNAME is auth.username, OS_REGION_NAME is region_name, and so on. */
function fromVariables(env: Places['env']): Mapping {
  const top: Record<string, string> = {};
  const auth: Record<string, string> = {};
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('OS_') || !value) continue;
    const key = variable
      .slice(3)
      .toLowerCase()
      .replace(/^tenant_/, 'project_');
    if (key in authKeys) auth[key] = value;
    else top[key === 'endpoint_type' ? 'interface' : key] = value;
  }
  return { ...top, auth };
}

const text = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().min(1));
/** YAML has real booleans, variables have words. */
const flag = z.preprocess(
  (value) => (typeof value === 'string' ? !/^(0|no|false|off)$/i.test(value) : value),
  z.boolean(),
);

const authKeys = {
  auth_url: z.url({ protocol: /^https?$/, error: 'is not an http(s) address' }),
  username: text.optional(),
  user_id: text.optional(),
  password: text.optional(),
  token: text.optional(),
  project_name: text.optional(),
  project_id: text.optional(),
  user_domain_name: text.optional(),
  user_domain_id: text.optional(),
  project_domain_name: text.optional(),
  project_domain_id: text.optional(),
  default_domain: text.optional(),
  application_credential_id: text.optional(),
  application_credential_name: text.optional(),
  application_credential_secret: text.optional(),
};

/** Seconds that a call may take at most, whatever is asked for: who waits longer waits for nobody. */
const longestCall = 3600;

const authTypes = ['password', 'v3password', 'v3applicationcredential', 'token', 'v3token'] as const;

const side = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(/URL$/, '') : value),
  z.enum(['public', 'internal', 'admin'], { error: 'is none of public, internal, admin' }),
);

const entrySchema = z.looseObject({
  auth_type: z.enum(authTypes, { error: `is none of ${authTypes.join(', ')}` }).optional(),
  auth: z.looseObject(authKeys, { error: 'is missing' }),
  region_name: text.optional(),
  interface: side.optional(),
  verify: flag.optional(),
  insecure: flag.optional(),
  cacert: text.optional(),
  api_timeout: z.coerce.number({ error: 'is not a number of seconds' }).nonnegative().optional(),
});

type Entry = z.infer<typeof entrySchema>;

function settle(name: string, source: string, raw: Mapping, cwd: string): CloudConfig {
  const wrong = (key: string, what: string) =>
    new Failure(
      'usage',
      what === 'is missing' ? 'missing-key' : 'wrong-key',
      source.startsWith('the OS_') ? `${variable(key)} ${what}.` : `${source}: clouds.${name}.${key} ${what}.`,
      source.startsWith('the OS_') ? `Set it, or choose a cloud of clouds.yaml with OS_CLOUD.` : `Set it in that file.`,
    );
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const absent = issue.path.reduce<unknown>((at, key) => (isMapping(at) ? at[String(key)] : undefined), raw) == null;
    throw wrong(issue.path.join('.'), absent ? 'is missing' : issue.message);
  }
  const entry = parsed.data;
  return {
    name,
    source,
    authUrl: entry.auth.auth_url,
    auth: authOf(entry, wrong),
    region: entry.region_name,
    interface: entry.interface,
    interfaces: interfacesOf(entry, wrong),
    verify: entry.verify ?? (entry.insecure === undefined ? true : !entry.insecure),
    ca: entry.cacert === undefined ? undefined : readCertificates(resolve(cwd, entry.cacert), wrong),
    timeout: entry.api_timeout ? Math.min(entry.api_timeout, longestCall) : undefined,
  };
}

function interfacesOf(entry: Entry, wrong: Wrong): CloudConfig['interfaces'] {
  const found: Record<string, Interface> = {};
  for (const [key, value] of Object.entries(entry)) {
    const type = /^(.+)_interface$/.exec(key)?.[1];
    if (!type || value == null) continue;
    const parsed = side.safeParse(value);
    if (!parsed.success) throw wrong(key, parsed.error.issues[0]!.message);
    found[type] = parsed.data;
  }
  return Object.keys(found).length ? found : undefined;
}

type Wrong = (key: string, what: string) => Failure;

function authOf({ auth, auth_type: type }: Entry, wrong: Wrong): Auth {
  const user = () =>
    named(auth.user_id, auth.username, domain(auth.user_domain_id, auth.user_domain_name, auth), () =>
      wrong('auth.username', 'is missing'),
    );
  const project = () =>
    named(auth.project_id, auth.project_name, domain(auth.project_domain_id, auth.project_domain_name, auth), () =>
      wrong('auth.project_name', 'is missing'),
    );
  const secret = (key: 'password' | 'token' | 'application_credential_secret') => {
    const value = auth[key];
    if (!value) throw wrong(`auth.${key}`, 'is missing');
    return new Secret(value);
  };
  if (type === 'v3applicationcredential' || (!type && auth.application_credential_secret)) {
    const { application_credential_id: id, application_credential_name: name } = auth;
    const known = { kind: 'application credential', secret: secret('application_credential_secret') } as const;
    if (id) return { ...known, id };
    if (name) return { ...known, name, user: user() };
    throw wrong('auth.application_credential_id', 'is missing');
  }
  if (type === 'token' || type === 'v3token') return { kind: 'token', token: secret('token'), project: project() };
  return { kind: 'password', user: user(), password: secret('password'), project: project() };
}

function named(id: string | undefined, name: string | undefined, domain: Domain, missing: () => Failure): Named {
  if (id) return { id };
  if (!name) throw missing();
  return { name, domain };
}

function domain(id: string | undefined, name: string | undefined, auth: Entry['auth']): Domain {
  if (id) return { id };
  return name ? { name } : { id: auth.default_domain ?? 'default' };
}

function variable(key: string): string {
  return `OS_${key.replace('auth.', '').toUpperCase()}`;
}

function readCertificates(file: string, wrong: Wrong): string {
  try {
    return readText(file);
  } catch {
    throw wrong('cacert', `names a file that cannot be read (${file})`);
  }
}
