/**
 * How strange a whole row is, by one number each: its distance from the past with all metrics taken together, and pools
 * of the metrics' signals: their largest three, or all of them.
 */
export const bases = [
  'distance',
  'level.top3',
  'level.mean',
  'outside.top3',
  'jump.top3',
  'jump.mean',
  'recent.top3',
  'hourly.top3',
  'daily.top3',
] as const;

/** Each base is also remembered, as an exponentially weighted mean with these half-lives in samples. */
export const memories = [3, 8, 20, 60] as const;

/** The share of metrics with such a signal over 3. */
export const shares = ['level', 'outside'] as const;

/** Signals that a network may also see metric by metric. */
export const named = ['lasting', 'jump', 'daily'] as const;

/** What the features of data with these metrics are called, in order, and where their groups lie. */
export type Layout = {
  readonly metrics: readonly string[];
  readonly names: readonly string[];
  readonly levels: number;
};

/** Features by group: those that know no metric by name, the same against the entity's own usual, and metric by metric. */
export type Group = 'pooled' | 'own' | 'named' | 'levels';

export function layoutOf(metrics: readonly string[]): Layout {
  const pooled = [...bases, ...memories.flatMap((memory) => bases.map((base) => `${base}~${memory}`))];
  const names = [
    ...pooled,
    ...shares.map((signal) => `${signal}.share`),
    ...bases.map((base) => `${base}/own`),
    ...named.flatMap((signal) => metrics.map((metric) => `${metric}.${signal}`)),
  ];
  return { metrics, names: [...names, ...metrics.map((metric) => `${metric}.now`)], levels: names.length };
}

/** Indices of the features of some groups. */
export function columnsOf(layout: Layout, groups: readonly Group[]): number[] {
  const own = bases.length * (1 + memories.length) + shares.length;
  const ends: Record<Group, readonly [number, number]> = {
    pooled: [0, own],
    own: [own, own + bases.length],
    named: [own + bases.length, layout.levels],
    levels: [layout.levels, layout.names.length],
  };
  return groups.flatMap((group) => {
    const [first, end] = ends[group];
    return Array.from({ length: end - first }, (_, index) => first + index);
  });
}
