import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '../../source/simulator/index.ts';

/** What a tenant writes wherever text is free: to the clipboard, the title, the screen, and lines that look like ours. */
export const evil =
  'X\u001b]52;c;Q0FOQVJZ\u0007\u001b]0;owned\u0007\u001b[2J\u009b31m\u009d0;t\u009c\u202e\r\nFORGED by ada\u2028\u007f';

/** What must be nowhere: on no screen, in no line, in no file. */
export const secrets = {
  password: 'CANARY-passw0rd',
  metadata: 'CANARY-metadata',
  userData: 'CANARY-user-data',
  tag: 'CANARY-tag',
  fault: 'CANARY-fault',
  hook: 'CANARY-hook',
};

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind are lied in
type Json = Record<string, any>;

/** The stand-in over HTTP where every free text of tenants and services is the canary, and errors quote our secrets. */
export async function canaryCloud(simulator: Simulator) {
  const tokens = new Set<string>();
  let isRefusing = false;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString().replaceAll(secrets.password, simulator.credentials.password);
    const { method = 'GET', url = '' } = request;
    const token = String(request.headers['x-auth-token'] ?? '');
    if (isRefusing && /\/(metric|alarming)\//.test(url)) {
      const message = `${evil} password ${secrets.password} of token ${token} at https://u:${secrets.fault}@db/?sig=${secrets.fault}`;
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
      return;
    }
    const headers = new Headers(request.headers as Record<string, string>);
    headers.delete('content-length');
    const sent = new Request(here + url, {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const answer = await simulator.fetch(sent);
    const issued = answer.headers.get('x-subject-token');
    if (issued) tokens.add(issued);
    const text = await answer.text();
    const out = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'content-length'));
    response.writeHead(answer.status, out).end(answer.status < 300 ? lied(url, text) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  simulator.origins.add(here);
  return {
    url: here,
    tokens,
    refuse: (on: boolean) => {
      isRefusing = on;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function lied(url: string, text: string): string {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  for (const server of [json.server, ...(json.servers ?? [])].filter((one) => one?.status)) lieOf(server as Json);
  for (const one of (json.instanceActions ?? []) as Json[]) {
    one.message = evil;
    if (one.user_id) one.user_id += evil;
  }
  if (typeof json.output === 'string') json.output += `\n${evil}\nKernel panic - ${evil}\nlogin: `;
  if (json.user) json.user.name = evil;
  if (json.token) Object.assign(json.token.project, { name: `p${evil}` });
  if (/\/v2\/(alarms|query\/alarms)/.test(url) && Array.isArray(json))
    for (const alarm of json) Object.assign(alarm, { state_reason: evil, description: evil });
  return JSON.stringify(json);
}

function lieOf(server: Json): void {
  server.name += evil;
  server['OS-EXT-SRV-ATTR:host'] += evil;
  server['OS-EXT-SRV-ATTR:user_data'] = secrets.userData;
  server.key_name = evil;
  server.description = secrets.metadata;
  server.metadata = { ...server.metadata, db_pw: secrets.metadata, [`k${evil}`]: secrets.metadata };
  server.tags = [secrets.tag];
  server.locked = true;
  server.locked_reason = `${evil} pw=${secrets.fault}`;
  server.fault = {
    code: 500,
    created: server.updated,
    message: `${evil} amqp://n:${secrets.fault}@mq`,
    details: secrets.fault,
  };
}
