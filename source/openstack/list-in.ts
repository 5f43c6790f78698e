import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';

/** The list that an answer holds under a name, or is itself where no name is given. Throws a Failure where there is none. */
export function listIn(service: string, answer: Answer, key?: string): unknown[] {
  const { body } = answer;
  const found = key === undefined ? body : (body as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (!Array.isArray(found)) throw badAnswer(service, answer, key ? `it has no list of ${key}.` : 'it is no list.');
  return found;
}

/** How a service hands out a long list: by how many at once, under which name, and which field of a record is its id. */
type Paged = { readonly service: string; readonly size: number; readonly key?: string; readonly id?: string };

/**
 * All records of a list, page by page: `ask` gets the query of the next one. Throws a Failure where a page repeats
 * itself.
 */
export async function allPages(
  { service, size, key, id = 'id' }: Paged,
  ask: (query: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<unknown[]> {
  const records: unknown[] = [];
  for (let marker: string | undefined; ; ) {
    const answer = await ask({ limit: String(size), ...(marker === undefined ? {} : { marker }) });
    const page = listIn(service, answer, key);
    records.push(...page);
    const last = (page.at(-1) as Readonly<Record<string, unknown>> | null | undefined)?.[id];
    if (page.length < size || typeof last !== 'string') return records;
    if (last === marker) throw badAnswer(service, answer, 'its pages never end.');
    marker = last;
  }
}
