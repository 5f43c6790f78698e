import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { Failure } from '../../../source/failure.ts';
import type { CloudConfig } from '../../../source/openstack/config.ts';
import { Secret } from '../../../source/openstack/secret.ts';
import type { Clock } from '../../../source/ports.ts';

export type Handler = (request: Got, response: ServerResponse) => unknown;
/** By "METHOD path" (its beginning; the longest wins): a body to answer with 200, or a handler. */
export type Routes = Record<string, Handler | readonly unknown[] | { readonly [key: string]: unknown }>;
/** A request that the server got, its body parsed. */
export type Got = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

/** A cloud on loopback: Keystone as it should be, the rest as the test says. */
export type Loopback = {
  readonly url: string;
  readonly config: CloudConfig;
  /** All requests so far, "METHOD path". */
  readonly got: Got[];
  readonly count: (start: string) => number;
  /** Tokens given out. */
  tokens: number;
  close(): Promise<void>;
};

/** `services` stand in the catalogue besides Keystone, Nova and Gnocchi, by their types. */
export async function loopback(routes: Routes, services: Readonly<Record<string, string>> = {}): Promise<Loopback> {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const record = {
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: request.headers['content-type'] === 'text/plain' ? text : text && JSON.parse(text),
    };
    got.push(record);
    const key = Object.keys(routes)
      .sort((a, b) => b.length - a.length)
      .find((start) => `${record.method} ${record.path}`.startsWith(start));
    const route = key === undefined ? undefined : routes[key];
    if (typeof route === 'function') return void route(record, response);
    if (route !== undefined) return answer(response, 200, route);
    if (record.path === '/identity/v3/auth/tokens') {
      lab.tokens++;
      return answer(response, 201, tokenBody(lab.url, services), { 'x-subject-token': `token-${lab.tokens}` });
    }
    if (record.path === '/compute/v2.1')
      return answer(response, 200, { version: { version: '2.93', min_version: '2.1' } });
    return answer(response, 404, { itemNotFound: { code: 404, message: 'nothing here' } });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lab: Loopback = {
    url,
    config: configFor(`${url}/identity`),
    got,
    count: (start) => got.filter(({ method, path }) => `${method} ${path}`.startsWith(start)).length,
    tokens: 0,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return lab;
}

/** The time of the hasty clock, which the cloud shares. */
const today = new Date(Date.UTC(2026, 0, 5));

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const always = { 'content-type': 'application/json', 'x-openstack-request-id': 'req-1', date: today.toUTCString() };
  response.writeHead(status, { ...always, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The Failure that a call ends in. */
export const failure = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => expect.unreachable('it should have failed'),
    (error) => {
      expect(error).toBeInstanceOf(Failure);
      return error;
    },
  );

export const secretWord = 'correct-horse';

export function configFor(authUrl: string): CloudConfig {
  const domain = { id: 'default' };
  return {
    name: 'loop',
    source: 'clouds.yaml',
    authUrl,
    auth: {
      kind: 'password',
      user: { name: 'ann', domain },
      password: new Secret(secretWord),
      project: { name: 'shop', domain },
    },
  };
}

/** A clock whose sleepers wake at once; it writes down how long they would have slept. */
export function hastyClock(): Clock & { readonly slept: number[]; time: number } {
  const slept: number[] = [];
  const clock = {
    time: today.getTime(),
    slept,
    now: () => clock.time,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
    },
  };
  return clock;
}

export function tokenBody(url: string, more: Readonly<Record<string, string>>) {
  const services = { identity: '/identity', compute: '/compute/v2.1', metric: '/metric', ...more };
  const catalog = Object.entries(services).map(([type, path]) => ({
    type,
    endpoints: [{ interface: 'public', region: 'One', region_id: 'One', url: url + path }],
  }));
  return {
    token: {
      issued_at: '2026-01-05T00:00:00.000000Z',
      expires_at: '2026-01-05T01:00:00.000000Z',
      user: { id: 'u1', name: 'ann' },
      project: { id: 'p1', name: 'shop' },
      roles: [{ id: 'r1', name: 'member' }],
      catalog,
    },
  };
}
