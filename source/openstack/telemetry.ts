import { setImmediate as breath } from 'node:timers/promises';
import type { ResourceType } from '../../models/metric.ts';
import type { Sample, Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import { badAnswer } from './failures.ts';
import type { Gnocchi } from './gnocchi.ts';
import { MeansReader } from './means-reader.ts';
import { longestGap } from './read-means.ts';
import { meters, sampleOf } from './samples.ts';

const types: readonly ResourceType[] = ['instance', 'instance_disk', 'instance_network_interface'];
/** The first tick fills in this many milliseconds of history … */
const history = 30 * 60_000;
/** … but no more than about this many points in all, of which a point is about fifty bytes. */
const pointsAtMost = 1_000_000;
/** Finer than this, the meters of one poll fall into different cells. */
const finest = 10;

export type Telemetry = {
  readonly samples: readonly Sample[];
  /** Seconds between two samples. */
  readonly granularity: number;
  /** Time of the newest sample ever seen. */
  readonly newest: number | undefined;
  /** What could not be read while the rest could. */
  readonly lost: Failure | undefined;
};

/** Rows that are gone through before keys and drawing have their turn. */
const slice = 1000;

const nothingYet: Telemetry = { samples: [], granularity: 60, newest: undefined, lost: undefined };

/** The samples of all VMs out of Gnocchi: a fixed number of calls a tick, only what is new. */
export class TelemetryReader {
  readonly #gnocchi: Gnocchi;
  readonly #reader: MeansReader;
  #granularity: number | undefined;
  /** Milliseconds between two samples as they really come: Ceilometer may poll less often than Gnocchi could keep. */
  #spacing = 0;
  /** Milliseconds that the last two readings of a counter are apart, at most. */
  #reach = Number.POSITIVE_INFINITY;
  #newest: number | undefined;
  /** The newest sample handed out per VM, and how many of its cells were filled. */
  readonly #given = new Map<string, { readonly at: number; readonly filled: number }>();

  constructor(gnocchi: Gnocchi, reader = new MeansReader()) {
    this.#gnocchi = gnocchi;
    this.#reader = reader;
  }

  /** One tick. `now` is epoch milliseconds. */
  async read(vms: ReadonlyMap<string, Vm>, now: number): Promise<Telemetry> {
    this.#gnocchi.tick();
    const granularity = await this.#findGranularity();
    if (granularity === undefined) return nothingYet;
    this.#spacing ||= granularity * 1000;
    const start = this.#start(vms, now);
    const asked = await Promise.allSettled(
      types.map((type) => this.#gnocchi.means(type, namesOf(type), start, granularity)),
    );
    const answers = asked.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
    const { rows, spacing, reach, wrong } = await this.#reader.read({
      answers: answers.map((answer) => (answer?.body ?? []) as readonly Uint8Array<ArrayBuffer>[]),
      least: granularity * 1000,
      spacing: this.#spacing,
    });
    const lost = failureOf([
      ...asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])),
      ...wrong.flatMap((what, index) => (what ? [badAnswer('metric', answers[index]!, what)] : [])),
    ]);
    this.#spacing = spacing;
    this.#reach = lost ? Number.POSITIVE_INFINITY : reach;
    const samples: Sample[] = [];
    for (let row = 0; row < rows.at.length; row++) {
      if (row % slice === slice - 1) await breath();
      // The rest is not ours to judge.
      const vm = vms.get(rows.vms[rows.vm[row]!]!);
      if (!vm || rows.at[row]! < (this.#given.get(vm.id)?.at ?? 0)) continue;
      const sample = sampleOf(vm, rows, row);
      if (this.#isNew(sample)) samples.push(sample);
    }
    for (const id of this.#given.keys()) if (!vms.has(id)) this.#given.delete(id);
    return { samples, granularity: this.#spacing / 1000, newest: this.#newest, lost };
  }

  /** The finest that Gnocchi keeps of `cpu`, within reason. Until a VM has it, each tick looks again. */
  async #findGranularity(): Promise<number | undefined> {
    if (this.#granularity !== undefined) return this.#granularity;
    const kept = await this.#gnocchi.granularities('cpu');
    this.#granularity = kept?.find((each) => each >= finest) ?? kept?.at(-1);
    return this.#granularity;
  }

  /**
   * From the newest sample so far back as the slowest running VM and the slowest counter are, and one more for meters that
   * come late: what is new is a rate only against the reading before it.
   */
  #start(vms: ReadonlyMap<string, Vm>, now: number): number {
    const count = Math.max(1, vms.size);
    const rows = Math.max(4, pointsAtMost / (count * meters.length));
    const earliest = now - Math.min(history, rows * this.#spacing);
    if (this.#newest === undefined) return earliest;
    const most = Math.min(longestGap, Math.max(2, 10_000 / count));
    const needed = Math.ceil((this.#lag(vms.values()) + this.#reach) / this.#spacing) + 1;
    // A host whose clock is fast must not hide what the others send.
    return Math.max(earliest, Math.min(this.#newest, now) - Math.min(most, Math.max(2, needed)) * this.#spacing);
  }

  /** Milliseconds that the last running VM is behind the first; infinite where one was never heard. */
  #lag(vms: Iterable<Vm>): number {
    let most = 0;
    for (const { id, power } of vms) {
      if (power === 'running')
        most = Math.max(most, this.#newest! - (this.#given.get(id)?.at ?? Number.NEGATIVE_INFINITY));
    }
    return most;
  }

  #isNew(sample: Sample): boolean {
    const given = this.#given.get(sample.vm);
    if (given && sample.at < given.at) return false;
    const filled = sample.values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
    if (given && sample.at === given.at && filled <= given.filled) return false;
    this.#given.set(sample.vm, { at: sample.at, filled });
    if (this.#newest === undefined || sample.at > this.#newest) this.#newest = sample.at;
    return true;
  }
}

/** The first failure; thrown if nothing at all came, or if it is a mistake of the program. */
function failureOf(reasons: readonly unknown[]): Failure | undefined {
  const worst = reasons.find((reason) => !(reason instanceof Failure)) ?? reasons[0];
  if (worst !== undefined && (reasons.length === types.length || !(worst instanceof Failure))) throw worst;
  return worst as Failure | undefined;
}

function namesOf(type: ResourceType): string[] {
  return meters.filter((meter) => meter.resource === type).map((meter) => meter.name);
}
