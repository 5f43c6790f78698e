import { type Committee, type CommitteeId, committees, evidenceColumn, evidenceScale } from './committees.ts';
import type { Features } from './features.ts';
import type { KindId } from './members.ts';

/** Log-odds of each row of one entity by each kind of network. */
export type Opinions = Readonly<Partial<Record<KindId, Float64Array>>>;

/** A committee's opinion of each row of one entity: the weighted mean of its networks' log-odds and its evidence. */
export function decide(id: CommitteeId, opinions: Opinions, { rows, width, values }: Features): Float64Array {
  const { networks, evidence }: Committee = committees[id];
  const sum = new Float64Array(rows);
  let total = 0;
  for (const [kind, weight] of Object.entries(networks) as [KindId, number][]) {
    const opinion = opinions[kind]!;
    for (let row = 0; row < rows; row++) sum[row]! += weight * opinion[row]!;
    total += weight;
  }
  for (const { feature, weight } of evidence) {
    const column = evidenceColumn(feature);
    for (let row = 0; row < rows; row++) sum[row]! += weight * evidenceScale * values[row * width + column]!;
    total += weight;
  }
  return sum.map((value) => value / total);
}

/** The kinds of networks that a committee, or any committee, asks. */
export function kindsOf(ids: readonly CommitteeId[] = Object.keys(committees) as CommitteeId[]): KindId[] {
  return [...new Set(ids.flatMap((id) => Object.keys(committees[id].networks) as KindId[]))];
}
