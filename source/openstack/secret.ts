import { inspect } from 'node:util';
import { withoutSecrets } from '../../models/redact.ts';

/** A value that is shorter may stand in a text for something else. */
const shortest = 4;
/** Tokens come anew each hour: of a console that runs for months the oldest are no longer valid. */
const most = 200;
const ours = new Set<string>();

/** A password or token that no print-out shows: not JSON, not a template, not console.log. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length < shortest) return;
    ours.delete(value);
    ours.add(value);
    for (const oldest of ours) if (ours.size > most) ours.delete(oldest);
  }

  /** The value itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[hidden]';
  }

  toJSON(): string {
    return '[hidden]';
  }

  [inspect.custom](): string {
    return '[hidden]';
  }
}

/** What a service or a user has said, without secrets: services quote what they were sent, our own secrets too. */
export function safeWords(said: string): string {
  let words = said;
  for (const secret of ours) if (words.includes(secret)) words = words.replaceAll(secret, '[hidden]');
  return withoutSecrets(words);
}
