/**
 * node scripts/compare-healing.ts [seeds]: how long faults last, healed by cloud-medic in auto mode and by a usual rule: Aodh
 * threshold alarms on cpu and memory over 90 %, each followed by a hard reboot. The same simulated worlds for both; the
 * rule's alarms are evaluated by the stand-in's Aodh. Prints a Markdown table. Times are medians in seconds.
 */
import type { FaultId } from '../models/fault.ts';
import { emptyState } from '../models/state.ts';
import { ManualClock } from '../source/clock.ts';
import { Engine } from '../source/engine.ts';
import { openJournal } from '../source/journal.ts';
import { loadModel } from '../source/model-file.ts';
import { Aodh } from '../source/openstack/aodh.ts';
import { openstackCloud } from '../source/openstack/cloud.ts';
import { Nova } from '../source/openstack/nova.ts';
import { Session } from '../source/openstack/session.ts';
import { simulatedCloud } from '../source/simulated.ts';

const vms = 12;
/** Seconds before the fault, and that a world lives after it. */
const calm = 300;
const length = 5400;
const poll = 10;
const faults: readonly FaultId[] = ['crash', 'hang', 'cpu-hog', 'memory-leak'];
const seeds = Array.from({ length: Number(process.argv[2] ?? 10) }, (_, index) => 9001 + index);
const model = loadModel();

/** What became of one fault. Times are seconds from the injection; undefined: never. */
type Course = {
  readonly detected: number | undefined;
  readonly verified: number | undefined;
  /** Disturbances of VMs in which nothing was wrong, and of the sick one after it was well. */
  readonly needless: number;
};

/** Somebody who heals: looks once a poll, and says since when the VM counts as sick, and as well again. */
type Healer = {
  poll(): Promise<void>;
  sickSince(vm: string): number | undefined;
  wellSince(vm: string): number | undefined;
};

