import type { AodhAlarm, SourceHealth } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import { type Alarm, Aodh } from '../openstack/aodh.ts';
import { Gnocchi } from '../openstack/gnocchi.ts';
import { Heat } from '../openstack/heat.ts';
import type { Caller } from '../openstack/session.ts';
import type { Told } from '../ports.ts';
import { alarmBody, signalActions } from './alarms.ts';
import { granularityFor } from './archive-policy.ts';
import { type AlarmKind, metricName, policyName, rebootMetricName, vmOfAlarm } from './names.ts';

/** Ticks between two looks at whether `setup` was run. */
const lookEvery = 30;
/** So many alarms are listed each tick; more than that only now and then, and those that are in alarm in between. */
const listedAtOnce = 500;
/** Alarms made in one tick for VMs that are new. */
const madeAtMost = 3;

/**
 * Aodh's side of things while cloud-medic runs, where `setup` was run: the probabilities go out, the alarms' states
 * come in, new VMs get their alarm. Whatever fails here is told as a source's health and keeps nothing else waiting.
 */
export class Alarming {
  readonly #caller: Caller;
  readonly #gnocchi: Gnocchi;
  readonly #aodh: Aodh;
  readonly #heat: Heat;
  #tick = 0;
  /** Granularities that the archive policy keeps; undefined: `setup` was not run. */
  #kept: readonly number[] | undefined;
  /** Our alarms by VM; undefined until they were listed. */
  #alarms: Map<string, AodhAlarm> | undefined;
  /** Whether there were alarms since `setup` was found to have run: where there are none any more, `teardown` is at work. */
  #hadAlarms = false;
  /** Whether there are alarms that heal with no console open. */
  #isArmed = false;
  /** VMs that were looked at for a missing alarm: what is taken down while we run is not made again. */
  readonly #handled = new Set<string>();
  #listed: SourceHealth | undefined;
  #pushed: SourceHealth | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#gnocchi = new Gnocchi(caller);
    this.#aodh = new Aodh(caller);
    this.#heat = new Heat(caller);
  }

  /** The states of our alarms as last listed, or undefined where nothing is known of them. */
  get states(): ReadonlyMap<string, AodhAlarm> | undefined {
    return this.#alarms;
  }

  /** Health of what is done here; nothing where `setup` was not run. */
  get health(): readonly SourceHealth[] {
    return [this.#listed, this.#isSetUp() ? this.#pushed : undefined].filter((each) => each !== undefined);
  }

  /** Once a tick: lists the alarms, then hands the probabilities to Gnocchi in one request. Throws no Failure. */
  async tell(told: Told): Promise<void> {
    await this.#lookForSetup();
    await this.#look(told.at);
    if (this.#isSetUp() && told.probabilities.size) await this.#push(told);
  }

  /** That Gnocchi fails is told by who reads the samples; here it is tried again in the next tick. */
  async #lookForSetup(): Promise<void> {
    if (this.#tick++ % lookEvery) return;
    try {
      this.#kept = await this.#gnocchi.archivePolicy(policyName);
      this.#hadAlarms &&= this.#kept !== undefined;
    } catch (error) {
      reasonOf(error);
      this.#tick = 0;
    }
  }

  async #look(now: number): Promise<void> {
    try {
      if (!this.#kept || !(await this.#caller.endpoint('alarming'))) {
        this.#alarms = undefined;
        this.#listed = undefined;
        return;
      }
      await this.#list();
      this.#listed = { source: 'aodh', ok: true, newest: now, reason: undefined };
    } catch (error) {
      this.#listed = { source: 'aodh', ok: false, newest: undefined, reason: reasonOf(error) };
    }
  }

  async #push(told: Told): Promise<void> {
    const timestamp = new Date(told.at).toISOString();
    const push = (metric: string, values: Told['probabilities']) => {
      const measures = new Map([...values].map(([vm, value]) => [vm, [{ timestamp, value }]]));
      return this.#gnocchi.push(metric, policyName, measures);
    };
    try {
      const unknown = new Set(await push(metricName, told.probabilities));
      if (this.#isArmed) await push(rebootMetricName, new Map([...told.due].filter(([vm]) => !unknown.has(vm))));
      await this.#makeAlarms(told, (vm) => !unknown.has(vm));
      this.#pushed = { source: 'push', ok: true, newest: told.at, reason: undefined };
    } catch (error) {
      this.#pushed = { source: 'push', ok: false, newest: undefined, reason: reasonOf(error) };
    }
  }

  /** `teardown` removes the alarms first: once there is none left, nothing is pushed that would bring a metric back. */
  #isSetUp(): boolean {
    return this.#kept !== undefined && !(this.#hadAlarms && this.#alarms?.size === 0);
  }

  async #list(): Promise<void> {
    const known = this.#alarms?.size ?? 0;
    const isFull = known <= listedAtOnce || this.#tick % Math.ceil(known / listedAtOnce) === 0;
    const found = await this.#aodh.alarms(isFull ? undefined : 'alarm');
    this.#alarms = new Map([...(isFull ? [] : this.#alarms!), ...found.flatMap(entryOf)]);
    this.#hadAlarms ||= this.#alarms.size > 0;
    const isArmed = found.some(({ name }) => vmOfAlarm(name, 'reboot') !== undefined);
    this.#isArmed = isArmed || (!isFull && this.#isArmed);
  }

  async #makeAlarms({ probabilities, vms, threshold, periods, interval }: Told, has: (vm: string) => boolean) {
    const alarms = this.#alarms;
    if (!alarms || !this.#kept) return;
    const fresh = [...probabilities.keys()].filter((vm) => !this.#handled.has(vm) && has(vm));
    for (const vm of fresh) if (alarms.has(vm)) this.#handled.add(vm);
    const missing = fresh.filter((vm) => !alarms.has(vm)).slice(0, madeAtMost);
    if (missing.length === 0) return;
    const granularity = granularityFor(this.#kept, interval);
    const actions = (await this.#caller.endpoint('orchestration')) ? await signalActions(this.#heat) : [];
    for (const vm of missing) {
      const name = vms.get(vm)?.name ?? vm;
      const make = (kind: AlarmKind, signals: readonly string[]) =>
        this.#aodh.create(alarmBody({ id: vm, name }, kind, { threshold, periods, granularity, actions: signals }));
      if (actions.length) await make('reboot', actions);
      await make('opinion', []);
      this.#handled.add(vm);
    }
  }
}

function entryOf({ name, state, since }: Alarm): [string, AodhAlarm][] {
  const vm = vmOfAlarm(name, 'opinion');
  return vm === undefined ? [] : [[vm, { state, since }]];
}

/** A mistake of the program is no bad health of a source: it goes on upwards. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
