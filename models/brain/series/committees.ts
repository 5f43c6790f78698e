import type { Series } from '../dataset.ts';
import { evaluate } from '../evaluation/index.ts';
import { bases, memories } from './layout.ts';
import type { KindId } from './members.ts';

/** Who decides: kinds of networks and, as plain evidence, single features of how strange a row is, each with its weight. */
export type Committee = {
  readonly words: string;
  readonly networks: Readonly<Partial<Record<KindId, number>>>;
  readonly evidence: readonly { readonly feature: string; readonly weight: number }[];
};

export type CommitteeId = keyof typeof committees;

/** One unit of evidence is worth this many log-odds. */
export const evidenceScale = 6;

/**
 * What suits data differs: whether their metrics mean the same in all entities, whether faults are sudden or last for
 * hours. Which committee serves is decided by scores out of fold.
 */
export const committees = {
  together: {
    words: 'no metric by name: all that is strange, and sudden',
    networks: { pooled: 1, steady: 1, levels: 1 },
    evidence: [
      { feature: 'distance~20', weight: 1 },
      { feature: 'daily.top3', weight: 2 },
    ],
  },
  named: {
    words: 'metrics by name',
    networks: { named: 4, apart: 1, own: 1 },
    evidence: [],
  },
  brief: {
    words: 'metrics by name, and sudden',
    networks: { levels: 2, apart: 2 },
    evidence: [{ feature: 'daily.top3', weight: 1 }],
  },
  lasting: {
    words: 'what is strange for long',
    networks: { steady: 1 },
    evidence: [{ feature: 'daily.top3~20', weight: 4 }],
  },
} as const satisfies Record<string, Committee>;

/** The column of a feature that serves as evidence. */
export function evidenceColumn(feature: string): number {
  const [base, memory] = feature.split('~') as [(typeof bases)[number], string | undefined];
  const place = memory ? 1 + memories.indexOf(Number(memory) as (typeof memories)[number]) : 0;
  return place * bases.length + bases.indexOf(base);
}

/**
 * The committee whose log-odds, out of fold, serve an operator best: the area under precision over recall of rows, and
 * half the share of events found within the budget of false alarms.
 */
export function bestCommittee(series: readonly Series[], logOddsOf: (id: CommitteeId) => Float64Array[]) {
  const all = (Object.keys(committees) as CommitteeId[]).map((committee) => {
    const logOdds = logOddsOf(committee);
    const scored = series.map((one, index) => ({ series: one, scores: logOdds[index]! }));
    const { point, eventAtOwnBudget } = evaluate(scored);
    return { committee, logOdds, merit: (point?.prAuc ?? 0) + (eventAtOwnBudget?.recall ?? 0) / 2 };
  });
  return all.reduce((best, one) => (one.merit > best.merit ? one : best));
}
