import { Failure } from '../failure.ts';
import type { Accepted } from '../ports.ts';
import { serviceName } from './failures.ts';
import type { Request } from './http.ts';
import type { Nova } from './nova.ts';
import type { Caller } from './session.ts';

/** A call to any service of the catalogue: an action's. */
export type AnyCall = {
  readonly service: string;
  readonly method: Request['method'];
  readonly path: string;
  readonly body: unknown;
};

/**
 * Sends an action once. Code `timeout` means that nobody knows whether the service does it; any other, that it does
 * not.
 */
export async function act(caller: Caller, nova: Nova, call: AnyCall): Promise<Accepted> {
  if (call.service === 'compute') await nova.version();
  try {
    // Nova's calls go out in the microversion that both sides know.
    const { requestId } = call.service === 'compute' ? await nova.send(call) : await caller.call(call);
    return { requestId };
  } catch (error) {
    throw error instanceof Failure && isUncertain(error) ? uncertain(call.service, error) : error;
  }
}

/** Whether the call may have reached the service: a gateway's 502 and 504 tell of the way back, not of the way there. */
function isUncertain({ code, status }: Failure): boolean {
  return ['timeout', 'disconnected', 'bad-answer'].includes(code) || status === 502 || status === 504;
}

function uncertain(service: string, { message, status, requestId }: Failure): Failure {
  const hint = `${serviceName(service)} may have accepted it all the same: look at the VM’s actions before trying again.`;
  const facts = { ...(status ? { status } : {}), ...(requestId ? { requestId } : {}) };
  return new Failure('cloud', 'timeout', message, hint, facts);
}
