import { Failure } from '../failure.ts';
import { mostBytes } from './body.ts';
import type { CloudConfig } from './config.ts';
import type { Answer } from './http.ts';
import { ofFront, titleOf } from './in-front.ts';
import { safeWords } from './secret.ts';

const services: Readonly<Record<string, string>> = {
  identity: 'Keystone',
  compute: 'Nova',
  metric: 'Gnocchi',
  alarming: 'Aodh',
  workflow: 'Mistral',
  orchestration: 'Heat',
  'fault-injection': 'The fault-injection service',
};

/** A service's name for people: compute is Nova. */
export function serviceName(type: string): string {
  return services[type] ?? type;
}

/** How deeply an error body is looked into. */
const deepest = 8;

/** What an error body says, in whichever of the services' shapes it is; undefined where it says nothing. */
export function errorMessage(body: unknown, depth = 0): string | undefined {
  if (typeof body === 'string') return body.trim() || undefined;
  if (typeof body !== 'object' || body === null || depth > deepest) return undefined;
  const { message, description, cause, detail, faultstring, ...kinds } = body as Record<string, unknown>;
  // Gnocchi's description is a sentence, or a cause with its details.
  if (cause !== undefined) return [cause, detail && JSON.stringify(detail)].filter(Boolean).join(': ');
  for (const said of [message, description, faultstring]) {
    const words = errorMessage(said, depth + 1);
    if (words) return words;
  }
  // Nova and Keystone wrap it in a key that names the kind: {"conflictingRequest": {"message": …}}.
  for (const kind of Object.values(kinds)) {
    const words = typeof kind === 'object' ? errorMessage(kind, depth + 1) : undefined;
    if (words) return words;
  }
  return undefined;
}

/** The failure that an answer of status 300 and above means. */
export function refused(type: string, answer: Answer, config: CloudConfig): Failure {
  const { status, requestId } = answer;
  const service = serviceName(type);
  const page = answer.broken === undefined ? undefined : titleOf(answer.broken);
  const words = sentence(errorMessage(answer.body) ?? page ?? 'no reason given');
  const fail = (code: string, message: string, hint: string) =>
    new Failure('cloud', code, message, hint, { status, ...(requestId ? { requestId } : {}) });
  if (status === 401 && type === 'identity') {
    const what = config.auth.kind === 'password' ? 'user name or password' : config.auth.kind;
    return fail('unauthorized', `Keystone refused the ${what} of cloud ${config.name}.`, `Look into ${config.source}.`);
  }
  if (status === 401) {
    return fail('unauthorized', `${service} refused a fresh token: ${words}`, `Is ${service} joined to this Keystone?`);
  }
  if (status === 403) {
    const hint = 'The user lacks a role for it: ask the cloud’s administrator.';
    return fail('forbidden', `${service} does not allow it: ${words}`, hint);
  }
  if (status === 404 && page && !requestId) {
    const hint = 'Is it set up there? Correct its address in the catalogue, or the web server.';
    return fail('not-found', `The web server at ${service}’s address does not know it: ${words}`, hint);
  }
  if (status === 404) return fail('not-found', `${service} does not know it: ${words}`, 'It may have been deleted.');
  if (status === 409) {
    return fail('conflict', `${service} cannot do it now: ${words}`, 'Look at the VM’s state, then try again.');
  }
  if (status === 429) return fail('busy', `${service} asks to be left alone: ${words}`, 'Poll less often.');
  const front = ofFront(answer);
  if (front) return fail('server-error', `${service} ${front.words}`, front.hint(service));
  if (status >= 500) {
    const hint = `Look into ${service}’s log${requestId ? ` for ${requestId}` : ''}.`;
    return fail('server-error', `${service} answered ${status}: ${words}`, hint);
  }
  if (status < 400) {
    return fail(
      'bad-answer',
      `${service} answered with a redirect (${status}).`,
      'Correct its address in the catalogue.',
    );
  }
  return fail(
    'bad-request',
    `${service} did not understand: ${words}`,
    'Its version may differ; see `cloud-medic doctor`.',
  );
}

/** Whether the system's code tells of a certificate or a handshake. */
export function isTls(reason: string): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|EPROTO/.test(reason);
}

/** The failure of a call that got no answer. */
export function unanswered(type: string, url: string, reason: string, timeout: number): Failure {
  const service = serviceName(type);
  const { host } = new URL(url);
  const fail = (code: string, message: string, hint: string) => new Failure('cloud', code, message, hint);
  if (reason === 'ABORTED') return fail('aborted', `The call to ${service} was given up.`, 'Try again.');
  if (reason === 'TIMEOUT') {
    const hint = 'Is the service overloaded? api_timeout in clouds.yaml allows more time.';
    return fail('timeout', `${service} at ${host} gave no answer in ${timeout / 1000} s.`, hint);
  }
  if (reason === 'TOO_LARGE') {
    const hint = 'Is that really the service? Look at what the address answers, e.g. with curl.';
    return fail('too-large', `${service} at ${host} sent ${mostBytes / 1e6} MB without an end.`, hint);
  }
  if (isTls(reason)) {
    const hint = 'Name the certificate authority as cacert in clouds.yaml, or correct the address.';
    return fail('tls', `The secure connection to ${service} at ${host} failed (${reason}).`, hint);
  }
  const hint = 'Check the address, the network and that the service runs.';
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(reason)) {
    return fail('unreachable', `${service} at ${host} cannot be reached (${reason}).`, hint);
  }
  return fail('disconnected', `The connection to ${service} at ${host} broke (${reason}).`, hint);
}

/** The failure of an answer that is not what the service's API promises. */
export function badAnswer(type: string, answer: Answer, what: string): Failure {
  const { status, requestId } = answer;
  return new Failure(
    'cloud',
    'bad-answer',
    `${serviceName(type)}’s answer makes no sense: ${safeWords(what)}`,
    'Does a proxy stand in between? Is the address in the catalogue right?',
    { status, ...(requestId ? { requestId } : {}) },
  );
}

function sentence(words: string): string {
  // Before it is cut: half a secret is not known for one.
  const one = safeWords(words.slice(0, 2000)).replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  return /[.!?]$/.test(one) ? one : `${one}.`;
}
