import { tellsLock } from './lock.ts';
import type { Look, Vm } from './vm.ts';

/**
 * The VM as a direct look shows it, with what it cannot tell: how often it has failed, where Heat made it, and that it
 * is listed twice, since Nova finds one record by an id. Where Nova knows nothing of it, or leaves out its lock, what was
 * known stays.
 */
export function lookedAt(known: Vm, { vm }: Look): Vm {
  if (vm.unknown) return { ...known, unknown: vm.unknown };
  const { stack, errors, twin, locked, lockedReason } = known;
  const lock = tellsLock(vm) ? {} : { locked, lockedReason };
  return { ...vm, ...lock, stack, errors, ...(twin === undefined ? {} : { twin }) };
}
