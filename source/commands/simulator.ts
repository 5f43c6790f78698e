import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { systemClock } from '../clock.ts';
import { Failure } from '../failure.ts';
import { print } from '../print.ts';
import { interrupted } from '../signals.ts';
import { type Credentials, createSimulator } from '../simulator/index.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { checkWritable, writeWhole } from '../whole-file.ts';

export type SimulatorCommand = {
  readonly port: number;
  readonly vms: number;
  readonly seed: number;
  /** Simulated seconds in a second. */
  readonly speed: number;
  /** A clouds.yaml that gets, or has renewed, the cloud `simulated`. */
  readonly writeClouds?: string;
};

/** Serves the stand-in OpenStack on loopback until it is interrupted. Prints an openrc for anybody's client. */
export async function runSimulator({ port, vms, seed, speed, writeClouds }: SimulatorCommand): Promise<void> {
  if (speed !== 1) {
    const hint =
      'Leave --speed out; it hurries the console\'s own simulated cloud ("cloud-medic --simulate --speed 20").';
    throw new Failure(
      'usage',
      'speed',
      'The clients of a simulator over HTTP live in real time, and so must it.',
      hint,
    );
  }
  const simulator = createSimulator({ clock: systemClock(), vms, seed });
  const served = await serveSimulator(simulator, port);
  try {
    const credentials = { ...simulator.credentials, authUrl: `${served.url}/identity` };
    if (writeClouds) writeCloud(writeClouds, credentials);
    print(...openrc(credentials).trimEnd().split('\n'));
    await interrupted();
  } finally {
    await served.close();
  }
}

/** Shell lines that point OpenStack's clients here. */
export function openrc(credentials: Credentials): string {
  const variables = {
    OS_AUTH_URL: `${credentials.authUrl}/v3`,
    OS_AUTH_TYPE: 'password',
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: credentials.username,
    OS_PASSWORD: credentials.password,
    OS_PROJECT_NAME: credentials.projectName,
    OS_USER_DOMAIN_NAME: credentials.userDomainName,
    OS_PROJECT_DOMAIN_NAME: credentials.projectDomainName,
    OS_REGION_NAME: credentials.region,
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join('');
}

/** Puts the cloud `simulated` into a clouds.yaml, and leaves everything else in it as it is. */
export function writeCloud(file: string, credentials: Credentials): void {
  checkWritable(file);
  const found = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device has nothing to keep, and may never end.
  const text = found?.isFile() ? readFileSync(file, 'utf8') : '';
  const document = parseDocument(text);
  const whole: unknown = document.errors.length ? undefined : document.toJS();
  const clouds = isMap(whole) ? (whole.clouds ?? {}) : whole === null ? {} : undefined;
  if (!isMap(clouds)) {
    const hint = 'Mend it or name another file with --write-clouds; nothing was written.';
    throw new Failure('usage', 'bad-clouds-yaml', `${file} is not a valid clouds.yaml.`, hint);
  }
  if (!document.hasIn(['clouds']) || document.getIn(['clouds']) === null)
    document.set('clouds', document.createNode({}));
  document.setIn(['clouds', 'simulated'], {
    auth: {
      auth_url: credentials.authUrl,
      username: credentials.username,
      password: credentials.password,
      project_name: credentials.projectName,
      user_domain_name: credentials.userDomainName,
      project_domain_name: credentials.projectDomainName,
    },
    region_name: credentials.region,
    identity_api_version: 3,
  });
  writeWhole({ path: file, text: document.toString(), isPrivate: found === undefined });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
