import type { AodhAlarm, SourceHealth } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import { type Alarm, Aodh } from '../openstack/aodh.ts';
import { Heat } from '../openstack/heat.ts';
import { OwnMetrics } from '../openstack/own-metrics.ts';
import type { Caller } from '../openstack/session.ts';
import type { Told } from '../ports.ts';
import { alarmBody, signalActions } from './alarms.ts';
import { granularityFor } from './archive-policy.ts';
import { type AlarmKind, metricName, policyName, rebootMetricName, vmOfAlarm } from './names.ts';
import { SetUp } from './set-up.ts';

/** Ticks between two looks at whether `setup` was run, where it was not. */
const lookEvery = 30;
/** So many alarms are listed each tick; more than that only now and then, and those that are in alarm in between. */
const listedAtOnce = 500;
/** Alarms and metrics made in one tick for VMs that are new. */
const alarmsAtMost = 3;
const metricsAtMost = 20;
/** Ticks until a VM is tried again that Gnocchi has no resource of. */
const unknownFor = 6;

/**
 * Aodh's side of things while cloud-medic runs, where `setup` was run: the probabilities go out, the alarms' states
 * come in, new VMs get their metric and alarm. Whatever fails here is told as a source's health and keeps nothing else waiting.
 */
export class Alarming {
  readonly #caller: Caller;
  readonly #metrics: OwnMetrics;
  readonly #aodh: Aodh;
  readonly #heat: Heat;
  readonly #setUp: SetUp;
  #tick = 0;
  /** Our alarms by VM; undefined until they were listed. */
  #alarms: Map<string, AodhAlarm> | undefined;
  /** Whether there are alarms that heal with no console open. */
  #isArmed = false;
  /** VMs that were looked at for a missing alarm: what a person takes down while we run is not made again. */
  readonly #handled = new Set<string>();
  /** VMs that Gnocchi has no resource of, with the tick from which on they are tried again. */
  readonly #unknown = new Map<string, number>();
  #listed: SourceHealth | undefined;
  #pushed: SourceHealth | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#metrics = new OwnMetrics(caller);
    this.#aodh = new Aodh(caller);
    this.#heat = new Heat(caller);
    this.#setUp = new SetUp(this.#metrics);
  }

  /** The states of our alarms as last listed, or undefined where nothing is known of them. */
  get states(): ReadonlyMap<string, AodhAlarm> | undefined {
    return this.#alarms;
  }

  /** Health of what is done here; nothing where `setup` was not run. */
  get health(): readonly SourceHealth[] {
    return [this.#listed, this.#pushed].filter((each) => each !== undefined);
  }

  /** Once a tick: lists the alarms, then hands the probabilities to Gnocchi in one request. Throws no Failure. */
  async tell(told: Told): Promise<void> {
    const isSure = await this.#lookForSetup();
    await this.#list(told.at);
    if (!this.#setUp.kept) {
      this.#pushed = undefined;
      this.#handled.clear();
    } else if (isSure && told.probabilities.size) await this.#push(told);
  }

  /** Whether it is known if the cloud is set up: where it is not, nothing is sent, since `teardown` may be at work. */
  async #lookForSetup(): Promise<boolean> {
    if (this.#tick++ % lookEvery && !this.#setUp.kept) return false;
    try {
      await this.#setUp.look();
      return true;
    } catch (error) {
      if (this.#setUp.kept) this.#pushed = failed('push', error);
      else reasonOf(error);
      this.#tick = 0;
      return false;
    }
  }

  async #list(now: number): Promise<void> {
    try {
      if (!this.#setUp.kept || !(await this.#caller.endpoint('alarming'))) {
        this.#alarms = undefined;
        this.#listed = undefined;
        return;
      }
      const known = this.#alarms?.size ?? 0;
      const isFull = known <= listedAtOnce || this.#tick % Math.ceil(known / listedAtOnce) === 0;
      const found = await this.#aodh.alarms(isFull ? undefined : 'alarm');
      this.#alarms = new Map([...(isFull ? [] : this.#alarms!), ...found.flatMap(entryOf)]);
      const isArmed = found.some(({ name }) => vmOfAlarm(name, 'reboot') !== undefined);
      this.#isArmed = isArmed || (!isFull && this.#isArmed);
      this.#listed = { source: 'aodh', ok: true, newest: now, reason: undefined };
    } catch (error) {
      this.#listed = failed('aodh', error);
    }
  }

  async #push(told: Told): Promise<void> {
    try {
      const reached = await this.#pushTo(metricName, told.probabilities, told.at);
      if (this.#isArmed) await this.#pushTo(rebootMetricName, told.due, told.at);
      const reason = await this.#makeAlarms(told, reached);
      this.#pushed = { source: 'push', ok: true, newest: told.at, reason };
    } catch (error) {
      this.#pushed = failed('push', error);
    }
    try {
      await this.#setUp.lookAfterMaking();
    } catch (error) {
      this.#pushed = failed('push', error);
    }
  }

  /** Pushes one metric's values, and makes it for VMs that have none. Returns the VMs that got theirs. */
  async #pushTo(metric: string, values: ReadonlyMap<string, number>, at: number): Promise<readonly string[]> {
    const timestamp = new Date(at).toISOString();
    const push = (vms: readonly string[]) =>
      this.#metrics.push(metric, new Map(vms.map((vm) => [vm, [{ timestamp, value: values.get(vm)! }]])));
    const vms = [...values.keys()].filter((vm) => (this.#unknown.get(vm) ?? 0) <= this.#tick);
    const missing = new Set(await push(vms));
    const made: string[] = [];
    for (const vm of [...missing].slice(0, metricsAtMost)) {
      if (await this.#metrics.create(vm, metric, policyName)) {
        this.#setUp.made(() => this.#metrics.deleteNamed(vm, metric));
        this.#unknown.delete(vm);
        made.push(vm);
      } else this.#unknown.set(vm, this.#tick + unknownFor);
    }
    if (made.length) await push(made);
    return [...vms.filter((vm) => !missing.has(vm)), ...made];
  }

  /** Returns what could not be made, in words. */
  async #makeAlarms(
    { vms, threshold, periods, interval }: Told,
    reached: readonly string[],
  ): Promise<string | undefined> {
    const alarms = this.#alarms;
    if (!alarms || !this.#setUp.kept) return undefined;
    const fresh = reached.filter((vm) => !this.#handled.has(vm));
    for (const vm of fresh) if (alarms.has(vm)) this.#handled.add(vm);
    const missing = fresh.filter((vm) => !alarms.has(vm)).slice(0, alarmsAtMost);
    if (missing.length === 0) return undefined;
    const granularity = granularityFor(this.#setUp.kept, interval);
    const actions = (await this.#caller.endpoint('orchestration')) ? await signalActions(this.#heat) : [];
    const { restricted } = await this.#caller.token();
    for (const vm of missing) {
      const name = vms.get(vm)?.name ?? vm;
      const make = async (kind: AlarmKind, signals: readonly string[]) => {
        const wishes = { threshold, periods, granularity, actions: signals };
        const id = await this.#aodh.create(alarmBody({ id: vm, name }, kind, wishes));
        if (id) this.#setUp.made(() => this.#aodh.delete(id));
      };
      if (actions.length && restricted === undefined) await make('reboot', actions);
      await make('opinion', []);
      this.#handled.add(vm);
    }
    if (!actions.length || restricted === undefined) return undefined;
    return `New VMs get no alarm that reboots them: the application credential "${restricted}" is restricted, and Keystone makes no trusts for it.`;
  }
}

function failed(source: 'push' | 'aodh', error: unknown): SourceHealth {
  return { source, ok: false, newest: undefined, reason: reasonOf(error) };
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
