import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
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

test('names of tenants call nobody in a chat, link nowhere, and the rest is JSON with the very name', async () => {
  const vmName =
    'x<!channel> <https://evil.example|bank> @all [a](https://evil.example) ![](//evil) www.evil.example\n\u009d"';
  await pager().page({ ...news, vmName });
  expect(bodies[0]).not.toMatch(/[\u007f-\u009f]/);
  const { text, name } = JSON.parse(bodies[0]!);
  expect(name).toBe(vmName);
  expect(text).toBe(
    'cloud-medic: x&lt;!channel&gt; &lt;https[:]//evil.example|bank&gt; ＠all [a] (https[:]//evil.example) ![] (//evil) www[.]evil.example ": a person should look',
  );
});

test('an address that nobody answers at is told without what may be a secret in it', async () => {
  const failing = webhook('http://me:s3cret@127.0.0.1:1/s3cret?s3cret').page(news);
  await expect(failing).rejects.toThrow('The webhook at 127.0.0.1:1 failed: ECONNREFUSED.');
  await expect(failing).rejects.not.toThrow('s3cret');
});

test.each([
  ['never answers', () => {}],
  ['drips its answer’s head', (socket: Socket) => drip(socket, 'HTTP/1.1 200 OK', 'x')],
  ['drips its answer’s body', (socket: Socket) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x')],
] as const)('a webhook that %s holds nobody up', async (what, hook) => {
  const nasty = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => hook(socket));
  });
  await new Promise<void>((ready) => nasty.listen(0, '127.0.0.1', ready));
  const began = performance.now();
  const page = webhook(`http://127.0.0.1:${(nasty.address() as AddressInfo).port}/s3cret`, 300).page(news);
  if (what.endsWith('body')) await page;
  else await expect(page).rejects.toThrow(/^The webhook at 127\.0\.0\.1:\d+ failed: no answer in 0\.3 s\.$/);
  expect(performance.now() - began).toBeLessThan(5000);
  // Its connection is closed as well: the server can end.
  await new Promise((closed) => nasty.close(closed));
});

test('a storm of messages is no storm of connections', async () => {
  const nasty = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((ready) => nasty.listen(0, '127.0.0.1', ready));
  const { page } = webhook(`http://127.0.0.1:${(nasty.address() as AddressInfo).port}/`, 500);
  const ends = await Promise.allSettled(Array.from({ length: 200 }, () => page(news)));
  const told = ends.map((end) => (end.status === 'rejected' ? String(end.reason.message) : 'taken'));
  expect(told.filter((words) => words.includes('has not yet taken the last 50 messages'))).toHaveLength(150);
  await new Promise((closed) => nasty.close(closed));
});

function drip(socket: Socket, head: string, drop: string) {
  socket.write(head);
  const drops = setInterval(() => socket.write(drop), 20);
  socket.on('close', () => clearInterval(drops));
}
