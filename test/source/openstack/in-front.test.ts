import { afterEach, expect, test } from 'vitest';
import { Session } from '../../../source/openstack/session.ts';
import { answer, failure, hastyClock, type Loopback, loopback, type Routes } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function session(routes: Routes) {
  lab = await loopback(routes);
  return { session: new Session(lab.config, { clock: hastyClock() }) };
}

const page = (title: string) => `<!DOCTYPE HTML>\n<html><head>\n<title>${title}</title>\n</head><body>…</body></html>`;

test.each([
  [
    503,
    page('503 Service Unavailable'),
    'Gnocchi does not run: the web server in front of it answers 503',
    'whether Gnocchi runs',
  ],
  [503, '', 'Gnocchi does not run: the web server in front of it answers 503', 'whether Gnocchi runs'],
  [503, 'no available server', 'Gnocchi does not run', 'whether Gnocchi runs'],
  [502, page('502 Bad Gateway'), 'Gnocchi does not run, or broke off', 'whether Gnocchi runs'],
  [504, page('504 Gateway Time-out'), 'Gnocchi does not answer: the proxy in front of it', 'hangs or is overloaded'],
  [500, page('500 Internal Server Error'), 'Gnocchi failed within its web server', 'may not have started'],
])('what the web server in front answers (%i) tells of the service behind it', async (status, body, words, hint) => {
  const { session: s } = await session({
    'GET /metric': (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body),
  });
  const told = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(told).toMatchObject({ code: 'server-error', status });
  expect(told.message).toContain(words);
  expect(told.hint).toContain(hint);
});

test('a page of the web server that knows no such address is not taken for a word of the service', async () => {
  const { session: s } = await session({
    'GET /metric': (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end(page('404 Not Found')),
  });
  const told = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(told.message).toBe('The web server at Gnocchi’s address does not know it: 404 Not Found.');
});

test('Keystone behind a web server that finds it not running is told as such', async () => {
  const { session: s } = await session({
    'POST /identity': (_, response) => response.writeHead(503).end(page('503 Service Unavailable')),
  });
  expect((await failure(s.token())).message).toMatch(/^Keystone does not run: /);
});

test('a web page where JSON was wanted is named by its title', async () => {
  const { session: s } = await session({
    'GET /metric': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page('Sign in')),
  });
  const told = await failure(s.call({ service: 'metric', path: '/v1' }));
  expect(told).toMatchObject({ code: 'bad-answer' });
  expect(told.message).toContain('it is a web page (“Sign in”), not JSON.');
});

test('an error that is nested without an end says nothing, and breaks nothing', async () => {
  const nested = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
  const { session: s } = await session({ 'GET /metric': (_, response) => answer(response, 400, nested) });
  expect((await failure(s.call({ service: 'metric', path: '/v1' }))).message).toContain('no reason given');
});
