import { condition } from './condition.ts';
import type { State } from './state.ts';
import { notListed } from './vm.ts';

/** Why Nova tells nothing of a VM, in words; undefined: its word is known. */
export function novaTellsNothing(vm: string, { vms }: State): string | undefined {
  const found = vms.get(vm);
  if (!found) return notListed;
  const { kind, words } = condition(found);
  return kind === 'unknown' ? words : undefined;
}
