import type { Command } from './view.ts';

/** What was typed and read before a yes, as far as there was anything. */
export function confirmationOf({
  typed,
  warned,
}: Extract<Command, { type: 'confirm' }>): [typed?: string | undefined, warned?: readonly string[]] {
  if (warned) return [typed, warned];
  return typed === undefined ? [] : [typed];
}
