import { Failure } from '../failure.ts';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';

/** The list that an answer holds under a name, or is itself where no name is given. Throws a Failure where there is none. */
export function listIn(service: string, answer: Answer, key?: string): unknown[] {
  const { body } = answer;
  const found = key === undefined ? body : (body as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (!Array.isArray(found)) throw badAnswer(service, answer, key ? `it has no list of ${key}.` : 'it is no list.');
  return found;
}

/**
 * How a service hands out a long list: by how many at once, under which name, and which field of a record is its id.
 * `hasMore`: how it tells that there is more, where a short page does not mean the end.
 */
type Paged = {
  readonly service: string;
  readonly size: number;
  readonly key?: string;
  readonly id?: string;
  readonly hasMore?: (answer: Answer) => boolean;
};

/** What no list of a cloud has more of: pages, bytes, milliseconds until the last page is there. */
const most = { pages: 2000, bytes: 500_000_000, milliseconds: 120_000 };

/** Times that a list is begun anew because the record where it was to go on has been deleted meanwhile. */
const beginnings = 3;

/**
 * All records of a list, page by page: `ask` gets the query of the next one. Throws a Failure where a page repeats
 * itself, pages lead in a circle, or there are more than any cloud has.
 */
export async function allPages(
  paged: Paged,
  ask: (query: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<unknown[]> {
  for (let left = beginnings; ; left--) {
    const records: unknown[] = [];
    let marker: string | undefined;
    try {
      for await (const [page, next] of pages(paged, ask)) {
        for (const record of page) records.push(record);
        marker = next;
      }
      return records;
    } catch (error) {
      if (left === 1 || marker === undefined || !isGone(error)) throw error;
    }
  }
}

/** Each page, and the id after which the next one begins. */
async function* pages(
  { service, size, key, id = 'id', hasMore }: Paged,
  ask: (query: Readonly<Record<string, string>>) => Promise<Answer>,
): AsyncGenerator<readonly [unknown[], string | undefined]> {
  const seen = new Set<string>();
  const began = performance.now();
  let bytes = 0;
  for (let marker: string | undefined; ; ) {
    const answer = await ask({ limit: String(size), ...(marker === undefined ? {} : { marker }) });
    const page = listIn(service, answer, key);
    const last = (page.at(-1) as Readonly<Record<string, unknown>> | null | undefined)?.[id];
    const goesOn = hasMore ? hasMore(answer) : page.length >= size;
    marker = goesOn && typeof last === 'string' ? last : undefined;
    yield [page, marker];
    if (marker === undefined) return;
    bytes += answer.length;
    const isTooMuch = seen.size >= most.pages || bytes > most.bytes;
    if (seen.has(marker) || isTooMuch || performance.now() - began > most.milliseconds) {
      throw badAnswer(service, answer, `its pages never end (${seen.size + 1} were read).`);
    }
    seen.add(marker);
  }
}

/** Services say 400 or 404 of a page that is to begin after what is no longer there. */
function isGone(error: unknown): boolean {
  return error instanceof Failure && (error.status === 400 || error.status === 404);
}
