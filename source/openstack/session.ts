import { Failure, isReadOnly } from '../failure.ts';
import type { Clock } from '../ports.ts';
import { endpointOf, noService } from './catalogue.ts';
import type { CloudConfig } from './config.ts';
import { badAnswer, isTls, refused, serviceName, unanswered } from './failures.ts';
import { type Answer, type Fetch, type Http, http, NoAnswer, type Request } from './http.ts';
import { notJson } from './in-front.ts';
import { identityUrl, readToken, signInBody, type Token } from './keystone.ts';

export type SessionOptions = {
  readonly clock: Clock;
  /** Answers instead of the network: the simulated cloud. */
  readonly fetch?: Fetch | undefined;
  /** Jitter of the pauses between tries, 0…1. */
  readonly random?: (() => number) | undefined;
  /** Gives up every call under way. */
  readonly signal?: AbortSignal | undefined;
  /** Nothing that changes the cloud is sent: not by a mistake of the program either. */
  readonly readOnly?: boolean | undefined;
};

/** A call to a service of the catalogue; the path is relative to its address there. */
export type ServiceCall = {
  readonly service: string;
  readonly method?: Request['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Instead of a body: sent as it is. */
  readonly text?: string;
  /** A good answer's body is left as it came, in blocks: a list of Uint8Arrays. */
  readonly bytes?: boolean;
  /** It only reads, though it is a POST: it may be sent again. */
  readonly reads?: boolean;
  /** Statuses that are no failure to the caller. */
  readonly accept?: readonly number[];
};

/** What the clients of the services need of a session. */
export type Caller = Pick<Session, 'call' | 'endpoint' | 'send' | 'config' | 'token'>;

const defaultTimeout = 20_000;
const tries = 4;
const longestPause = 30_000;
const refusalLasts = 60_000;
const passing = new Set([429, 502, 503, 504]);

/** One signed-in conversation with a cloud: token, catalogue, tries, and every failure as a `Failure`. */
export class Session {
  readonly config: CloudConfig;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #http: Http;
  readonly #signal: AbortSignal | undefined;
  readonly #readOnly: boolean;
  #token: Token | undefined;
  #renewal: Promise<Token> | undefined;
  #refused: { readonly failure: Failure; readonly until: number } | undefined;

  constructor(config: CloudConfig, { clock, fetch, random = Math.random, signal, readOnly = false }: SessionOptions) {
    this.config = config;
    this.#clock = clock;
    this.#random = random;
    this.#signal = signal;
    this.#readOnly = readOnly;
    this.#http = http(config, fetch);
  }

  /** The valid token; signs in where there is none or 80 % of its life is over. */
  async token(): Promise<Token> {
    const token = this.#token;
    if (token && this.#clock.now() < token.renewAt) return token;
    return this.#renew(token);
  }

  /** The address of a service, or undefined where the catalogue has none. */
  async endpoint(service: string): Promise<string | undefined> {
    const { catalogue } = await this.token();
    return endpointOf(catalogue, service, this.config);
  }

  /** Calls a service. A 401 in mid-stream renews the token once: the service refused before it did anything. */
  async call(call: ServiceCall): Promise<Answer> {
    let token = await this.token();
    const base = endpointOf(token.catalogue, call.service, this.config);
    if (!base) throw noService(call.service, serviceName(call.service), this.config);
    const send = () =>
      this.send(call.service, {
        ...call,
        url: base + call.path,
        headers: { ...call.headers, 'x-auth-token': token.value.reveal() },
      });
    let answer = await send();
    if (answer.status === 401) {
      token = await this.#renew(token);
      answer = await send();
    }
    // What is only accepted (202) is accepted, whatever a proxy wrote below it.
    if (answer.broken !== undefined && answer.status === 200) {
      throw badAnswer(call.service, answer, `it is ${notJson(answer.broken)}`);
    }
    if (answer.status < 300 || call.accept?.includes(answer.status)) return answer;
    throw refused(call.service, answer, this.config);
  }

  /**
   * Sends without a token, again where it may be and what went wrong may pass. Any status is an answer. A session that
   * is read-only throws for what would change something.
   */
  async send(service: string, request: Omit<ServiceCall, 'path'> & { readonly url: string }): Promise<Answer> {
    const method = request.method ?? 'GET';
    const mayRepeat = method === 'GET' || method === 'HEAD' || request.reads === true;
    if (this.#readOnly && !mayRepeat) throw isReadOnly();
    const timeout = this.config.timeout ? this.config.timeout * 1000 : defaultTimeout;
    const headers = {
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    };
    const began = performance.now();
    const givenUp = () => {
      throw unanswered(service, request.url, 'ABORTED', timeout);
    };
    for (let turn = 1; ; turn++) {
      const last = () => !mayRepeat || turn === tries || performance.now() - began > 2 * timeout;
      try {
        const answer = await this.#http(
          { ...request, method, headers },
          { timeout, signal: this.#signal, fresh: !mayRepeat },
        );
        if (last() || !passing.has(answer.status)) return answer;
        await this.#pause(turn, answer.headers['retry-after']).catch(givenUp);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        if (last() || ['ABORTED', 'TIMEOUT', 'TOO_LARGE'].includes(error.reason) || isTls(error.reason)) {
          throw unanswered(service, request.url, error.reason, timeout);
        }
        await this.#pause(turn, undefined).catch(givenUp);
      }
    }
  }

  /** Several callers whose token is refused at once share one renewal. */
  #renew(refusedToken: Token | undefined): Promise<Token> {
    if (this.#token && this.#token !== refusedToken) return Promise.resolve(this.#token);
    this.#renewal ??= this.#signIn().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #signIn(): Promise<Token> {
    const refusal = this.#refused;
    const left = refusal ? refusal.until - this.#clock.now() : 0;
    // A clock that was set back meanwhile must not make it longer.
    if (refusal && left > 0 && left <= refusalLasts) throw refusal.failure;
    const url = `${identityUrl(this.config.authUrl)}/auth/tokens`;
    const answer = await this.send('identity', {
      service: 'identity',
      method: 'POST',
      url,
      body: signInBody(this.config.auth),
      reads: true,
    });
    if (answer.status >= 300) throw this.#refusal(url, answer);
    this.#token = readToken(answer, this.#clock.now());
    return this.#token;
  }

  /** A wrong password is not tried again at once: Keystone may lock the user out. */
  #refusal(url: string, answer: Answer): Failure {
    if (answer.status === 404) return notKeystone(url);
    const failure = refused('identity', answer, this.config);
    if (answer.status === 401) this.#refused = { failure, until: this.#clock.now() + refusalLasts };
    return failure;
  }

  /** Doubles from half a second, half of it by chance; a service that names a time is obeyed. */
  async #pause(turn: number, retryAfter: string | undefined): Promise<void> {
    const named = retryAfter === undefined ? Number.NaN : Number(retryAfter) * 1000;
    const own = 500 * 2 ** (turn - 1) * (0.5 + this.#random() / 2);
    await this.#clock.sleep(Math.min(longestPause, named >= 0 ? named : own), this.#signal);
  }
}

function notKeystone(url: string): Failure {
  const hint = 'auth_url is the address of Keystone, e.g. http://controller/identity.';
  const { protocol, host, pathname } = new URL(url);
  return new Failure('cloud', 'not-found', `There is no Keystone at ${protocol}//${host}${pathname}.`, hint, {
    status: 404,
  });
}
