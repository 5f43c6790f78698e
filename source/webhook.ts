import { Failure, messageOf } from './failure.ts';
import type { Pager } from './ports.ts';

const patience = 10_000;

/**
 * Tells a person by a POST of `{text, at, vm, name, incident}` to an address of the user's: `text` is what chat systems
 * show. Throws a Failure that names no more of the address than its host, since the rest may be a secret.
 */
export function webhook(url: string): Pager {
  const { host } = new URL(url);
  return {
    page: async ({ words, at, vm, vmName, incident }) => {
      const text = `cloud-medic: ${vmName ? `${vmName}: ` : ''}${words}`;
      const body = { text, at: new Date(at).toISOString(), vm, name: vmName, incident };
      const { default: axios } = await import('axios');
      try {
        await axios.post(url, body, { timeout: patience, maxRedirects: 0, responseType: 'text' });
      } catch (error) {
        const why = axios.isAxiosError(error) && error.response ? `HTTP ${error.response.status}` : messageOf(error);
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
