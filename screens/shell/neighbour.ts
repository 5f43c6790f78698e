/** The id so many places on, the first or last one beyond the ends; undefined in an empty list. Undefined stands on the first. */
export function neighbourOf(ids: readonly string[], from: string | undefined, by: number): string | undefined {
  const place = from === undefined ? 0 : Math.max(0, ids.indexOf(from));
  return ids[Math.max(0, Math.min(ids.length - 1, place + by))];
}
