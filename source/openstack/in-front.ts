import type { Answer } from './http.ts';
import { safeWords } from './secret.ts';

/** What was answered instead of JSON, in words that go on after "it is": a web page by its title. */
export function notJson(broken: string): string {
  const title = titleOf(broken);
  if (title) return `a web page (“${title}”), not JSON.`;
  return /^\s*</.test(broken) ? 'a web page, not JSON.' : 'not whole JSON.';
}

/** What a web server or a proxy in front of a service says of it: `words` go on after the service's name. */
type OfFront = { readonly words: string; readonly hint: (service: string) => string };

const gateway: Readonly<Record<number, OfFront>> = {
  502: {
    words: 'does not run, or broke off: the web server in front of it answers 502 (Bad Gateway).',
    hint: (service) => `See first whether ${service} runs on its controller, then look into its log.`,
  },
  503: {
    words: 'does not run: the web server in front of it answers 503 (Service Unavailable).',
    hint: (service) => `See first whether ${service} runs on its controller, then look into the web server’s log.`,
  },
  504: {
    words: 'does not answer: the proxy in front of it has waited in vain and answers 504 (Gateway Timeout).',
    hint: (service) =>
      `See first whether ${service} runs on its controller, or hangs or is overloaded; then look into its log.`,
  },
};

/**
 * What an answer means that the service itself did not give: without a request id, and with a page, a bare line or nothing
 * in place of JSON. Undefined where the service may have spoken.
 */
export function ofFront({ status, body, broken, requestId }: Answer): OfFront | undefined {
  if (body !== undefined || requestId) return undefined;
  const known = gateway[status];
  if (known) return known;
  const title = broken === undefined ? undefined : titleOf(broken);
  if (status < 500 || !title) return undefined;
  const hint = (service: string) => `${service} may not have started: look into the web server’s error log.`;
  return { words: `failed within its web server, which answers ${status} (${title}).`, hint };
}

/** The title of a web page, in one line; undefined where there is none. */
export function titleOf(page: string): string | undefined {
  const [, title] = /<title>([^<]{1,200})/i.exec(page.slice(0, 1000)) ?? [];
  return title && (safeWords(title).replaceAll(/\s+/g, ' ').trim() || undefined);
}
