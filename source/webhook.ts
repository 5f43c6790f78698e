import { toJson } from '../models/clean.ts';
import { chatText } from './chat-text.ts';
import { Failure } from './failure.ts';
import type { Pager } from './ports.ts';

const patience = 10_000;
const headers = { 'content-type': 'application/json' };

/**
 * Tells a person by a POST of `{text, at, vm, name, incident}` to an address of the user's: `text` is what chat systems
 * show, and is harmless there. Throws a Failure that names no more of the address than its host, since the rest may be a secret.
 */
export function webhook(url: string): Pager {
  const { host } = new URL(url);
  return {
    page: async ({ words, at, vm, vmName, incident }) => {
      const text = chatText(`cloud-medic: ${vmName ? `${vmName}: ` : ''}${words}`);
      const body = { text, at: new Date(at).toISOString(), vm, name: vmName, incident };
      const { default: axios } = await import('axios');
      try {
        await axios.post(url, toJson(body), { headers, timeout: patience, maxRedirects: 0, responseType: 'text' });
      } catch (error) {
        // What else an error of axios says may be the address.
        const { response, code = 'no answer' } = axios.isAxiosError(error) ? error : {};
        const why = response ? `HTTP ${response.status}` : code;
        throw new Failure(
          'cloud',
          'webhook',
          `The webhook at ${host} failed: ${why}.`,
          'Look at the setting "webhook".',
        );
      }
    },
  };
}
