import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';

/** The list that an answer holds under a name. Throws a Failure where it holds none. */
export function listIn(service: string, answer: Answer, key: string): unknown[] {
  const found = (answer.body as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (!Array.isArray(found)) throw badAnswer(service, answer, `it has no list of ${key}.`);
  return found;
}
