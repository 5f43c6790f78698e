import { granularities, policyMethods, secondsOf } from './gnocchi-measures.ts';
import { BadOperation } from './gnocchi-operations.ts';
import { Refused } from './refused.ts';
import type { World } from './world.ts';

/** What Gnocchi keeps of a metric. */
export type Policy = {
  readonly name: string;
  readonly methods: readonly string[];
  readonly definition: readonly { readonly granularity: number; readonly points: number }[];
  /** Metrics made with it, deleted ones that the janitor has not cleared away yet among them. */
  users: number;
};

/** Seconds until Gnocchi's janitor clears away what was deleted. */
const cleanup = 300;

/** The archive policies: Ceilometer's own, and what others add. */
export class Policies {
  readonly base: Policy;
  readonly #world: World;
  readonly #byName = new Map<string, Policy>();

  constructor(world: World) {
    this.#world = world;
    const kept = [8640, 10080, 8640];
    const definition = granularities.map((granularity, index) => ({ granularity, points: kept[index]! }));
    this.base = { name: 'ceilometer-high-rate', methods: policyMethods, definition, users: 1 };
    this.#byName.set(this.base.name, this.base);
  }

  list(): Policy[] {
    return [...this.#byName.values()];
  }

  /** Throws `Refused` with the status 404, or another one that the caller wants. */
  find(name: string, status: 400 | 404 = 404): Policy {
    const found = this.#byName.get(name);
    if (!found) throw new Refused(status, `Archive policy ${name} does not exist`);
    return found;
  }

  /** Throws `BadOperation` (400) or `Refused`: 400, 409. */
  add(body: Record<string, unknown>): Policy {
    for (const key of ['name', 'definition']) if (body[key] === undefined) throw missing(key);
    const name = String(body.name);
    const methods = (body.aggregation_methods as string[] | undefined) ?? ['mean', 'min', 'max', 'sum', 'std', 'count'];
    const unknown = methods.filter((method) => !policyMethods.includes(method));
    if (unknown.length) throw new BadOperation('Invalid input', unknown);
    if (this.#byName.has(name)) throw new Refused(409, `Archive policy ${name} already exists`);
    const definition = (body.definition as readonly Level[]).map(levelOf).sort((a, b) => a.granularity - b.granularity);
    const policy = { name, methods, definition, users: 0 };
    this.#byName.set(name, policy);
    return policy;
  }

  /** Throws `Refused`: 404, or 400 while metrics use it. */
  remove(name: string): void {
    if (this.find(name).users) throw new Refused(400, `Archive policy ${name} is still in use`);
    this.#byName.delete(name);
  }

  /** A metric that used it was deleted: it holds on to it until the janitor has come. */
  release(policy: Policy): void {
    this.#world.timers.add(this.#world.now() + cleanup * 1000, () => {
      policy.users--;
    });
  }
}

export function policyView({ name, definition, methods }: Policy) {
  const levels = definition.map(({ granularity, points }) => ({
    timespan: lengthText(granularity * points),
    granularity: lengthText(granularity),
    points,
  }));
  return { name, back_window: 0, definition: levels, aggregation_methods: methods };
}

type Level = { readonly granularity?: string | number; readonly points?: number; readonly timespan?: string | number };

/** Two of the three suffice. */
function levelOf({ granularity, points, timespan }: Level): Policy['definition'][number] {
  const seconds = (value: string | number | undefined) => (value === undefined ? Number.NaN : secondsOf(String(value)));
  const step = granularity === undefined ? seconds(timespan) / (points ?? Number.NaN) : seconds(granularity);
  const count = points ?? Math.floor(seconds(timespan) / step);
  if (step > 0 && count > 0) return { granularity: step, points: count };
  throw new Refused(400, 'At least two of granularity/points/timespan must be provided');
}

/** Python's way to write a length of time: "1 day, 0:00:10". */
function lengthText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${Math.floor((seconds % 86_400) / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return days ? `${days} day${days > 1 ? 's' : ''}, ${time}` : time;
}

function missing(key: string): BadOperation {
  return new BadOperation(`required key not provided @ data['${key}']`, [key]);
}
