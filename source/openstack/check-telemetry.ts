import { duration } from '../../models/brain/aspect.ts';
import { condition } from '../../models/condition.ts';
import type { Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import { metricName, rebootMetricName } from '../provision/names.ts';
import { Gnocchi } from './gnocchi.ts';
import { OwnMetrics } from './own-metrics.ts';
import type { Caller } from './session.ts';
import { TelemetryReader } from './telemetry.ts';

/** Names of VMs that are told at most. */
const namesAtMost = 3;
/** Seconds that a sample may always be late, however fine the granularity. */
const always = 60;

/**
 * Whether the samples of the VMs come, in words; read by the calls that the console makes. `now` is epoch milliseconds.
 * Throws a Failure where they do not: for no VM, or for none of a host.
 */
export async function checkTelemetry(caller: Caller, vms: readonly Vm[], now: number): Promise<string> {
  const gnocchi = new Gnocchi(caller);
  const own = new OwnMetrics(caller);
  const kept = await gnocchi.granularities('cpu');
  if (!kept && vms.length) throw noMeters;
  if (!kept) return 'There is no VM yet whose meters could be looked at.';
  await checkSacks(own);
  const policy = `The meter cpu is kept every ${kept.join(', ')} s.`;
  const read = await new TelemetryReader(gnocchi).read(new Map(vms.map((vm) => [vm.id, vm])), now);
  if (read.lost) throw read.lost;
  const newest = new Map<string, number>();
  for (const { vm, at } of read.samples) newest.set(vm, Math.max(at, newest.get(vm) ?? 0));
  // As old as a verdict takes for stale.
  const late = Math.max(always, 4.5 * read.granularity) * 1000;
  const metered = await gnocchi.vmsWith('cpu');
  // Nova does not tell everybody the power or the time of launch.
  const heard = vms.filter((vm) => {
    return condition(vm).kind === 'running' && metered.has(vm.id) && now - (vm.launchedAt ?? vm.createdAt) > late;
  });
  if (heard.length === 0) return `${policy} No VM runs that has sent samples and should send more.`;
  const age = (vm: Vm) => now - (newest.get(vm.id) ?? Number.NEGATIVE_INFINITY);
  const silent = heard.filter((vm) => age(vm) > late);
  const youngest = Math.min(...heard.map(age));
  if (silent.length === heard.length) throw await dead(own, youngest, heard.length);
  const host = silent.find(({ host }) => heard.every((vm) => vm.host !== host || silent.includes(vm)))?.host;
  if (host !== undefined && host !== '')
    throw deadHost(
      host,
      silent.filter((vm) => vm.host === host),
      age,
    );
  const few = silent.length ? ` None from ${some(silent)}, though Nova says that they run.` : '';
  return `${policy} The newest sample is ${ageWords(youngest)} old.${few}`;
}

/** Metrics of ours on which Gnocchi fails: it may be for other VMs' samples alone that they come no more. */
async function checkSacks(own: OwnMetrics): Promise<void> {
  const ours = await Promise.all([metricName, rebootMetricName].map((name) => own.named(name)));
  const stuck = (await own.stuck(ours.flat().map(({ id }) => id))) ?? [];
  if (stuck.length === 0) return;
  throw new Failure(
    'cloud',
    'stuck-metrics',
    `Gnocchi fails on ${stuck.length} metrics of ours that were made without a value, and processes nothing that shares a sack with them: samples of other VMs stand still.`,
    'Run "cloud-medic setup", which gives them one, or "cloud-medic teardown", which deletes them.',
  );
}

async function dead(own: OwnMetrics, age: number, count: number): Promise<Failure> {
  const words = Number.isFinite(age)
    ? `The newest sample is ${ageWords(age)} old`
    : 'No sample came in the last half hour';
  const bundles = (await own.waiting())?.bundles ?? 0;
  const hint = bundles
    ? `${bundles} bundles of measures wait in Gnocchi: look into the log of gnocchi-metricd.`
    : 'Nothing waits in Gnocchi: look whether Ceilometer’s agents (compute and notification) run.';
  return new Failure('cloud', 'no-samples', `${words}, of ${count} running VMs that sent some before.`, hint);
}

/** The agent asks one guest after the other: the one that it hangs at is the first to fall silent. */
function deadHost(host: string, silent: readonly Vm[], age: (vm: Vm) => number): Failure {
  const first = silent.toSorted((a, b) => age(b) - age(a));
  const hint = `Look at Ceilometer’s agent there. A guest that hangs stops it: ${some(first)} fell silent first.`;
  return new Failure(
    'cloud',
    'silent-host',
    `No VM on host ${host} sends samples any more, of ${silent.length}.`,
    hint,
  );
}

function some(vms: readonly Vm[]): string {
  const names = vms.slice(0, namesAtMost).map(({ name }) => name);
  return vms.length > namesAtMost ? `${names.join(', ')} and ${vms.length - namesAtMost} more` : names.join(', ');
}

function ageWords(milliseconds: number): string {
  return duration(Math.max(0, Math.round(milliseconds / 1000)));
}

const noMeters = new Failure(
  'cloud',
  'no-meters',
  'No VM has the meter cpu.',
  'Let Ceilometer’s compute agent poll cpu, memory.usage, disk.device.* and network.* on every host.',
);
