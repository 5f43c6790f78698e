import { ManualClock } from '../../../source/clock.ts';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { simulatedCloud } from '../../../source/simulated.ts';

/** A request on its way to the stand-in. */
export type Asked = { readonly method: string; readonly path: string; readonly request: Request };
export type Lie = {
  /** Another request in its place, or an answer at once. */
  readonly intercept?: (asked: Asked) => Response | Request | undefined;
  /** Changes the records of a list of servers in place. */
  // biome-ignore lint/suspicious/noExplicitAny: records as Nova gives them
  readonly servers?: (servers: any[], asked: Asked) => void;
  /** Changes the token that Keystone gives, in place. */
  // biome-ignore lint/suspicious/noExplicitAny: as Keystone gives it
  readonly token?: (token: any) => void;
  /** Changes the headers of an answer in place. */
  readonly headers?: (headers: Headers, asked: Asked) => void;
};

/** The stand-in behind a proxy that lies, and a client that is lied to. The lie may be changed at any time. */
export function lyingCloud(first: Lie = {}, options: { readonly vms?: number } = {}) {
  const clock = new ManualClock();
  const { config, fetch: honest, simulator } = simulatedCloud({ vms: 6, seed: 3, clock, ...options });
  const lab = { lie: first, asked: [] as Asked[] };
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const asked = { method: request.method, path: pathname + search, request };
    lab.asked.push(asked);
    const instead = lab.lie.intercept?.(asked);
    if (instead instanceof Response) return instead;
    const answer = await honest(instead ?? request);
    const headers = new Headers(answer.headers);
    lab.lie.headers?.(headers, asked);
    let text = await answer.text();
    if (lab.lie.servers && /\/servers\/detail/.test(pathname) && answer.ok) {
      const body = JSON.parse(text);
      lab.lie.servers(body.servers, asked);
      text = JSON.stringify(body);
    }
    if (lab.lie.token && pathname.endsWith('/auth/tokens')) {
      const body = JSON.parse(text);
      lab.lie.token(body.token);
      text = JSON.stringify(body);
    }
    headers.delete('content-length');
    return new Response(answer.status === 204 ? null : text, { status: answer.status, headers });
  };
  const client = () => openstackCloud(config, { fetch, clock });
  const count = (start: string) => lab.asked.filter(({ method, path }) => `${method} ${path}`.startsWith(start)).length;
  return { ...{ clock, config, fetch, client, count, lab }, world: simulator.world, cloud: client() };
}
