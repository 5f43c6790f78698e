import type { Answer } from '../openstack/http.ts';
import type { Caller } from '../openstack/session.ts';

/** A call that changes the cloud, as it goes out. Tokens are in headers, which are not kept. */
export type Change = { readonly method: string; readonly url: string; readonly body: unknown };

const nothing: Answer = {
  status: 200,
  headers: {},
  body: undefined,
  broken: undefined,
  length: 0,
  requestId: undefined,
};

/** A caller that tells of each change before it is sent. Dry: what only reads is sent, what changes is told and not sent. */
export function recording(caller: Caller, dry: boolean, tell: (change: Change) => void): Caller {
  return {
    config: caller.config,
    token: () => caller.token(),
    endpoint: (service) => caller.endpoint(service),
    // Without a token: only versions are read like this.
    send: (service, request) => caller.send(service, request),
    async call(call) {
      const { method = 'GET', reads, path, body, text } = call;
      if (method === 'GET' || method === 'HEAD' || reads) return caller.call(call);
      tell({ method, url: `${(await caller.endpoint(call.service)) ?? ''}${path}`, body: text ?? body });
      return dry ? nothing : caller.call(call);
    },
  };
}
