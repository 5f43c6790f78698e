import { type Holder, holderHere } from '../../source/journal/holder.ts';

/** A cloud-medic on another machine: whether it lives is known by what it says alone. */
export function aHolder(id: string, news: Partial<Holder> = {}): Holder {
  return { id, name: id, place: 'elsewhere', process: '1 1', ...news };
}

/** One of this machine whose process is gone: no process has this number, it is over what Linux gives. */
export function aDeadHolder(id: string): Holder {
  return aHolder(id, { place: holderHere().place, process: '4194305 1' });
}
