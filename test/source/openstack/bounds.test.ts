import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { act } from '../../../source/openstack/act.ts';
import { Aodh } from '../../../source/openstack/aodh.ts';
import { blocksOf, jsonOf, TooLarge } from '../../../source/openstack/body.ts';
import { Mistral } from '../../../source/openstack/mistral.ts';
import { Nova } from '../../../source/openstack/nova.ts';
import { OwnMetrics } from '../../../source/openstack/own-metrics.ts';
import { Session } from '../../../source/openstack/session.ts';
import { answer, failure, type Got, hastyClock, type Loopback, loopback, type Routes } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function session(routes: Routes, options: { timeout?: number; signal?: AbortSignal } = {}) {
  lab = await loopback(routes, { alarming: '/alarming', workflow: '/workflow' });
  const { signal, ...config } = options;
  return new Session({ ...lab.config, ...config }, { clock: hastyClock(), random: () => 1, signal });
}

/** Sends the same piece again and again for as long as somebody listens. */
function endless(piece: Buffer | string, headers: Record<string, string> = {}, status = 200) {
  return (_: Got, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
  };
}

test('a body without an end is given up after what no answer has, and the connection is closed', async () => {
  let response: ServerResponse | undefined;
  const flood = endless(' '.repeat(1_000_000));
  const s = await session({
    'GET /metric': (got, it) => {
      response = it;
      flood(got, it);
    },
  });
  const lost = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(lost).toMatchObject({ code: 'too-large' });
  expect(lost.message).toMatch(/^Gnocchi at 127\.0\.0\.1:\d+ sent 200 MB without an end\.$/);
  expect(lab!.count('GET /metric')).toBe(1);
  await expect.poll(() => response?.destroyed).toBe(true);
});

test('a small answer that unpacks without an end is given up as well', async () => {
  const bomb = gzipSync(Buffer.alloc(250_000_000, ' '), { level: 1 });
  const s = await session({
    'POST /metric': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
    },
  });
  const call = { service: 'metric', method: 'POST', path: '/v1', body: {}, reads: true } as const;
  expect((await failure(s.call({ ...call, bytes: true }))).code).toBe('too-large');
});

test('a body that drips is over when the time of the call is', async () => {
  const s = await session(
    {
      'GET /metric': (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drop = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drop));
      },
    },
    { timeout: 0.3 },
  );
  expect(await failure(s.call({ service: 'metric', path: '/v1' }))).toMatchObject({ code: 'timeout' });
  expect(lab!.count('GET /metric')).toBe(1);
});

test('an answer to an action that does not end leaves open whether it was done', async () => {
  const s = await session({ 'POST /compute': endless('x'.repeat(1_000_000), {}, 202) }, { timeout: 0.3 });
  const call = { service: 'compute', method: 'POST', path: '/servers/x/action', body: { 'os-stop': null } } as const;
  expect((await failure(act(s, new Nova(s), call))).code).toBe('uncertain');
});

test('an action that is given up on the way leaves open whether it was done', async () => {
  const stop = new AbortController();
  const s = await session({ 'POST /compute': () => stop.abort() }, { signal: stop.signal });
  const call = { service: 'compute', method: 'POST', path: '/servers/x/action', body: { 'os-stop': null } } as const;
  expect((await failure(act(s, new Nova(s), call))).code).toBe('uncertain');
});

test('an allowance of years is no allowance of a millisecond', async () => {
  const s = await session({ 'GET /metric': { fine: true } }, { timeout: 1e9 });
  expect((await s.call({ service: 'metric', path: '/v1' })).body).toEqual({ fine: true });
});

test.each([
  ['JSON', jsonOf],
  ['blocks', blocksOf],
] as const)('%s of just so many bytes is whole, one more is too much', async (_, read) => {
  async function* parts() {
    yield Buffer.from('[1,2');
    yield Buffer.from(',3]');
  }
  expect((await read(parts(), 7)).length).toBe(7);
  await expect(read(parts(), 6)).rejects.toThrow(TooLarge);
});

/** A page of a list that never ends: full of new ids, or one of a circle of pages. */
const pageOf = (size: number, turn: number, id: string) =>
  Array.from({ length: size }, (_, index) => ({ [id]: `${turn}-${index}`, name: 'x', metric: 'x' }));

