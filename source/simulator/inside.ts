import { services } from './catalogue.ts';
import type { Token } from './tokens.ts';
import { missingServices, type Trouble } from './trouble.ts';

export type InsideCall = {
  readonly service: string;
  readonly method: string;
  /** Behind the service's address in the catalogue. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token: Token;
  /** By which the caller's caller knows this cloud. */
  readonly origin: string;
};

export type InsideAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text where it is none. */
  readonly body: unknown;
};

/** No answer came, and none will: who waits for it waits for ever. */
export class NeverAnswered extends Error {}

/** How services of this cloud call each other: in process, and with the same trouble as everybody. */
export class Inside {
  /** Addresses that lead here. */
  readonly origins: ReadonlySet<string>;
  readonly #trouble: readonly Trouble[];
  readonly #answer: (request: Request) => Promise<Response>;

  constructor(
    origins: ReadonlySet<string>,
    trouble: readonly Trouble[],
    answer: (request: Request) => Promise<Response>,
  ) {
    this.origins = origins;
    this.#trouble = trouble;
    this.#answer = answer;
  }

  /** Throws `NeverAnswered` where the service hangs: time in here does not pass while somebody waits. */
  fetch(request: Request): Promise<Response> {
    return this.#answer(new Request(request, { signal: AbortSignal.abort(new NeverAnswered('no answer')) }));
  }

  /** Throws where there is no answer or the catalogue lacks the service. */
  async call({ service, method, path, body, headers, token, origin }: InsideCall): Promise<InsideAnswer> {
    const entry = services.find(({ type }) => type === service);
    if (!entry || missingServices(this.#trouble).includes(service)) {
      throw new Error(`public endpoint for ${service} service not found`);
    }
    const place = entry.path.replace('$(project_id)s', token.project?.projectId ?? '');
    const response = await this.fetch(
      new Request(origin + place + path, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-Auth-Token': token.id, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
