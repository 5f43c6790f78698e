import { ManualClock } from '../../../source/clock.ts';
import { createSimulator, type SimulatorOptions } from '../../../source/simulator/index.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what shape they expect
  readonly body: any;
};

/** A stand-in with a clock moved by hand, and somebody signed in who calls it. */
export async function standIn(options: Partial<SimulatorOptions> = {}) {
  const clock = new ManualClock(Date.UTC(2026, 0, 5, 9));
  const simulator = createSimulator({ clock, vms: 20, ...options });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    text = body === undefined ? undefined : JSON.stringify(body),
  ): Promise<Answer> => {
    const request = new Request(simulator.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const response = await simulator.fetch(request);
    const answer = await response.text();
    return { status: response.status, headers: response.headers, text: answer, body: parsed(answer) };
  };
  const signIn = async (name = 'admin', password = 'secret') => {
    const answer = await send('POST', '/identity/v3/auth/tokens', passwordOf(name, password));
    return answer.headers.get('X-Subject-Token') ?? '';
  };
  const token = await signIn();
  const as =
    (whose: string, version = '2.79') =>
    (method: string, path: string, body?: unknown) =>
      send(method, path, body, { 'X-Auth-Token': whose, 'OpenStack-API-Version': `compute ${version}` });
  const call = as(token);
  const server = async (id: string) => (await call('GET', `/compute/v2.1/servers/${id}`)).body.server;
  const act = (id: string, body: unknown) => call('POST', `/compute/v2.1/servers/${id}/action`, body);
  const inject = (fault: string, vm: string, seconds = 600) =>
    call('POST', '/faults/v1/faults', { fault, vm, seconds });
  const seconds = (count: number) => clock.advance(count * 1000);
  const vm = (name = 'web-01') => simulator.world.vms().find((one) => one.name === name)!;
  return { simulator, clock, send, signIn, as, call, server, act, inject, seconds, vm, token };
}

export type StandIn = Awaited<ReturnType<typeof standIn>>;

export function passwordOf(name: string, password: string, scoped = true) {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name, domain, password } } };
  return { auth: { identity, ...(scoped ? { scope: { project: { name, domain } } } : {}) } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
