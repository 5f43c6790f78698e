import type { FaultId, Load } from '../../models/fault.ts';
import { faultById, faults } from '../../models/faults/index.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import { type Dice, dice } from '../../models/random.ts';
import type { Sample, Vm } from '../../models/vm.ts';
import { type Guest, guest, pick } from './guest.ts';
import { NovaSide } from './nova-side.ts';

/** What is true at a moment. uncertain: around the edges of a fault, neither learnt nor counted. */
export type Label = 'healthy' | 'failing' | 'silent' | 'uncertain';

export type Moment = {
  readonly at: number;
  readonly vm: Vm;
  readonly sample: Sample | undefined;
  readonly label: Label;
};

/** One VM's story with at most one fault, as Nova and Gnocchi would tell it. Times are epoch milliseconds. */
export type Recording = {
  readonly seed: number;
  readonly granularity: number;
  readonly moments: readonly Moment[];
  readonly fault: FaultId | undefined;
  readonly from: number;
  readonly until: number;
};

const stepMs = 10_000;
const begin = Date.UTC(2026, 0, 5);

/** When a story begins, and in which steps it is sampled: VMs of one fleet have them in common. */
export type Setting = { readonly granularity: number; readonly start: number };

export function settingOf(seed: number): Setting {
  const rolls = dice(seed).fork('setting');
  const granularity = pick(rolls, [10, 10, 10, 10, 10, 20, 30, 60, 60, 300]);
  // One story in three plays in the small hours, when backups begin and, which is the harder moment, end.
  const hours = rolls.next() < 0.33 ? 5 : 24;
  return { granularity, start: begin + Math.floor(rolls.next() * hours * 360) * stepMs };
}

/** The simulated world's load and faults, ten seconds a step, in samples of any granularity. Same seed, same story. */
export function record(seed: number, { granularity, start }: Setting): Recording {
  const rolls = dice(seed).fork('recording');
  const steps = Math.max(1, Math.round(granularity / 10));
  const length = Math.round(75 * Math.max(1, steps / 2)) * 6;
  const habits = guest(rolls.fork('guest'));
  const plot = plotOf(rolls, length, steps);
  const own = { ...habits, reads: habits.reads.map((read, column) => read || column === tell(plot.fault)) };
  const nova = new NovaSide(`vm-${seed}`, start, rolls.fork('nova'));
  const moments: Moment[] = [];
  // Some clouds' errors can be counted, and some errors mean nothing: a request that a user got wrong.
  const countsErrors = rolls.next() < 0.3;
  const mistakes = Array.from({ length: 2 }, () => Math.floor(length * 2 * rolls.next()));
  let errors = 0;
  let taken: Load[] = [];
  for (let step = 0; step < length; step++) {
    const at = start + step * stepMs;
    const healthy = own.load(at);
    const sick = symptoms(plot, step, healthy);
    nova.step(at, { dies: sick?.dead ?? false, wish: plot.wishes.get(step) });
    const load = nova.bent(at, sick ?? healthy);
    if ((load.console && countsErrors) || mistakes.includes(step)) errors++;
    if (nova.isSampled && !load.silent) taken.push(load);
    if ((step + 1) % steps) continue;
    const stamp = at - (steps - 1) * stepMs;
    moments.push({
      at: at + stepMs + 1000 + Math.floor(rolls.next() * 11_000),
      vm: nova.vm,
      sample:
        taken.length && rolls.next() > 0.01 ? sampleOf({ ...nova.vm, errors }, stamp, taken, own, rolls) : undefined,
      label: labelOf(plot, step, steps, healthy, load, nova, own.talks),
    });
    taken = [];
  }
  const time = (step: number) => start + step * stepMs;
  return { seed, granularity, moments, fault: plot.fault, from: time(plot.from), until: time(plot.until) };
}

type Plot = {
  readonly fault: FaultId | undefined;
  /** First step with the fault, first step without it. */
  readonly from: number;
  readonly until: number;
  /** How much quicker than the catalogue's the fault goes. */
  readonly pace: number;
  /** Share of the processor that a hog takes. */
  readonly reach: number;
  readonly rolls: Dice;
  readonly wishes: ReadonlyMap<number, 'reboot' | 'stop' | 'start'>;
};

