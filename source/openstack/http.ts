import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { longestTimer } from '../clock.ts';
import { type Body, blocksOf, jsonOf, TooLarge } from './body.ts';
import type { CloudConfig } from './config.ts';

/** One request, as it goes over the wire. */
export type Request = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of a body. */
  readonly text?: string;
  /** The body of a good answer is left as it came, in blocks: a list of Uint8Arrays. */
  readonly bytes?: boolean;
};

/** Any answer, whatever its status. `body` is the parsed JSON; undefined where it is empty or `broken`. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The answer was no JSON: what it began with. */
  readonly broken: string | undefined;
  /** Bytes of the body, unpacked. */
  readonly length: number;
  readonly requestId: string | undefined;
};

/** No answer came. `reason` is the system's code, e.g. ECONNREFUSED; nothing of the request is in here. */
export class NoAnswer extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`no answer: ${reason}`);
    this.reason = reason;
  }
}

export type Http = (request: Request, options: SendOptions) => Promise<Answer>;

export type SendOptions = {
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Opens a connection of its own: one that is kept open may be closed by the other side just as we write. */
  readonly fresh: boolean;
};

export type Fetch = typeof globalThis.fetch;

/**
 * HTTP by axios: over sockets that are kept open, or by the given `fetch`. Throws a `NoAnswer`, with the reason
 * TIMEOUT where the whole answer is not there after `timeout` milliseconds, TOO_LARGE where it does not end, and ABORTED
 * when the signal says so.
 */
export function http(config: Pick<CloudConfig, 'verify' | 'ca'>, fetch?: Fetch): Http {
  const client = createClient(fetch);
  const keptAgents = agents(config, true);
  const freshAgents = agents(config, false);
  return async ({ method, url, headers, body, text, bytes = false }, { timeout, signal, fresh }) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), Math.min(timeout, longestTimer));
    const end = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    try {
      const request = client.request<AsyncIterable<Uint8Array>>({
        method,
        url,
        headers: { accept: 'application/json', 'user-agent': 'cloud-medic', ...headers },
        data: text ?? (body === undefined ? undefined : JSON.stringify(body)),
        signal: end,
        ...(fresh ? freshAgents : keptAgents),
      });
      // A `fetch` may forget to listen to the signal.
      const received = async () => {
        const { status, headers: got, data } = await request;
        const read = bytes && status === 200 ? blocksOf(data) : jsonOf(data);
        return answer(status, got as Record<string, string>, await read);
      };
      return await Promise.race([received(), aborted(end)]);
    } catch (error) {
      // axios' error holds the request with its token and password: only the code leaves this place.
      throw new NoAnswer(signal?.aborted ? 'ABORTED' : deadline.signal.aborted ? 'TIMEOUT' : reasonOf(error));
    } finally {
      clearTimeout(timer);
    }
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function agents({ verify, ca }: Pick<CloudConfig, 'verify' | 'ca'>, keepAlive: boolean) {
  return {
    httpAgent: new HttpAgent({ keepAlive }),
    httpsAgent: new HttpsAgent({ keepAlive, rejectUnauthorized: verify ?? true, ca }),
  };
}

function createClient(fetch?: Fetch): AxiosInstance {
  return axios.create({
    ...(fetch ? { adapter: 'fetch', env: { fetch } } : { adapter: 'http' }),
    responseType: 'stream',
    transformRequest: [(data) => data],
    transformResponse: [(data) => data],
    validateStatus: () => true,
    // A redirect would carry the token to wherever it points.
    maxRedirects: 0,
  });
}

function answer(status: number, headers: Record<string, string>, body: Body): Answer {
  const requestId = headers['x-openstack-request-id'] ?? headers['x-compute-request-id'];
  return { status, headers, requestId, ...body };
}

function reasonOf(error: unknown): string {
  if (error instanceof TooLarge) return error.code;
  const { code, cause } = error as { readonly code?: string; readonly cause?: { readonly code?: string } };
  return cause?.code ?? code ?? 'ERROR';
}
