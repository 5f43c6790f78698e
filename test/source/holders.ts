import type { Holder } from '../../source/journal/holder.ts';

/** A cloud-medic on another machine: whether it lives is known by what it says alone. */
export function aHolder(id: string, news: Partial<Holder> = {}): Holder {
  return { id, name: id, place: 'elsewhere', process: '1 1', ...news };
}
