import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { Session } from '../../../source/openstack/session.ts';
import {
  answer,
  configFor,
  failure,
  hastyClock,
  type Loopback,
  loopback,
  type Routes,
  secretWord,
} from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function session(routes: Routes, config: { timeout?: number } = {}) {
  lab = await loopback(routes);
  const clock = hastyClock();
  return { lab, clock, session: new Session({ ...lab.config, ...config }, { clock, random: () => 1 }) };
}

test('signs in once and sends its token with every call', async () => {
  const { session: s, lab } = await session({ 'GET /metric/v1/status': { fine: true } });
  expect((await s.call({ service: 'metric', path: '/v1/status' })).body).toEqual({ fine: true });
  await s.call({ service: 'metric', path: '/v1/status' });
  expect(lab.tokens).toBe(1);
  expect(lab.got.at(-1)!.headers).toMatchObject({ 'x-auth-token': 'token-1', 'user-agent': 'cloud-medic' });
});

test('a wrong password says whose it is and where to mend it, and never what it was', async () => {
  const { session: s } = await session({
    'POST /identity': (_, response) =>
      answer(response, 401, { error: { code: 401, message: 'The request you have made requires authentication.' } }),
  });
  const refusal = await failure(s.token());
  expect(refusal).toMatchObject({ code: 'unauthorized', status: 401, requestId: 'req-1' });
  expect(refusal.message).toBe('Keystone refused the user name or password of cloud loop.');
  expect(refusal.hint).toContain('clouds.yaml');
  expect(inspect(refusal, { depth: 9 }) + JSON.stringify(refusal)).not.toContain(secretWord);
});

test('a refused password is not tried again for a minute', async () => {
  const { session: s, lab, clock } = await session({ 'POST /identity': (_, response) => answer(response, 401, {}) });
  await failure(s.token());
  await failure(s.token());
  expect(lab.count('POST /identity')).toBe(1);
  clock.time += 61_000;
  await failure(s.token());
  expect(lab.count('POST /identity')).toBe(2);
});

test('the token is renewed when 80 % of its life is over', async () => {
  const { session: s, clock, lab } = await session({});
  await s.token();
  clock.time += 0.79 * 3600_000;
  await s.token();
  expect(lab.tokens).toBe(1);
  clock.time += 0.02 * 3600_000;
  await s.token();
  expect(lab.tokens).toBe(2);
});

