import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../source/clock.ts';
import { writeCloud } from '../../source/commands/simulator.ts';
import { createSimulator } from '../../source/simulator/index.ts';

/** How a cloud may go wrong: it answers a byte at a time and never to the end, not at all, or by the web server in front. */
export type Whim = 'drips' | 'silent' | 'stopped' | undefined;

/** The simulated cloud on loopback, which goes wrong from whichever request on `becomes` says so. */
export async function fickleCloud(clouds: string, becomes: (request: string, body: string) => Whim) {
  const simulator = createSimulator({ clock: systemClock(), vms: 3, seed: 7 });
  let whim: Whim;
  let dripping = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = request;
    const next = whim ?? becomes(`${method} ${url}`, body.toString());
    if (next === 'silent') return;
    if (next === 'stopped') {
      const page = '<html><head><title>503 Service Unavailable</title></head></html>';
      response.writeHead(503, { 'content-type': 'text/html' }).end(page);
      return;
    }
    if (next === 'drips') {
      dripping++;
      response.writeHead(200, { 'content-type': 'application/json' });
      const drop = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drop));
      return;
    }
    const init = { method, headers: headers as Record<string, string>, ...(body.length ? { body } : {}) };
    const got = await simulator.fetch(new Request(origin + url, init));
    response.writeHead(got.status, Object.fromEntries(got.headers)).end(Buffer.from(await got.arrayBuffer()));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  simulator.origins.add(origin);
  writeCloud(clouds, { ...simulator.credentials, authUrl: `${origin}/identity` });
  return {
    simulator,
    /** From now on. */
    goes: (how: Whim) => {
      whim = how;
    },
    /** Answers that drip, or dripped. */
    dripping: () => dripping,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
