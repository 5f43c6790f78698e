import * as z from 'zod';
import type { ResourceType } from '../../models/metric.ts';
import { badAnswer, errorMessage, refused } from './failures.ts';
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

/** How finely and how long measures are kept: granularity in seconds, and for how many of those. */
export type ArchivePolicy = {
  readonly name: string;
  readonly back_window: number;
  readonly aggregation_methods: readonly string[];
  readonly definition: readonly { readonly granularity: number; readonly points: number }[];
};

/** A metric of one's own on a VM's resource. */
export type OwnMetric = { readonly id: string; readonly vm: string };

export type Measure = { readonly timestamp: string; readonly value: number };

const pageSize = 1000;

/** Ticks until a meter that nobody had is asked for again. */
const missingFor = 20;

const live = { '=': { ended_at: null } };

/** Gnocchi's calls that we use. */
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
    return metric.data.archive_policy.definition.map((each) => duration(each.granularity)).sort((a, b) => a - b);
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

  /** The granularities in seconds that an archive policy keeps, finest first; undefined where there is no such policy. */
  async archivePolicy(name: string): Promise<number[] | undefined> {
    const answer = await this.#call({ path: `/v1/archive_policy/${encodeURIComponent(name)}`, accept: [404] });
    if (answer.status === 404) return undefined;
    const policy = policySchema.safeParse(answer.body);
    if (!policy.success) throw badAnswer('metric', answer, 'it is no archive policy.');
    return policy.data.definition.map((each) => duration(each.granularity)).sort((a, b) => a - b);
  }

  async createArchivePolicy(policy: ArchivePolicy): Promise<void> {
    await this.#call({ method: 'POST', path: '/v1/archive_policy', body: policy });
  }

  /** False while metrics still use it: Gnocchi lets go of deleted ones only after minutes. */
  async deleteArchivePolicy(name: string): Promise<boolean> {
    const path = `/v1/archive_policy/${encodeURIComponent(name)}`;
    const answer = await this.#delete(path, [400, 404]);
    if (answer.status !== 400) return true;
    if ((answer.broken ?? errorMessage(answer.body))?.includes('in use')) return false;
    throw refused('metric', answer, this.#caller.config);
  }

  /** All metrics of this name, those of deleted VMs among them. */
  async metricsNamed(name: string): Promise<OwnMetric[]> {
    const found = await allPages({ service: 'metric', size: pageSize }, (page) =>
      this.#call({ path: `/v1/metric?${new URLSearchParams({ name, ...page })}` }),
    );
    // An older Gnocchi may not know the filter.
    const named = found.flatMap((each) => namedMetric.safeParse(each).data ?? []).filter((each) => each.name === name);
    return named.map((each) => ({ id: each.id, vm: each.resource_id }));
  }

  /** Deleting one that is gone is no failure. */
  async deleteMetric(id: string): Promise<void> {
    await this.#delete(`/v1/metric/${encodeURIComponent(id)}`, [404]);
  }

  /** Where JSON alone is accepted Gnocchi answers 406: what says nothing is text/html to it, and so are then its refusals. */
  #delete(path: string, accept: readonly number[]): Promise<Answer> {
    return this.#call({ method: 'DELETE', path, accept, headers: { accept: '*/*' } });
  }

  /**
   * Adds measures of one metric to many VMs' resources in one request, and makes the metrics that are missing; an
   * empty list of measures only does that. Returns the VMs that Gnocchi has no resource of: they are left out.
   */
  async push(metric: string, policy: string, measures: ReadonlyMap<string, readonly Measure[]>): Promise<string[]> {
    const unknown = new Set<string>();
    for (;;) {
      const vms = [...measures].filter(([vm]) => !unknown.has(vm));
      if (vms.length === 0) return [...unknown];
      const body = Object.fromEntries(
        vms.map(([vm, list]) => [vm, { [metric]: { archive_policy_name: policy, unit: '', measures: list } }]),
      );
      const path = '/v1/batch/resources/metrics/measures?create_metrics=true';
      const answer = await this.#call({ method: 'POST', path, body, accept: [400] });
      if (answer.status !== 400) return [...unknown];
      const named = unknownIn(answer).filter((vm) => measures.has(vm) && !unknown.has(vm));
      if (named.length === 0) throw refused('metric', answer, this.#caller.config);
      for (const vm of named) unknown.add(vm);
    }
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

const policySchema = z.looseObject({
  definition: z.array(z.looseObject({ granularity: z.union([z.string(), z.number()]) })).min(1),
});
const metricSchema = z.looseObject({ archive_policy: policySchema });
const namedMetric = z.looseObject({ id: z.string(), name: z.string(), resource_id: z.string() });

const unknownResources = z.looseObject({
  description: z.looseObject({
    cause: z.literal('Unknown resources'),
    detail: z.array(z.looseObject({ original_resource_id: z.string() })),
  }),
});

function unknownIn(answer: Answer): string[] {
  const found = unknownResources.safeParse(answer.body).data;
  return found?.description.detail.map((each) => each.original_resource_id) ?? [];
}

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
