import type { Call } from '../../models/action.ts';
import { Failure } from '../failure.ts';
import type { Accepted } from '../ports.ts';
import { refused, serviceName } from './failures.ts';
import { Mistral } from './mistral.ts';
import type { Nova } from './nova.ts';
import type { Caller } from './session.ts';

/**
 * Sends an action once. Code `uncertain` means that nobody knows whether the service does it; any other, that it does
 * not.
 */
export async function act(caller: Caller, nova: Nova, call: Call): Promise<Accepted> {
  // What is asked before the action itself goes out: if that fails, nothing was sent.
  if (call.service === 'compute') await nova.version();
  else await caller.endpoint(call.service);
  try {
    if (call.service === 'workflow') return await run(caller, call);
    // Nova's calls go out in the microversion that both sides know.
    const { requestId } = call.service === 'compute' ? await nova.send(call) : await caller.call(call);
    return { requestId };
  } catch (error) {
    throw error instanceof Failure && isUncertain(error) ? uncertain(call.service, error) : error;
  }
}

/**
 * Mistral names no request, or one that leads nowhere: the execution’s own id stands for it. One that Mistral has already (409, where two POSTs of
 * the same id met) was accepted.
 */
async function run(caller: Caller, call: Call): Promise<Accepted> {
  const { id } = (call.body ?? {}) as { readonly id?: unknown };
  const isStart = call.method === 'POST' && typeof id === 'string';
  const answer = await caller.call({ ...call, accept: isStart ? [409] : [] });
  if (answer.status === 409 && !(await new Mistral(caller).execution(String(id)))) {
    throw refused(call.service, answer, caller.config);
  }
  return { requestId: isStart ? `execution ${id}` : answer.requestId };
}

/** Whether the call may have reached the service: a gateway's 502 and 504 tell of the way back, not of the way there. */
function isUncertain({ code, status }: Failure): boolean {
  return (
    ['timeout', 'disconnected', 'bad-answer', 'too-large', 'aborted'].includes(code) || status === 502 || status === 504
  );
}

function uncertain(service: string, { message, status, requestId }: Failure): Failure {
  const hint = `${serviceName(service)} may have accepted it all the same: look at the VM’s actions before trying again.`;
  const facts = { ...(status ? { status } : {}), ...(requestId ? { requestId } : {}) };
  return new Failure('cloud', 'uncertain', message, hint, facts);
}