console.log('| fault | | healed | to detected | detected to verified | injected to verified | needless reboots |');
console.log('|---|---|---:|---:|---:|---:|---:|');
for (const fault of faults) {
  for (const [name, healer] of [
    ['cloud-medic', medic],
    ['rule, 20 s', (there: World) => rule(there, 2)],
    ['rule, 5 min', (there: World) => rule(there, 30)],
  ] as const) {
    const courses: Course[] = [];
    for (const seed of seeds) courses.push(await live(fault, seed, healer));
    const healed = courses.filter(({ verified }) => verified !== undefined);
    const median = (of: (course: Course) => number) => middle(healed.map(of));
    const detected = middle(courses.flatMap((course) => course.detected ?? []));
    const needless = courses.reduce((sum, course) => sum + course.needless, 0);
    const cells = [
      ...[fault, name, `${healed.length} of ${courses.length}`, detected],
      ...[median((one) => one.verified! - one.detected!), median((one) => one.verified!), needless],
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

type World = ReturnType<typeof world>;

function world(seed: number) {
  const clock = new ManualClock();
  const { config, fetch, simulator } = simulatedCloud({ vms, seed, clock });
  const session = new Session(config, { clock, fetch });
  return { clock, simulator, session, nova: new Nova(session), cloud: openstackCloud(config, { clock, fetch }) };
}

/** One world with one fault, in a VM that the seed chooses. */
async function live(fault: FaultId, seed: number, of: (world: World) => Promise<Healer>): Promise<Course> {
  const there = world(seed);
  const { clock, simulator, cloud } = there;
  await cloud.connect();
  const healer = await of(there);
  const pass = async (seconds: number, until: () => boolean = () => false) => {
    for (let passed = 0; passed < seconds && !until(); passed += poll) {
      clock.advance(poll * 1000);
      await simulator.turn();
      await simulator.idle();
      await healer.poll();
    }
  };
  await pass(calm);
  const sick = simulator.world.vms()[seed % vms]!.id;
  const { id } = await cloud.faults!.inject(fault, sick, 2 * length);
  const began = clock.now();
  const isCured = () => simulator.world.injections().find((one) => one.id === id)?.state === 'cured';
  await pass(length, () => isCured() && (healer.wellSince(sick) ?? 0) > began);
  const seconds = (at: number | undefined) => (at === undefined || at < began ? undefined : (at - began) / 1000);
  const detected = seconds(healer.sickSince(sick));
  const verified = isCured() && detected !== undefined ? seconds(healer.wellSince(sick)) : undefined;
  await pass(length - (clock.now() - began) / 1000);
  return { detected, verified, needless: (await disturbances(there)) - (isCured() ? 1 : 0) };
}

/** Reboots and starts by anybody, of all VMs. */
async function disturbances({ nova, simulator }: World): Promise<number> {
  const all = await Promise.all(simulator.world.vms().map(({ id }) => nova.instanceActions(id)));
  const isOne = ({ action, userId }: (typeof all)[number][number]) =>
    userId !== undefined && (action === 'reboot' || action === 'start');
  return all.flat().filter(isOne).length;
}

async function medic({ cloud, clock }: World): Promise<Healer> {
  const engine = new Engine({ cloud, clock, journal: openJournal(':memory:'), state: emptyState(model, 'auto') });
  await engine.connect();
  const last = (vm: string) =>
    engine.getState().incidents.get(vm) ?? engine.getState().history.find((one) => one.vm === vm);
  return {
    async poll() {
      await engine.tick();
      await engine.idle();
    },
    sickSince: (vm) => last(vm)?.openedAt,
    wellSince: (vm) => last(vm)?.closedAt,
  };
}

/** Two alarms for each VM, on so many values in a row; when one goes off, the VM is rebooted. Verified is when Aodh says that all is ok again. */
async function rule({ session, nova, cloud, clock }: World, periods: number): Promise<Healer> {
  const aodh = new Aodh(session);
  const common = {
    resource_type: 'instance',
    granularity: poll,
    evaluation_periods: periods,
    comparison_operator: 'gt',
  } as const;
  for (const { id, shape } of await nova.servers()) {
    const limits = [
      { metric: 'cpu', aggregation_method: 'rate:mean', threshold: 0.9 * shape.vcpus * poll * 1e9 },
      { metric: 'memory.usage', aggregation_method: 'mean', threshold: 0.9 * shape.memoryMb },
    ];
    for (const limit of limits) {
      const gnocchi_resources_threshold_rule = { ...common, ...limit, resource_id: id };
      const how = { severity: 'critical', enabled: true, repeat_actions: false, alarm_actions: [] } as const;
      const name = `${limit.metric} ${id}`;
      const type = 'gnocchi_resources_threshold';
      await aodh.create({ ...how, name, type, description: '', gnocchi_resources_threshold_rule });
    }
  }
  const since = new Map<string, { sick: number | undefined; well: number | undefined }>();
  let before = new Set<string>();
  return {
    async poll() {
      const alarms = await aodh.alarms();
      const now = new Set(alarms.filter(({ state }) => state === 'alarm').map(({ name }) => name.split(' ')[1]!));
      for (const vm of now) {
        if (before.has(vm)) continue;
        since.set(vm, { sick: clock.now(), well: undefined });
        const path = `/servers/${vm}/action`;
        const reboot = { service: 'compute', method: 'POST', path, body: { reboot: { type: 'HARD' } } } as const;
        await cloud.act(reboot).catch(() => undefined);
      }
      const isOk = (vm: string) => alarms.every(({ name, state }) => !name.endsWith(vm) || state === 'ok');
      for (const [vm, known] of since) if (known.well === undefined && isOk(vm)) known.well = clock.now();
      before = now;
    },
    sickSince: (vm) => since.get(vm)?.sick,
    wellSince: (vm) => since.get(vm)?.well,
  };
}

function middle(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? String(Math.round(sorted[Math.floor(sorted.length / 2)]!)) : '–';
}
