import { aggregate, granularities, type Measure, policyMethods, type Span } from './gnocchi-measures.ts';
import { BadOperation, evaluate, type Line, type Operation, type Overlap } from './gnocchi-operations.ts';
import { type GnocchiStore, type Metric, metricOf, offset, type Resource } from './gnocchi-store.ts';

export type AggregateQuery = {
  readonly operation: Operation;
  readonly span: Span;
  /** Seconds; undefined: all of the policy's. */
  readonly granularity: number | undefined;
  readonly overlap: Overlap;
  /** Seconds between two samples of Ceilometer. */
  readonly step: number;
};

/** The measures of metrics by name over resources: `{resource: {metric: {method: [...]}}}` or `{aggregated: [...]}`. */
export function byResource(resources: readonly Resource[], query: AggregateQuery) {
  return answer(query, (pairs) => {
    const lines = resources.flatMap((resource) =>
      pairs.flatMap(([name, method]) => {
        const metric = metricOf(resource, name);
        return metric ? [line([resource.id, name, method], metric, method, query)] : [];
      }),
    );
    if (!lines.length) throw new MissingMetrics([...new Set(pairs.map(([name]) => name))]);
    return lines;
  });
}

/** The same for metrics given by id: `{metric: {method: [...]}}`. */
export function byMetric(store: GnocchiStore, query: AggregateQuery) {
  return answer(query, (pairs) => {
    const unknown = pairs.filter(([id]) => !store.metric(id)).map(([id]) => id);
    if (unknown.length) throw new MissingMetrics(unknown);
    return pairs.map(([id, method]) => line([id, method], store.metric(id)!, method, query));
  });
}

/** One list of groups, each with the measures of its resources. A group without the metrics is left out. */
export function grouped(resources: readonly Resource[], by: readonly string[], query: AggregateQuery) {
  const names = [...new Set(by)].sort();
  const groups = new Map<string, { group: Record<string, unknown>; members: Resource[] }>();
  for (const resource of resources) {
    const attributes = resource.attributes();
    const group = Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]));
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known) known.members.push(resource);
    else groups.set(key, { group, members: [resource] });
  }
  const answers = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { group, members }]) => {
      try {
        return [{ group, measures: { measures: byResource(members, query) } }];
      } catch (error) {
        if (!(error instanceof MissingMetrics)) throw error;
        return [];
      }
    });
  if (!answers.length) byResource([], query);
  return answers;
}

class MissingMetrics extends BadOperation {
  constructor(names: readonly string[]) {
    super('Metrics not found', names);
  }
}

function line(path: string[], metric: Metric, method: string, { span, granularity, step }: AggregateQuery): Line {
  if (!policyMethods.includes(method))
    throw new BadOperation('Aggregation method does not exist for this metric', [method]);
  const wanted = granularity === undefined ? [...granularities].reverse() : [granularity];
  return { path, points: new Map(wanted.map((seconds) => [seconds, aggregate(metric, method, seconds, span, step)])) };
}

type Tree = { [key: string]: Tree | Measure[] };

function answer(query: AggregateQuery, read: (pairs: [string, string][]) => Line[]): Tree {
  const tree: Tree = {};
  for (const { path, points } of evaluate(query.operation, read, query.overlap)) {
    let branch = tree;
    for (const key of path.slice(0, -1)) {
      branch[key] ??= {};
      branch = branch[key] as Tree;
    }
    branch[path.at(-1)!] = measures(points);
  }
  return tree;
}

/** The same few times are written for each VM of the fleet. */
const written = new Map<number, string>();

export function measures(points: Line['points']): Measure[] {
  return [...points].flatMap(([seconds, list]) => list.map(([at, value]): Measure => [timeText(at), seconds, value]));
}

function timeText(at: number): string {
  const known = written.get(at);
  if (known !== undefined) return known;
  if (written.size > 10_000) written.clear();
  const text = offset(at);
  written.set(at, text);
  return text;
}
