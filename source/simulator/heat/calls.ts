import type { Backend } from '../backend.ts';
import { NeverAnswered } from '../inside.ts';
import { Failed } from './failed.ts';
import type { CallFor } from './kinds.ts';
import type { Dict, Stack } from './stack.ts';

const novaErrors: Readonly<Record<number, string>> = {
  ...{ 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict' },
};

/** How Heat calls the other services for a stack's owner: with a token of its own, as by a trust. */
export function callsFor({ tokens, inside }: Backend, { owner, origin }: Pick<Stack, 'owner' | 'origin'>): CallFor {
  const token = tokens.issue(owner.user, owner.project);
  return async (service, method, path, body) => {
    const answer = await inside
      .call({ service, method, path, body, token, origin, headers: { 'OpenStack-API-Version': 'compute 2.90' } })
      .catch((error: Error) => {
        const kind = error instanceof NeverAnswered ? 'ConnectTimeout' : 'ConnectFailure';
        throw new Failed(kind, error.message);
      });
    const { status, headers } = answer;
    const told = wordsOf(answer.body);
    if (status < 400 && told.broken) throw new Failed('ClientException', `${service} answered no JSON`);
    if (status < 400) return answer;
    if (service === 'workflowv2') throw new Failed(status === 404 ? 'NotFound' : 'APIException', told.words);
    const id = headers.get('x-openstack-request-id');
    const words = `${told.words} (HTTP ${status})${id ? ` (Request-ID: ${id})` : ''}`;
    throw new Failed(novaErrors[status] ?? 'ClientException', words);
  };
}

function wordsOf(body: unknown): { readonly words: string; readonly broken: boolean } {
  const broken = typeof body === 'string' && body !== '';
  if (!body || typeof body !== 'object') return { words: 'Unknown Error', broken };
  const { faultstring } = body as Dict;
  const inner = Object.values(body)[0] as Dict | undefined;
  return { words: String(faultstring ?? inner?.message ?? 'Unknown Error'), broken };
}
