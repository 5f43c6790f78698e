import { reducer } from './gnocchi-measures.ts';

/** One series under way through the operations: where its answer goes, and its points by granularity. */
export type Line = {
  /** Path in the answer: [resource, metric, method], [metric id, method] or ["aggregated"]. */
  readonly path: readonly string[];
  readonly points: ReadonlyMap<number, readonly [number, number | null][]>;
};

export type Operation = string | number | readonly Operation[];

/** An operation that Gnocchi would refuse; `detail` is what its answer names. */
export class BadOperation extends Error {
  readonly detail: readonly string[];

  constructor(message: string, detail: readonly string[] = []) {
    super(message);
    this.detail = detail;
  }
}

/**
 * How series are put together where not all have a point: `needed` per cent of the points must be in all of them
 * (undefined: none need be); a number in `fill` stands for the missing ones, otherwise they are left out.
 */
export type Overlap = { readonly needed: number | undefined; readonly fill: number | undefined };

/** `(aggregate mean (metric cpu mean))` as nested lists; lists stay as they are. */
export function parse(text: string): Operation {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const read = (): Operation => {
    const token = tokens[next++];
    if (token === undefined || token === ')') throw new BadOperation('Invalid operation: unexpected end');
    if (token !== '(') return Number.isNaN(Number(token)) ? token.replace(/^(['"])(.*)\1$/, '$2') : Number(token);
    const list: Operation[] = [];
    while (tokens[next] !== ')') list.push(read());
    next++;
    return list;
  };
  const operation = read();
  if (next < tokens.length) throw new BadOperation('Invalid operation: more than one');
  return operation;
}

/** The [metric, method] pairs that a `metric` operation names. */
export function references(operation: Operation): [string, string][] {
  const [, ...rest] = list(operation);
  if (typeof rest[0] === 'string' && typeof rest[1] === 'string') return [[rest[0], rest[1]]];
  return rest.map((pair) => {
    const [name, method] = list(pair);
    if (typeof name !== 'string' || typeof method !== 'string') throw new BadOperation('Invalid operation: metric');
    return [name, method];
  });
}

/** Runs operations; `read` fetches the series that a `metric` names. */
export function evaluate(operation: Operation, read: (pairs: [string, string][]) => Line[], overlap: Overlap): Line[] {
  const [word, ...rest] = list(operation);
  const lines = (part: Operation | undefined) => evaluate(part ?? [], read, overlap);
  if (word === 'metric') return read(references(operation));
  if (word === 'aggregate') return [across(lines(rest[1]), String(rest[0]), overlap)];
  if (word === 'rateofchange') return lines(rest[0]).map((line) => mapPoints(line, rates));
  if (word === 'rateofchangesec') return lines(rest[0]).map((line) => mapPoints(line, (points) => perSecond(points)));
  if (word === 'abs' || word === 'absolute') return lines(rest[0]).map((line) => eachValue(line, Math.abs));
  if (word === 'neg' || word === 'negative') return lines(rest[0]).map((line) => eachValue(line, (value) => -value));
  const arithmetic = typeof word === 'string' ? arithmetics[word] : undefined;
  if (!arithmetic || rest.length !== 2) throw new BadOperation(`Operation ${JSON.stringify(word)} is not known`);
  const [left, right] = rest as [Operation, Operation];
  if (typeof right === 'number') return lines(left).map((line) => eachValue(line, (value) => arithmetic(value, right)));
  if (typeof left === 'number') return lines(right).map((line) => eachValue(line, (value) => arithmetic(left, value)));
  return [
    together(
      [...lines(left), ...lines(right)],
      ([first = Number.NaN, second = Number.NaN]) => arithmetic(first, second),
      overlap,
    ),
  ];
}

const arithmetics: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
};

function across(lines: Line[], method: string, overlap: Overlap): Line {
  const isRate = method.startsWith('rate:');
  const reduce = reducer(isRate ? method.slice(5) : method);
  if (!reduce) throw new BadOperation(`Aggregation method ${method} is not known`);
  return together(isRate ? lines.map((line) => mapPoints(line, rates)) : lines, reduce, overlap);
}

/** Puts series together point by point. */
function together(
  lines: readonly Line[],
  reduce: (values: readonly number[]) => number,
  { needed, fill }: Overlap,
): Line {
  const result = new Map<number, [number, number][]>();
  for (const granularity of new Set(lines.flatMap((line) => [...line.points.keys()]))) {
    const columns = new Map<number, number[]>();
    for (const line of lines) {
      for (const [at, value] of line.points.get(granularity) ?? []) {
        if (value === null) continue;
        const column = columns.get(at);
        if (column) column.push(value);
        else columns.set(at, [value]);
      }
    }
    const rows = [...columns].sort(([a], [b]) => a - b);
    const complete = rows.filter(([, values]) => values.length === lines.length).length;
    if (rows.length && needed && (complete * 100) / rows.length < needed) throw new BadOperation('No overlap');
    const filled = (values: number[]) =>
      typeof fill === 'number' ? [...values, ...new Array<number>(lines.length - values.length).fill(fill)] : values;
    result.set(
      granularity,
      rows.map(([at, values]) => [at, reduce(filled(values))]),
    );
  }
  return { path: ['aggregated'], points: result };
}

function rates(points: readonly [number, number | null][]): [number, number][] {
  const known = points.filter((point): point is [number, number] => point[1] !== null);
  return known.slice(1).map(([at, value], index) => [at, value - known[index]![1]]);
}

function perSecond(points: readonly [number, number | null][]): [number, number][] {
  const known = points.filter((point): point is [number, number] => point[1] !== null);
  return known.slice(1).map(([at, value], index) => {
    const [before, old] = known[index]!;
    return [at, (value - old) / ((at - before) / 1000)];
  });
}

type Points = readonly [number, number | null][];

function mapPoints(line: Line, map: (points: Points) => Points): Line {
  return { ...line, points: new Map([...line.points].map(([granularity, points]) => [granularity, map(points)])) };
}

function eachValue(line: Line, map: (value: number) => number): Line {
  return mapPoints(line, (points) => points.map(([at, value]) => [at, value === null ? null : map(value)]));
}

function list(operation: Operation): readonly Operation[] {
  if (!Array.isArray(operation)) throw new BadOperation(`Invalid operation: ${JSON.stringify(operation)}`);
  return operation;
}
