import * as z from 'zod';
import type { ResourceType } from '../../models/metric.ts';
import { badAnswer, refused } from './failures.ts';
import type { Answer } from './http.ts';
import { allPages } from './list-in.ts';
import type { Caller, ServiceCall } from './session.ts';

/** One VM's part of an answer: measures by resource, meter and aggregation, as [time, granularity, value]. */
export type Group = {
  readonly group: { readonly id?: string; readonly instance_id?: string };
  readonly measures: {
    readonly measures: Readonly<Record<string, Readonly<Record<string, { readonly mean?: Point[] }>>>>;
  };
};

export type Point = readonly [at: string, granularity: number, value: number | null];

const pageSize = 1000;

/** Ticks until a meter that nobody had is asked for again. */
const missingFor = 20;

const live = { '=': { ended_at: null } };

/** Gnocchi's calls that read what Ceilometer measured; what we keep there ourselves is in `own-metrics.ts`. */
export class Gnocchi {
  readonly #caller: Caller;
  /** Meters that no resource has, with the tick until which they are left out. */
  readonly #missing = new Map<string, number>();
  #tick = 0;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** A new tick: meters left out long enough are asked for again. */
  tick(): void {
    this.#tick++;
  }

  /** Gnocchi's own version. */
  async build(): Promise<string | undefined> {
    const answer = await this.#call({ path: '' });
    return z.looseObject({ build: z.string() }).safeParse(answer.body).data?.build;
  }

  /**
   * The granularities in seconds, finest first, in which the first VM found to have this meter keeps it; undefined
   * where none has it.
   */
  async granularities(meter: string): Promise<number[] | undefined> {
    const path = '/v1/search/resource/instance?limit=1000&sort=started_at:desc&attrs=id&attrs=metrics';
    const found = await this.#call({ method: 'POST', path, body: live, reads: true });
    const resources = z
      .array(z.looseObject({ metrics: z.record(z.string(), z.unknown()).catch({}) }))
      .safeParse(found.body);
    const id = resources.data?.map((each) => each.metrics[meter]).find((each) => typeof each === 'string');
    if (typeof id !== 'string') return undefined;
    const answer = await this.#call({ path: `/v1/metric/${id}` });
    const metric = metricSchema.safeParse(answer.body);
    if (!metric.success) throw badAnswer('metric', answer, 'it has no archive policy.');
    return granularitiesOf(metric.data.archive_policy);
  }

  /** The VMs that ever had this meter, without those that are deleted. */
  async vmsWith(meter: string): Promise<ReadonlySet<string>> {
    const found = await allPages({ service: 'metric', size: pageSize }, (page) => {
      const path = `/v1/search/resource/instance?attrs=id&attrs=metrics&${new URLSearchParams(page)}`;
      return this.#call({ method: 'POST', path, body: live, reads: true });
    });
    const metered = found.flatMap((each) => resourceSchema.safeParse(each).data ?? []);
    return new Set(metered.filter(({ metrics }) => metrics[meter] !== undefined).map(({ id }) => id));
  }

  /**
   * The means of these meters from `start` (epoch ms) on, by VM, in one call: a list of `Group`s, which may be megabytes
   * and is left as the blocks of bytes that came. Undefined where nobody has any of the meters.
   */
  async means(
    type: ResourceType,
    meters: readonly string[],
    start: number,
    granularity: number,
  ): Promise<Answer | undefined> {
    const asked = meters.filter((meter) => (this.#missing.get(meter) ?? 0) <= this.#tick);
    if (asked.length === 0) return undefined;
    const query = new URLSearchParams({
      granularity: String(granularity),
      start: new Date(start).toISOString(),
      needed_overlap: '0',
      groupby: type === 'instance' ? 'id' : 'instance_id',
    });
    const answer = await this.#call({
      method: 'POST',
      path: `/v1/aggregates?${query}`,
      body: { resource_type: type, search: live, operations: ['metric', ...asked.map((meter) => [meter, 'mean'])] },
      reads: true,
      bytes: true,
      accept: [400],
    });
    if (answer.status === 400)
      return this.#without(missingIn(answer), asked, answer, () => this.means(type, meters, start, granularity));
    return answer;
  }

  /** Nobody has some of the meters: goes on without them. Where nobody has any, there is nothing to read yet. */
  async #without(
    missing: readonly string[],
    asked: readonly string[],
    answer: Answer,
    again: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    if (!missing.some((meter) => asked.includes(meter))) throw refused('metric', answer, this.#caller.config);
    if (asked.every((meter) => missing.includes(meter))) return undefined;
    for (const meter of missing) this.#missing.set(meter, this.#tick + missingFor);
    return again();
  }

  #call(call: Omit<ServiceCall, 'service'>): Promise<Answer> {
    return this.#caller.call({ ...call, service: 'metric' });
  }
}

export const policySchema = z.looseObject({
  definition: z.array(z.looseObject({ granularity: z.union([z.string(), z.number()]) })).min(1),
});

/** The granularities in seconds that an archive policy keeps, finest first. */
export function granularitiesOf({ definition }: z.infer<typeof policySchema>): number[] {
  return definition.map((each) => duration(each.granularity)).sort((a, b) => a - b);
}

const resourceSchema = z.looseObject({ id: z.string(), metrics: z.record(z.string(), z.unknown()).catch({}) });
const metricSchema = z.looseObject({ archive_policy: policySchema });
const notFound = z.looseObject({
  description: z.looseObject({ cause: z.literal('Metrics not found'), detail: z.array(z.string()) }),
});

function missingIn(answer: Answer): readonly string[] {
  return notFound.safeParse(answer.body).data?.description.detail ?? [];
}

/** "0:00:10" and "1 day, 0:00:00" in seconds. */
export function duration(written: string | number): number {
  if (typeof written === 'number') return written;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(written) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