test('a 401 in mid-stream renews the token once, however many calls meet it', async () => {
  const { session: s, lab } = await session({
    'GET /metric/v1/status': ({ headers }, response) =>
      headers['x-auth-token'] === 'token-1'
        ? answer(response, 401, { error: { message: 'expired' } })
        : answer(response, 200, { fine: true }),
  });
  const answers = await Promise.all([1, 2, 3].map(() => s.call({ service: 'metric', path: '/v1/status' })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(lab.tokens).toBe(2);
});

test('a service that refuses the fresh token too is a failure, not a loop', async () => {
  const { session: s, lab } = await session({
    'GET /metric': (_, response) => answer(response, 401, { error: { message: 'no' } }),
  });
  expect(await failure(s.call({ service: 'metric', path: '/v1' }))).toMatchObject({ code: 'unauthorized' });
  expect(lab.tokens).toBe(2);
  expect(lab.count('GET /metric')).toBe(2);
});

test('reading is tried again, with longer and longer pauses, then given up', async () => {
  const {
    session: s,
    clock,
    lab,
  } = await session({
    'GET /metric': (_, response) => answer(response, 503, { description: 'not now' }),
  });
  const refusal = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(refusal).toMatchObject({ code: 'server-error', status: 503 });
  expect(refusal.message).toBe('Gnocchi answered 503: not now.');
  expect(lab.count('GET /metric')).toBe(4);
  expect(clock.slept).toEqual([500, 1000, 2000]);
});

test('a pause that the service names is kept', async () => {
  let turns = 0;
  const { session: s, clock } = await session({
    'POST /metric': (_, response) =>
      ++turns === 1 ? answer(response, 429, {}, { 'retry-after': '7' }) : answer(response, 200, []),
  });
  await s.call({ service: 'metric', method: 'POST', path: '/v1/aggregates', body: {}, reads: true });
  expect(clock.slept).toEqual([7000]);
});

test.each([500, 502, 503])('an action is never sent twice (%i)', async (status) => {
  const { session: s, lab } = await session({
    'POST /compute': (_, response) =>
      answer(response, status, { computeFault: { code: status, message: 'Unexpected API Error.' } }),
  });
  const call = s.call({ service: 'compute', method: 'POST', path: '/servers/x/action', body: { 'os-stop': null } });
  expect((await failure(call)).message).toBe(`Nova answered ${status}: Unexpected API Error.`);
  expect(lab.count('POST /compute')).toBe(1);
});

test('an action whose connection breaks is not sent twice either', async () => {
  const { session: s, lab } = await session({ 'POST /compute': (_, response) => response.destroy() });
  const call = s.call({ service: 'compute', method: 'POST', path: '/servers/x/action', body: { 'os-stop': null } });
  expect(await failure(call)).toMatchObject({ code: 'disconnected' });
  expect(lab.count('POST /compute')).toBe(1);
});

test('an action whose token is refused is sent again with a fresh one: it was refused before anything was done', async () => {
  const { session: s, lab } = await session({
    'POST /compute': ({ headers }, response) =>
      headers['x-auth-token'] === 'token-1' ? answer(response, 401, {}) : answer(response, 202, ''),
  });
  const { requestId } = await s.call({ service: 'compute', method: 'POST', path: '/servers/x/action', body: {} });
  expect(requestId).toBe('req-1');
  expect(lab.count('POST /compute')).toBe(2);
});

test('no answer in time is a timeout', async () => {
  const { session: s } = await session({ 'GET /metric': () => {} }, { timeout: 0.2 });
  const late = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(late.code).toBe('timeout');
  expect(late.message).toMatch(/^Gnocchi at 127\.0\.0\.1:\d+ gave no answer in 0\.2 s\.$/);
});

test('half a JSON is a bad answer', async () => {
  const { session: s } = await session({
    'GET /metric': (_, response) => answer(response, 200, '{"half": [1, 2'),
  });
  expect(await failure(s.call({ service: 'metric', path: '/v1' }))).toMatchObject({ code: 'bad-answer' });
});

test('Python’s NaN is read as nothing', async () => {
  const { session: s } = await session({
    'GET /metric': (_, response) => answer(response, 200, '[["t", 10.0, NaN], ["NaN", -Infinity, 2]]'),
  });
  const { body } = await s.call({ service: 'metric', path: '/v1' });
  expect(body).toEqual([
    ['t', 10, null],
    ['NaN', null, 2],
  ]);
});

test('nobody at the address: the failure names it', async () => {
  const closed = await loopback({});
  await closed.close();
  const clock = hastyClock();
  const lost = await failure(new Session(configFor(`${closed.url}/identity`), { clock }).token());
  expect(lost.code).toBe('unreachable');
  expect(lost.message).toMatch(/^Keystone at 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/);
  expect(clock.slept.length).toBe(3);
});

test('a server that does not speak TLS, or not to us, is told as such', async () => {
  lab = await loopback({});
  const plain = configFor(`${lab.url.replace('http:', 'https:')}/identity`);
  const clock = hastyClock();
  const insecure = await failure(new Session(plain, { clock }).token());
  expect(clock.slept).toEqual([]);
  expect(insecure.code).toBe('tls');
  expect(insecure.hint).toContain('cacert');
});

test('an address that is no Keystone is told as such', async () => {
  const { session: s } = await session({
    'POST /identity': (_, response) => answer(response, 404, '<html>lost</html>'),
  });
  expect((await failure(s.token())).message).toMatch(/^There is no Keystone at http/);
});

test('a service that the catalogue lacks is named', async () => {
  const { session: s } = await session({});
  const missing = await failure(s.call({ service: 'fault-injection', path: '/v1/faults' }));
  expect(missing.code).toBe('no-service');
  expect(missing.message).toContain('fault-injection');
});

test('a redirect is not followed: the token stays here', async () => {
  const { session: s, lab } = await session({
    'GET /metric': (_, response) => answer(response, 302, '', { location: '/elsewhere' }),
  });
  expect(await failure(s.call({ service: 'metric', path: '/v1' }))).toMatchObject({ code: 'bad-answer', status: 302 });
  expect(lab.count('GET /elsewhere')).toBe(0);
});

test('calls under way end with the signal', async () => {
  lab = await loopback({ 'GET /metric': () => {} });
  const stop = new AbortController();
  const s = new Session(lab.config, { clock: hastyClock(), signal: stop.signal });
  await s.token();
  const call = failure(s.call({ service: 'metric', path: '/v1' }));
  await expect.poll(() => lab!.count('GET /metric')).toBe(1);
  stop.abort();
  expect((await call).code).toBe('aborted');
});
