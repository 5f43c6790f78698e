import * as z from 'zod';
import { badAnswer, errorMessage, refused } from './failures.ts';
import { granularitiesOf, policySchema } from './gnocchi.ts';
import type { Answer } from './http.ts';
import { allPages } from './list-in.ts';
import type { Caller, ServiceCall } from './session.ts';

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

/**
 * What we keep in Gnocchi ourselves. Measures are sent to metrics that exist and never an empty list of them: Gnocchi
 * stores that as a bundle of nothing, on which its metricd fails for the whole sack, other VMs' samples included.
 */
export class OwnMetrics {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** The granularities in seconds that an archive policy keeps, finest first; undefined where there is no such policy. */
  async archivePolicy(name: string): Promise<number[] | undefined> {
    const answer = await this.#call({ path: `/v1/archive_policy/${encodeURIComponent(name)}`, accept: [404] });
    if (answer.status === 404) return undefined;
    const policy = policySchema.safeParse(answer.body);
    if (!policy.success) throw badAnswer('metric', answer, 'it is no archive policy.');
    return granularitiesOf(policy.data);
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

  /** Whether we may make archive policies and rules: asked with bodies that are none, which Gnocchi looks at only then. */
  async mayMakePolicies(): Promise<boolean> {
    for (const path of ['/v1/archive_policy', '/v1/archive_policy_rule']) {
      const { status } = await this.#call({ method: 'POST', path, body: {}, reads: true, accept: [400, 403] });
      if (status === 403) return false;
    }
    return true;
  }

  /** The same of metrics on a VM's resource; undefined where Gnocchi has no such resource. */
  async mayMakeMetric(vm: string): Promise<boolean | undefined> {
    const path = `/v1/resource/instance/${encodeURIComponent(vm)}/metric`;
    const { status } = await this.#call({ method: 'POST', path, body: [], reads: true, accept: [400, 403, 404] });
    return status === 404 ? undefined : status !== 403;
  }

  /** Whether there is a rule of this name that gives metrics their archive policy. */
  async hasRule(name: string): Promise<boolean> {
    const path = `/v1/archive_policy_rule/${encodeURIComponent(name)}`;
    return (await this.#call({ path, accept: [404] })).status !== 404;
  }

  /** Metrics whose name fits the pattern are kept by the policy of that name. One that is there already is no failure. */
  async createRule(name: string, policy: string, pattern: string): Promise<void> {
    const body = { name, archive_policy_name: policy, metric_pattern: pattern };
    await this.#call({ method: 'POST', path: '/v1/archive_policy_rule', body, accept: [409] });
  }

  /** Deleting one that is gone is no failure. */
  async deleteRule(name: string): Promise<void> {
    await this.#delete(`/v1/archive_policy_rule/${encodeURIComponent(name)}`, [404]);
  }

  /** All metrics of this name, those of deleted VMs among them. */
  async named(name: string): Promise<OwnMetric[]> {
    const found = await allPages({ service: 'metric', size: pageSize }, (page) =>
      this.#call({ path: `/v1/metric?${new URLSearchParams({ name, ...page })}` }),
    );
    // An older Gnocchi may not know the filter.
    const named = found.flatMap((each) => namedMetric.safeParse(each).data ?? []).filter((each) => each.name === name);
    return named.map((each) => ({ id: each.id, vm: each.resource_id }));
  }

  /** Makes a metric on a VM's own resource. False where Gnocchi has no resource of the VM (yet); one that is there is fine. */
  async create(vm: string, name: string, policy: string): Promise<boolean> {
    const path = `/v1/resource/instance/${encodeURIComponent(vm)}/metric`;
    const body = { [name]: { archive_policy_name: policy, unit: '' } };
    return (await this.#call({ method: 'POST', path, body, accept: [404, 409] })).status !== 404;
  }

  /** Removes a VM's metric by its name. One that is gone is no failure. */
  async deleteNamed(vm: string, name: string): Promise<void> {
    const path = `/v1/resource/instance/${encodeURIComponent(vm)}/metric/${encodeURIComponent(name)}`;
    const answer = await this.#call({ path, accept: [404] });
    const { id } = identified.safeParse(answer.body).data ?? {};
    if (id) await this.delete(id);
  }

  /** Deleting one that is gone is no failure. */
  async delete(id: string): Promise<void> {
    await this.#delete(`/v1/metric/${encodeURIComponent(id)}`, [404]);
  }

  /** Adds measures of one metric to many VMs' resources in one request. Returns the VMs that have no such metric: they are left out. */
  async push(metric: string, measures: ReadonlyMap<string, readonly Measure[]>): Promise<string[]> {
    const missing = new Set<string>();
    for (;;) {
      const vms = [...measures].filter(([vm, list]) => list.length && !missing.has(vm));
      if (vms.length === 0) return [...missing];
      const body = Object.fromEntries(vms.map(([vm, list]) => [vm, { [metric]: list }]));
      const path = '/v1/batch/resources/metrics/measures';
      const answer = await this.#call({ method: 'POST', path, body, accept: [400] });
      if (answer.status !== 400) return [...missing];
      const named = unknownIn(answer, metric).filter((vm) => measures.has(vm) && !missing.has(vm));
      if (named.length === 0) throw refused('metric', answer, this.#caller.config);
      for (const vm of named) missing.add(vm);
    }
  }

  /** Adds a measure to one metric. False where it is gone. */
  async fill(id: string, measure: Measure): Promise<boolean> {
    const path = `/v1/metric/${encodeURIComponent(id)}/measures`;
    return (await this.#call({ method: 'POST', path, body: [measure], accept: [404] })).status !== 404;
  }

  /**
   * Which of these metrics have something that waits and that Gnocchi cannot process, though it was asked to: each holds
   * up all that is in its sack. Undefined where we are not told what waits, which only admins are.
   */
  async stuck(ids: readonly string[]): Promise<string[] | undefined> {
    const waiting = await this.waiting();
    if (!waiting) return undefined;
    const ours = ids.filter((id) => waiting.byMetric.has(id));
    if (ours.length === 0) return [];
    for (const id of ours) {
      // 503: metricd is at that very sack.
      const path = `/v1/metric/${encodeURIComponent(id)}/measures?refresh=true&start=-1s`;
      await this.#call({ path, accept: [404, 503] });
    }
    const still = await this.waiting();
    return ours.filter((id) => still?.byMetric.has(id));
  }

  /** What was sent to Gnocchi and is not processed yet; undefined where we are not told, which only admins are. */
  async waiting(): Promise<{ readonly bundles: number; readonly byMetric: ReadonlyMap<string, number> } | undefined> {
    const answer = await this.#call({ path: '/v1/status', accept: [401, 403, 404] });
    const storage = status.safeParse(answer.body).data?.storage;
    if (answer.status >= 300 || !storage) return undefined;
    return { bundles: storage.summary.measures, byMetric: new Map(Object.entries(storage.measures_to_process)) };
  }

  /** Where JSON alone is accepted Gnocchi answers 406: what says nothing is text/html to it, and so are then its refusals. */
  #delete(path: string, accept: readonly number[]): Promise<Answer> {
    return this.#call({ method: 'DELETE', path, accept, headers: { accept: '*/*' } });
  }

  #call(call: Omit<ServiceCall, 'service'>): Promise<Answer> {
    return this.#caller.call({ ...call, service: 'metric' });
  }
}

const identified = z.looseObject({ id: z.string().min(1) });
const namedMetric = z.looseObject({ id: z.string(), name: z.string(), resource_id: z.string() });
const status = z.looseObject({
  storage: z.looseObject({
    summary: z.looseObject({ measures: z.number() }),
    measures_to_process: z.record(z.string(), z.number()),
  }),
});

/** The VMs of "Unknown metrics: VM/NAME, VM/NAME". */
function unknownIn(answer: Answer, metric: string): string[] {
  const [, names = ''] = /^Unknown metrics: (.*)$/s.exec(errorMessage(answer.body) ?? '') ?? [];
  return names.split(', ').flatMap((name) => (name.endsWith(`/${metric}`) ? [name.slice(0, -metric.length - 1)] : []));
}
