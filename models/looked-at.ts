import type { Look, Vm } from './vm.ts';

/**
 * The VM as a direct look shows it, with what it cannot tell: how often it has failed, where Heat made it, and that it
 * is listed twice, since Nova finds one record by an id. Where Nova knows nothing of it, what was known stays.
 */
export function lookedAt(known: Vm, { vm }: Look): Vm {
  if (vm.unknown) return { ...known, unknown: vm.unknown };
  const { stack, errors, twin } = known;
  return { ...vm, stack, errors, ...(twin === undefined ? {} : { twin }) };
}