const lists = {
  nova: {
    path: 'GET /compute/v2.1/servers/detail',
    id: 'id',
    wrap: (page: unknown) => ({ servers: page, servers_links: [{ rel: 'next', href: 'x' }] }),
    read: (s: Session) => new Nova(s).servers(),
    size: 2,
  },
  gnocchi: {
    path: 'GET /metric/v1/metric',
    id: 'id',
    wrap: (page: unknown) => page as unknown[],
    read: (s: Session) => new OwnMetrics(s).named('x'),
    size: 1000,
  },
  aodh: {
    path: 'GET /alarming/v2/alarms',
    id: 'alarm_id',
    wrap: (page: unknown) => page as unknown[],
    read: (s: Session) => new Aodh(s).alarms(),
    size: 1000,
  },
  mistral: {
    path: 'GET /workflow/v2/workflows',
    id: 'id',
    wrap: (page: unknown) => ({ workflows: page }),
    read: (s: Session) => new Mistral(s).workflows('x'),
    size: 100,
  },
};

test.each(Object.entries(lists))('pages of %s that lead in a circle are told as such', async (_, list) => {
  let turn = 0;
  const s = await session({
    [list.path]: (_, response) => answer(response, 200, list.wrap(pageOf(list.size, turn++ % 3, list.id))),
  });
  const lost = await failure(list.read(s));
  expect(lost).toMatchObject({ code: 'bad-answer' });
  expect(lost.message).toContain('its pages never end');
  expect(turn).toBe(4);
});

test('pages that are ever new have an end all the same', async () => {
  let turn = 0;
  const { path, wrap, id, read } = lists.nova;
  const s = await session({ [path]: (_, response) => answer(response, 200, wrap(pageOf(1, turn++, id))) });
  expect((await failure(read(s))).message).toContain('its pages never end (2001 were read)');
});

test.each(Object.entries(lists))('a list of %s whose page mark is gone is begun anew', async (_, list) => {
  const s = await session({
    [list.path]: ({ path }, response) => {
      const marker = /marker=([^&]+)/.exec(path)?.[1];
      if (marker?.startsWith('0-')) return answer(response, 400, { badRequest: { message: 'marker not found' } });
      // The record at the end of the first page was deleted while that page was on its way.
      const first = lab!.count(list.path) === 1 ? 0 : 1;
      return answer(response, 200, marker ? end : list.wrap(pageOf(list.size, first, list.id)));
    },
  });
  const end = list.path.includes('workflows')
    ? { workflows: [] }
    : list.path.includes('servers')
      ? { servers: [] }
      : [];
  await list.read(s);
  expect(lab!.count(list.path)).toBe(4);
});

test('a page mark that is always gone is a failure in the end', async () => {
  const { path, wrap, id, read } = lists.nova;
  const s = await session({
    [path]: ({ path: asked }, response) =>
      asked.includes('marker')
        ? answer(response, 400, { badRequest: { message: 'marker [x] not found' } })
        : answer(response, 200, wrap(pageOf(1, 0, id))),
  });
  expect((await failure(read(s))).message).toContain('marker [x] not found');
  expect(lab!.count(path)).toBe(6);
});

test('of a console that is sent whole, or as a line without an end, only as much is kept as was asked for', async () => {
  const output = `${'x\n'.repeat(1_000_000)}${'y'.repeat(5_000_000)}\n`;
  const s = await session({
    'POST /compute/v2.1/servers/x/action': (_, response) => answer(response, 200, { output }),
  });
  const lines = await new Nova(s).consoleLog('x', 50);
  expect(lines.length).toBeLessThanOrEqual(50);
  expect(Math.max(...lines.map((line) => line.length))).toBe(2000);
});

test('a reason of Mistral that is all blanks is read at once', async () => {
  const info = `${'[ '.repeat(500_000)}`;
  const run = { id: 'e1', workflow_name: 'w', state: 'ERROR', state_info: info, input: '{}' };
  const s = await session({ 'GET /workflow/v2/executions/e1': run });
  const began = performance.now();
  expect((await new Mistral(s).execution('e1'))!.reason!.length).toBeLessThanOrEqual(300);
  expect(performance.now() - began).toBeLessThan(2000);
});