function plotOf(rolls: Dice, length: number, steps: number): Plot {
  const fault = rolls.next() < 0.55 ? pick(rolls, faults).id : undefined;
  const from = Math.round(length * (0.1 + 0.5 * rolls.next()));
  const slow = fault === 'memory-leak' || fault === 'disk-full';
  const pace = (slow ? pick(rolls, [0.3, 0.5, 0.8, 1, 1, 1.3, 2]) : 1) / Math.max(1, steps / 2);
  const reach = rolls.next() < 0.3 ? 0.8 + 0.2 * rolls.next() : 1;
  const patience = rolls.next() < 0.15 ? 2 : 1;
  const whole = slow ? 80 / pace + 30 * rolls.next() : (12 + 60 * rolls.next()) * patience * Math.max(1, steps / 2);
  const kept = slow && rolls.next() < 0.4 ? 0.4 + 0.5 * rolls.next() : 1;
  const until = Math.min(length, from + Math.round(whole * kept));
  const wishes = new Map<number, 'reboot' | 'stop' | 'start'>();
  if (!fault && rolls.next() < 0.3) wishes.set(from, 'reboot');
  else if (!fault && rolls.next() < 0.2) wishes.set(from, 'stop').set(Math.min(length, from + 60), 'start');
  // A cure by reboot, as the console would do it; a full disk and lost telemetry end by themselves.
  if (fault === 'crash') wishes.set(until, 'start');
  else if (fault && fault !== 'disk-full' && fault !== 'telemetry-loss') wishes.set(until, 'reboot');
  return { fault, from, until, pace, reach, rolls: rolls.fork('fault'), wishes };
}

/** The column without which nobody could see the fault: it would teach nothing, and finding it would be luck. */
function tell(fault: FaultId | undefined): number | undefined {
  if (fault === 'memory-leak') return columnOf.memory;
  return fault === 'disk-full' ? columnOf.disk : undefined;
}

function symptoms({ fault, from, until, pace, reach, rolls }: Plot, step: number, healthy: Load): Load | undefined {
  if (!fault || step < from || step >= until) return undefined;
  const seconds = ((step - from) * stepMs * pace) / 1000;
  const load = faultById(fault).symptoms(healthy, seconds, rolls.next);
  // Some hangs stand still altogether, and some hogs leave a little of the processor.
  if (fault === 'hang' && from % 2) return { ...load, cpu: 0, netDrops: healthy.netDrops };
  return fault === 'cpu-hog' ? { ...load, cpu: Math.max(healthy.cpu, load.cpu * reach) } : load;
}

function labelOf(
  plot: Plot,
  step: number,
  steps: number,
  healthy: Load,
  load: Load,
  nova: NovaSide,
  talks: boolean,
): Label {
  const { fault, from, until, pace } = plot;
  if (nova.isChanging) return 'uncertain';
  const since = (step - from) / steps;
  if (!fault || step < from) return 'healthy';
  if (step >= until) return step < until + Math.max(6, 2 * steps) ? 'uncertain' : 'healthy';
  const after = (samples: number): Label => (since * steps >= samples && since >= 1 ? 'failing' : 'uncertain');
  const within = (risen: number, ramp: number): Label =>
    risen >= 6 && (ramp / pace - (step - from) * 10) / Math.max(1, steps / 2) <= 900 ? 'failing' : 'uncertain';
  switch (fault) {
    case 'memory-leak':
      return within(load.memory - healthy.memory, 750);
    case 'disk-full':
      return within(load.disk - healthy.disk, 540);
    case 'crash':
      return nova.isLost ? 'failing' : 'uncertain';
    case 'telemetry-loss':
      return since >= 6 ? 'silent' : 'uncertain';
    case 'cpu-hog':
      return after(2);
    case 'hang':
      return talks ? after(4) : 'uncertain';
  }
}

function sampleOf(vm: Vm, at: number, taken: readonly Load[], { reads }: Guest, rolls: Dice): Sample {
  const values = Float32Array.from(metrics, ({ id, ceiling }, column) => {
    if (id === 'errors') return vm.errors;
    if (!reads[column] || rolls.next() < 0.01) return Number.NaN;
    const mean = taken.reduce((sum, load) => sum + load[id], 0) / taken.length;
    return Math.min(ceiling ?? Number.POSITIVE_INFINITY, mean);
  });
  return { vm: vm.id, at, values };
}
