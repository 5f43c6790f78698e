import fuzzysort from 'fuzzysort';
import type { State } from '../../models/state.ts';
import type { Entry } from './palette-entries.ts';
import { vmEntries } from './palette-entries.ts';

/** The palette as it stands: nothing in its list moves while no key is pressed. */
export type Palette = {
  readonly text: string;
  /** Everything but the VMs, as it was when the palette opened. */
  readonly entries: readonly Entry[];
  readonly found: readonly Found[];
  /** How many there are in all. */
  readonly total: number;
  readonly index: number;
};

/** An entry, and which characters of its title the search met. */
export type Found = { readonly entry: Entry; readonly marks: ReadonlySet<number> };

const listed = 50;
const unmarked: ReadonlySet<number> = new Set();
/** A match of scattered letters still counts. */
const threshold = 0.2;

/** The best matches for the text: the entries by title and words, the VMs by name or the beginning of their id. */
export function search(text: string, entries: readonly Entry[], typed: readonly Entry[], state: State) {
  const wanted = text.trim();
  if (!wanted) return { found: entries.map((entry) => ({ entry, marks: unmarked })), total: entries.length };
  const options = { limit: listed, threshold };
  const few = fuzzysort.go(wanted, entries, { ...options, keys: ['title', 'words'] });
  const vms = fuzzysort.go(wanted.replace(/^vm /i, ''), vmEntries(state), { ...options, key: 'title' });
  const scored = [
    ...few.map((one) => ({ score: one.score + bonus, entry: one.obj, marks: new Set(one[0]!.indexes) })),
    ...vms.map((one) => ({ score: one.score, entry: one.obj, marks: new Set(one.indexes) })),
    ...vmsById(wanted, state).map((entry) => ({ score: 1, entry, marks: unmarked })),
  ].sort((a, b) => b.score - a.score);
  const found = [...typed.map((entry) => ({ entry, marks: unmarked })), ...scored].slice(0, listed);
  return { found, total: typed.length + few.total + vms.total };
}

/** What the console itself can do is in front of a VM that matches as well. */
const bonus = 0.05;

function vmsById(wanted: string, state: State): Entry[] {
  if (!/^[0-9a-f-]{6,36}$/i.test(wanted)) return [];
  return vmEntries(state).filter(({ does }) => 'vm' in does && does.vm.startsWith(wanted.toLowerCase()));
}
