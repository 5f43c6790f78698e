import { services } from './catalogue.ts';

/** A way to misbehave, for the requests to one service (a catalogue type) whose path contains `path`. */
export type Trouble = {
  readonly service: string;
  readonly path?: string;
  /** Requests that are spared first. */
  after?: number;
  /** Requests that it hits; without: all. */
  times?: number;
} & (
  | { readonly kind: 'status'; readonly status: number }
  /** No answer, until the caller gives up. */
  | { readonly kind: 'hang' }
  /** The right answer, cut in the middle. */
  | { readonly kind: 'half-json' }
  /** The connection breaks. */
  | { readonly kind: 'reset' }
  /** The service is not in the catalogue. */
  | { readonly kind: 'missing' }
);

type Fetch = (request: Request) => Promise<Response>;

export function missingServices(trouble: readonly Trouble[]): string[] {
  return trouble.filter(({ kind }) => kind === 'missing').map(({ service }) => service);
}

/** The services' answers with the trouble that is due. */
export function meddled(trouble: readonly Trouble[], fetch: Fetch): Fetch {
  return async (request) => {
    const due = trouble.find(
      (one) => one.kind !== 'missing' && concerns(one, new URL(request.url).pathname) && isDue(one),
    );
    switch (due?.kind) {
      case 'status':
        return Response.json(
          { error: { code: due.status, message: 'Trouble was asked for.' } },
          { status: due.status },
        );
      case 'hang':
        return hang(request.signal);
      case 'half-json':
        return half(await fetch(request));
      case 'reset':
        throw new TypeError('fetch failed', {
          cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
        });
      default:
        return fetch(request);
    }
  };
}

/**
 * Whether a request between two services would come to grief now. It does not use the trouble up: what is limited to
 * some requests is meant for those of the clients.
 */
export function comesToGrief(trouble: readonly Trouble[], service: string, asked: string): boolean {
  return trouble.some((one) => {
    if (one.kind === 'missing') return one.service === service;
    return concerns(one, asked) && !one.after && (one.times === undefined || one.times > 0);
  });
}

function concerns({ service, path = '' }: Trouble, asked: string): boolean {
  const mount = services.find(({ type }) => type === service)?.mount;
  return mount !== undefined && asked.startsWith(`${mount}/`) && asked.includes(path);
}

function isDue(one: Trouble): boolean {
  if (one.after) {
    one.after--;
    return false;
  }
  if (one.times === undefined) return true;
  return one.times-- > 0;
}

function hang(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function half(response: Response): Promise<Response> {
  const body = await response.text();
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(body.slice(0, Math.floor(body.length / 2)), { status: response.status, headers });
}
