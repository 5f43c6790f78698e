import type { Steps } from './kinds.ts';

/** Several works at once: each goes on when its own time has come. Answers what they came to, in their order. */
export async function* together<T>(works: readonly Steps<T>[]): Steps<T[]> {
  const results: T[] = [];
  let waiting = works.map((work, i) => ({ work, i, at: 0 }));
  for (let time = 0; waiting.length; ) {
    const next: typeof waiting = [];
    for (const each of waiting) {
      if (each.at > time) {
        next.push(each);
        continue;
      }
      const { done, value } = await each.work.next();
      if (done) results[each.i] = value;
      else next.push({ ...each, at: time + value });
    }
    waiting = next;
    const soonest = Math.min(...waiting.map(({ at }) => at));
    if (!waiting.length || soonest <= time) continue;
    yield soonest - time;
    time = soonest;
  }
  return results;
}
