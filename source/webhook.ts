import { toJson } from '../models/clean.ts';
import { chatText } from './chat-text.ts';
import { Failure } from './failure.ts';
import type { Pager } from './ports.ts';

/** Messages that may be on their way at once: a storm of alarms must not become one of connections. */
const waitingAtMost = 50;
const headers = { 'content-type': 'application/json' };

/**
 * Tells a person by a POST of `{text, at, vm, name, incident}` to an address of the user's: `text` is what chat systems
 * show, and is harmless there. Throws a Failure that names no more of the address than its host, since the rest may be a secret.
 * `patience`: milliseconds until the answer must have begun.
 */
export function webhook(url: string, patience = 10_000): Pager {
  const { host } = new URL(url);
  let waiting = 0;
  const failed = (why: string) =>
    new Failure('cloud', 'webhook', `The webhook at ${host} failed: ${why}.`, 'Look at the setting "webhook".');
  return {
    page: async ({ words, at, vm, vmName, incident }) => {
      const text = chatText(`cloud-medic: ${vmName ? `${vmName}: ` : ''}${words}`);
      const body = { text, at: new Date(at).toISOString(), vm, name: vmName, incident };
      const { default: axios } = await import('axios');
      if (waiting >= waitingAtMost) throw failed(`it has not yet taken the last ${waitingAtMost} messages`);
      waiting++;
      const signal = AbortSignal.timeout(patience);
      try {
        // Of the answer only its status matters: a body may be without an end.
        const { data } = await axios.post(url, toJson(body), {
          headers,
          signal,
          maxRedirects: 0,
          responseType: 'stream',
        });
        data.destroy();
      } catch (error) {
        // What else an error of axios says may be the address.
        const { response, code = 'no answer' } = axios.isAxiosError(error) ? error : {};
        response?.data.destroy();
        const why = response ? `HTTP ${response.status}` : signal.aborted ? `no answer in ${patience / 1000} s` : code;
        throw failed(why);
      } finally {
        waiting--;
      }
    },
  };
}
