import type { Call } from '../action.ts';
import type { Vm } from '../vm.ts';

/** Nova's one door for everything that is done to a server. */
export function serverAction(vm: Pick<Vm, 'id'>, body: unknown): Call {
  return { service: 'compute', method: 'POST', path: `/servers/${vm.id}/action`, body };
}
