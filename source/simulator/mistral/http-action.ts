import { NeverAnswered } from '../inside.ts';
import { dumps } from '../python.ts';
import { type Action, type ActionContext, ActionError } from './action.ts';
import type { Dict } from './records.ts';

/** Milliseconds that a server outside may take, where the workflow does not say. */
const patience = 60_000;

/** `std.http`: any answer is a success, whatever its status; only no answer is an error. */
export const httpAction: Action = {
  name: 'std.http',
  input:
    'url, method="GET", params=null, body=null, json=null, headers=null, cookies=null, auth=null, timeout=null, allow_redirects=null, proxies=null, verify=null',
  description: 'HTTP action.',
  label: 'HTTPAction',
  run(input, context) {
    const within = isWithin(String(input.url), context);
    return { kind: within ? 'here' : 'outside', result: send(input, within, context) };
  },
};

function isWithin(url: string, { inside, origin }: ActionContext): boolean {
  const asked = URL.canParse(url) ? new URL(url).origin : '';
  return asked === origin || inside.origins.has(asked);
}

async function send(input: Dict, within: boolean, { inside }: ActionContext): Promise<unknown> {
  try {
    const request = requestOf(input);
    const response = await (within ? inside.fetch(request) : fetch(request, { signal: signalOf(input) }));
    const text = await response.text();
    const headers = Object.fromEntries(response.headers);
    // How long it took is not told: it would be another each time.
    return { content: json(text), status: response.status, headers, url: request.url, encoding: 'utf-8' };
  } catch (error) {
    if (error instanceof NeverAnswered) throw error;
    const { message, cause } = error as Error;
    throw new ActionError(`Failed to send HTTP request: ${(cause as Error | undefined)?.message || message}`);
  }
}

function requestOf({ url, method, params, body, json: document, headers }: Dict): Request {
  const address = new URL(String(url));
  for (const [name, value] of Object.entries((params ?? {}) as Dict)) address.searchParams.append(name, String(value));
  const all = new Headers(headers as Record<string, string> | undefined);
  if (document != null) all.set('Content-Type', 'application/json');
  const content = document ?? body;
  const text = typeof content === 'string' ? content : dumps(content);
  return new Request(address, {
    method: String(method ?? 'GET').toUpperCase(),
    headers: all,
    ...(content == null ? {} : { body: text }),
    redirect: 'manual',
  });
}

function signalOf({ timeout }: Dict): AbortSignal {
  return AbortSignal.timeout(timeout == null ? patience : Number(timeout) * 1000);
}

/** What the answer says, or the text where that is no JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
