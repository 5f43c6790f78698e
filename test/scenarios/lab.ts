import type { Mode } from '../../models/event.ts';
import { defaultSettings, type HealSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { Aodh } from '../../source/openstack/aodh.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { Heat } from '../../source/openstack/heat.ts';
import { Mistral } from '../../source/openstack/mistral.ts';
import { Nova } from '../../source/openstack/nova.ts';
import { OwnMetrics } from '../../source/openstack/own-metrics.ts';
import { Session } from '../../source/openstack/session.ts';
import type { Clock, Cloud, Journal } from '../../source/ports.ts';
import { type Change, recording } from '../../source/provision/changes.ts';
import { metricName, rebootMetricName } from '../../source/provision/names.ts';
import { setUpCloud, tearDownCloud } from '../../source/provision/provision.ts';
import type { Site } from '../../source/provision/thing.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aHolder } from '../source/holders.ts';

const model = loadModel();

export type MedicOptions = {
  readonly mode?: Mode;
  readonly settings?: Partial<HealSettings>;
  readonly journal?: Journal;
  readonly holder?: string;
  /** What becomes of each call of an action: by default it is sent. */
  readonly act?: (call: Parameters<Cloud['act']>[0], send: Cloud['act']) => ReturnType<Cloud['act']>;
};

/**
 * A stand-in OpenStack on a clock moved by hand, and cloud-medics in front of it with clients of their own, that wait
 * `timeout` real seconds for an answer.
 */
export function lab({ vms = 6, seed = 3, timeout = 30 } = {}) {
  const clock = new ManualClock();
  const { config: known, fetch, simulator } = simulatedCloud({ vms, seed, clock });
  const config = { ...known, timeout };
  const session = new Session(config, { clock, fetch });
  const cloud = openstackCloud(config, { clock, fetch });
  const [nova, metrics, aodh] = [new Nova(session), new OwnMetrics(session), new Aodh(session)];
  const [mistral, heat] = [new Mistral(session), new Heat(session)];

  const turn = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await simulator.turn();
    await simulator.idle();
  };

  let medics = 0;

  /** A running cloud-medic that has seen the cloud. Its machine's clock agrees with no other one's to the millisecond. */
  const medic = async (options: MedicOptions = {}) => {
    const { mode = 'auto', settings = {}, journal = openJournal(':memory:'), holder = 'one' } = options;
    const ahead = medics++;
    const ownClock: Clock = { now: () => clock.now() + ahead, sleep: (...given) => clock.sleep(...given) };
    const own = openstackCloud(config, { clock: ownClock, fetch });
    const send: Cloud['act'] = (call) => own.act(call);
    const seen: Cloud = {
      ...own,
      act: (call) => (options.act ?? ((one) => send(one)))(call, send),
      // Known only once it is connected.
      get faults() {
        return own.faults;
      },
    };
    const state = emptyState(model, mode, false, { ...defaultSettings, ...settings });
    const engine = new Engine({ cloud: seen, clock: ownClock, journal, state, holder: aHolder(holder) });
    await engine.connect();
    await engine.tick();
    await engine.idle();
    return engine;
  };

  /** So many seconds go by; every ten each engine polls, one after the other or, `together`, at the same time. */
  const pass = async (seconds: number, engines: readonly Engine[] = [], together = false) => {
    const poll = async (engine: Engine) => {
      await engine.tick();
      await engine.idle();
    };
    for (let passed = 0; passed < seconds; passed += 10) {
      await turn(5000);
      await turn(5000);
      if (together) await Promise.all(engines.map(poll));
      else for (const engine of engines) await poll(engine);
    }
  };

  const provision = async (work: typeof setUpCloud, autonomous: boolean) => {
    const { raise, raiseAfter } = model.thresholds;
    const wishes = { ...defaultSettings, threshold: raise, periods: raiseAfter, autonomous };
    const site: Site = { nova, metrics, aodh, mistral, heat, wishes, dry: false, pause: turn, now: () => clock.now() };
    const { outcomes, failure } = await work(site, session, () => undefined);
    if (failure) throw failure;
    await simulator.idle();
    return outcomes;
  };

  /** What `setup` comes to for who signs in like this. */
  const provisionAs = async (who: typeof config, autonomous: boolean) => {
    const changes: Change[] = [];
    const caller = recording(new Session(who, { clock, fetch }), false, (change) => changes.push(change));
    const { raise, raiseAfter } = model.thresholds;
    const wishes = { ...defaultSettings, threshold: raise, periods: raiseAfter, autonomous };
    const clients = { nova: new Nova(caller), metrics: new OwnMetrics(caller), aodh: new Aodh(caller) };
    const others = { mistral: new Mistral(caller), heat: new Heat(caller) };
    const time = { now: () => clock.now(), pause: turn };
    const found = await setUpCloud({ ...clients, ...others, ...time, wishes, dry: false }, caller, () => undefined);
    return { ...found, changes };
  };

  /** What was done to the VM since it was made, by Nova's own records, the oldest first. */
  const deeds = async (vm: string) => {
    const actions = await nova.instanceActions(vm);
    return actions
      .map(({ action }) => action)
      .reverse()
      .slice(1);
  };

  /** All that `setup` could leave behind. */
  const inventory = async () => ({
    alarms: (await aodh.alarms()).map(({ name }) => name).sort(),
    workflows: (await mistral.workflows('')).map(({ name }) => name).sort(),
    executions: (await mistral.newestExecutions()).map(({ id }) => id),
    stacks: (await heat.stacks()).map(({ name }) => name).sort(),
    metrics: (await Promise.all([metricName, rebootMetricName].map((name) => metrics.named(name)))).flat().length,
    policy: await metrics.archivePolicy('cloud-medic'),
  });

  return {
    ...{
      clock,
      config,
      provisionAs,
      simulator,
      session,
      cloud,
      nova,
      aodh,
      mistral,
      heat,
      medic,
      pass,
      deeds,
      inventory,
    },
    setUp: (autonomous = false) => provision(setUpCloud, autonomous),
    tearDown: () => provision(tearDownCloud, false),
    inject: (fault: Parameters<NonNullable<Cloud['faults']>['inject']>[0], vm: string) =>
      cloud.connect().then(() => cloud.faults!.inject(fault, vm, 7200)),
    waiting: async () => (await metrics.waiting())!,
    alarmOf: async (vm: string) => (await aodh.alarms()).find(({ name }) => name === `cloud-medic: ${vm}`),
  };
}

export type Lab = ReturnType<typeof lab>;

/** The first VM that the engine knows. */
export const firstVm = (engine: Engine) => [...engine.getState().vms.values()][0]!;

/** What the audit says of it, the oldest first. */
export const story = (engine: Engine) =>
  engine
    .getState()
    .entries.map(({ kind, words }) => `${kind}: ${words}`)
    .reverse();
