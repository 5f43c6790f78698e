import type { Inside } from '../inside.ts';
import type { Token } from '../tokens.ts';
import type { Dict } from './records.ts';

/** What an action may know of whom it is done for. */
export type ActionContext = {
  readonly token: Token;
  /** The address by which the caller knows this cloud. */
  readonly origin: string;
  readonly inside: Inside;
};

/** How an action comes to its result. */
export type Outcome =
  /** Now, or by a call within this cloud. */
  | { readonly kind: 'here'; readonly result: Promise<unknown> }
  | { readonly kind: 'later'; readonly seconds: number; readonly result: unknown }
  /** By a call to the world outside. */
  | { readonly kind: 'outside'; readonly result: Promise<unknown> };

/** An action of Mistral. A result that rejects is the action's error. */
export type Action = {
  readonly name: string;
  /** Mistral's way to list what it takes: `server, reboot_type=SOFT`. */
  readonly input: string;
  readonly description: string;
  /** How Mistral writes it in the sentence of its failure. */
  readonly label: string;
  run(input: Dict, context: ActionContext): Outcome;
};

/** An action's own words for its failure; with `data` that is the result instead of words. */
export class ActionError extends Error {
  readonly data: unknown;

  constructor(message: string, data?: unknown) {
    super(message);
    this.data = data;
  }
}

/** Why the input is not for the action, in Mistral's words. */
export function refusalOf({ name, input, label }: Action, given: Dict): string | undefined {
  const known = input ? input.split(', ') : [];
  const names = known.map((each) => each.split('=')[0]!);
  const missing = known.filter((each) => !each.includes('=') && !(each in given));
  const unexpected = Object.keys(given).filter((each) => !names.includes(each));
  if (!missing.length && !unexpected.length) return undefined;
  const list = (words: readonly string[]) => `[${words.map((word) => `'${word}'`).join(', ')}]`;
  const parts = [`name=${name}`, `class=${label}`];
  if (missing.length) parts.push(`missing=${list(missing)}`);
  if (unexpected.length) parts.push(`unexpected=${list(unexpected)}`);
  return `Invalid input [${parts.join(', ')}]`;
}
