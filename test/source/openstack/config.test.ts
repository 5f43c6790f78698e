import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../../source/failure.ts';
import { type CloudConfig, loadCloudConfig } from '../../../source/openstack/config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clouds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Env = Record<string, string>;

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function load(cloud: string | undefined, env: Env = {}): CloudConfig | undefined {
  return loadCloudConfig({
    cloud,
    env,
    cwd: join(folder, 'here'),
    home: join(folder, 'home'),
    etc: join(folder, 'etc'),
  });
}

function mistake(cloud: string | undefined, env: Env = {}): Failure {
  try {
    load(cloud, env);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ kind: 'usage', exitCode: 2 });
    return error as Failure;
  }
  return expect.unreachable('it should have failed');
}

const whole = `
clouds:
  shop:
    auth: {auth_url: "http://keystone/identity", username: ann, project_name: web, user_domain_name: Staff}
    region_name: North
    interface: internal
    api_timeout: 5
    verify: false
`;

test('nothing set: no cloud, whatever files lie about', () => {
  write('here/clouds.yaml', whole);
  expect(load(undefined)).toBeUndefined();
});

test('clouds.yaml and secure.yaml make one cloud', () => {
  const file = write('here/clouds.yaml', whole);
  write('home/.config/openstack/secure.yaml', 'clouds: {shop: {auth: {password: 12345}}}');
  const config = load('shop')!;
  expect(config).toMatchObject({
    name: 'shop',
    source: file,
    authUrl: 'http://keystone/identity',
    region: 'North',
    interface: 'internal',
    timeout: 5,
    verify: false,
    auth: {
      kind: 'password',
      user: { name: 'ann', domain: { name: 'Staff' } },
      project: { name: 'web', domain: { id: 'default' } },
    },
  });
  expect(config.auth.kind === 'password' && config.auth.password.reveal()).toBe('12345');
});

test('the first file found counts, and OS_CLIENT_CONFIG_FILE before all', () => {
  const entry = (user: string) =>
    `clouds: {c: {auth: {auth_url: "http://k", username: ${user}, password: p, project_name: p}}}`;
  const user = (env: Env = {}) => (load('c', env)!.auth as { user: { name: string } }).user.name;
  write('etc/clouds.yaml', entry('machine'));
  expect(user()).toBe('machine');
  write('home/.config/openstack/clouds.yaml', entry('home'));
  expect(user()).toBe('home');
  write('here/clouds.yaml', entry('here'));
  expect(user()).toBe('here');
  expect(user({ OS_CLIENT_CONFIG_FILE: write('else/my.yaml', entry('named')) })).toBe('named');
});

test('OS_CLOUD names the cloud', () => {
  write('here/clouds.yaml', whole.replace('username: ann', 'username: ann, password: p'));
  expect(load(undefined, { OS_CLOUD: 'shop' })?.name).toBe('shop');
});

test('the OS_* variables alone make a cloud', () => {
  const env = {
    OS_AUTH_URL: 'https://k:5000/v3',
    OS_USERNAME: 'ann',
    OS_PASSWORD: 'p',
    OS_TENANT_NAME: 'web',
    OS_ENDPOINT_TYPE: 'internalURL',
    OS_REGION_NAME: 'North',
    OS_METRIC_INTERFACE: 'adminURL',
  };
  expect(load(undefined, env)).toMatchObject({
    name: 'envvars',
    interface: 'internal',
    interfaces: { metric: 'admin' },
    region: 'North',
    verify: true,
    auth: { kind: 'password', project: { name: 'web' } },
  });
});

test('an application credential needs no project', () => {
  const env = { OS_AUTH_URL: 'http://k', OS_APPLICATION_CREDENTIAL_ID: 'abc', OS_APPLICATION_CREDENTIAL_SECRET: 's' };
  expect(load(undefined, env)).toMatchObject({ auth: { kind: 'application credential', id: 'abc' } });
});

test('a secret is not seen however the configuration is printed', () => {
  write('here/clouds.yaml', whole.replace('username: ann', 'username: ann, password: correct-horse'));
  const config = load('shop')!;
  const shown = [
    inspect(config, { depth: 9, showHidden: true }),
    JSON.stringify(config),
    Object.values(config.auth),
  ].join();
  expect(shown).not.toContain('correct-horse');
  expect(shown).toContain('[hidden]');
});

test('an unknown cloud: the known ones are named', () => {
  const file = write('here/clouds.yaml', whole);
  const wrong = mistake('shpo');
  expect(wrong.message).toBe(`${file} has no cloud "shpo".`);
  expect(wrong.hint).toBe('It knows: shop.');
});

test('no file at all: the places are named', () => {
  const wrong = mistake('shop');
  expect(wrong.code).toBe('no-clouds-file');
  expect(wrong.hint).toContain(join(folder, 'etc', 'clouds.yaml'));
});

test('broken YAML: the line is named, its text is not', () => {
  const file = write('here/clouds.yaml', 'clouds:\n  shop:\n    auth: {password: "correct-horse\n');
  const wrong = mistake('shop');
  expect(wrong.message).toMatch(new RegExp(`^${file} is not valid YAML: line \\d+\\.$`));
  expect(wrong.message + wrong.hint).not.toContain('correct-horse');
});

test.each([
  ['auth_url', whole.replace('auth_url: "http://keystone/identity",', ''), 'auth.auth_url is missing.'],
  ['password', whole, 'auth.password is missing.'],
  ['auth', 'clouds: {shop: {region_name: North}}', 'auth is missing.'],
  ['user', whole.replace('username: ann', 'password: p'), 'auth.username is missing.'],
  ['address', whole.replace('http://keystone/identity', 'keystone'), 'auth.auth_url is not an http(s) address.'],
  ['interface', whole.replace('internal', 'inside'), 'interface is none of public, internal, admin.'],
  [
    'interface of a service',
    `${whole.replace('username: ann', 'username: ann, password: p')}    metric_interface: inside`,
    'metric_interface is none of public, internal',
  ],
  ['timeout', whole.replace('api_timeout: 5', 'api_timeout: soon'), 'api_timeout is not a number of seconds.'],
  ['auth_type', whole.replace('region_name', 'auth_type: v2\n    region_name'), 'auth_type is none of password'],
])('a mistake names the file and the key (%s)', (_, text, words) => {
  const file = write('here/clouds.yaml', text);
  expect(mistake('shop').message).toContain(`${file}: clouds.shop.${words}`);
});

test('a missing variable is named by its own name', () => {
  expect(mistake(undefined, { OS_AUTH_URL: 'http://k', OS_USERNAME: 'ann' }).message).toMatch(/^OS_P\w+ is missing\.$/);
});

test('a certificate file that is not there is told', () => {
  write('here/clouds.yaml', whole.replace('ann', 'ann, password: p').replace('verify: false', 'cacert: no.pem'));
  expect(mistake('shop').message).toContain('cacert names a file that cannot be read');
});
