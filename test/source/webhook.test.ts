import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhook } from '../../source/webhook.ts';

let server: Server;
let status = 200;
let bodies: string[];

beforeEach(async () => {
  bodies = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const news = {
  type: 'escalate',
  ...{ at: 0, vm: 'v', vmName: 'web-01', incident: 'i' },
  words: 'a person should look',
} as const;
const pager = () => webhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cret`);

test('a person is told by a POST', async () => {
  await pager().page(news);
  expect(JSON.parse(bodies[0]!)).toEqual({
    ...{ text: 'cloud-medic: web-01: a person should look', at: '1970-01-01T00:00:00.000Z' },
    ...{ vm: 'v', name: 'web-01', incident: 'i' },
  });
});

test('what fails is told in a sentence, without the address', async () => {
  status = 500;
  const failure = await pager()
    .page(news)
    .then(
      () => undefined,
      (error: Error) => error,
    );
  expect(failure?.message).toMatch(/^The webhook at 127\.0\.0\.1:\d+ failed: HTTP 500\.$/);
  status = 200;
});
