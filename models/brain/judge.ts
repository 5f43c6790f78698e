import { type Condition, condition } from '../condition.ts';
import type { FaultId } from '../fault.ts';
import { columnOf } from '../metrics/index.ts';
import type { Freshness, Verdict } from '../verdict.ts';
import { minutesToFull } from './aspects/filling.ts';
import { calibrated, logOdds } from './calibration.ts';
import { leastSamples, measure, windowOf } from './features.ts';
import type { Judge, Model } from './model.ts';
import { Network } from './network.ts';
import { reasons } from './reasons.ts';
import type { Window } from './window.ts';

/** Judges every VM by its own past and by what Nova says of it. */
export const judge: Judge = ({ vms, ring, at, granularity, model, befores }) => {
  const network = networkOf(model);
  const window = windowOf(ring);
  return Array.from(vms, (vm) => {
    const read = window.read(vm, ring, at, granularity, befores?.get(vm.id));
    return judgeOne(read, condition(vm), model, network);
  });
};

function judgeOne(window: Window, nova: Condition, model: Model, network: Network): Verdict {
  const quiet = quietly(window, nova);
  if (quiet) return verdict(window, quiet);
  const features = measure(window);
  const outputs = network.run(features);
  const probability = calibrated(outputs[0]!, model.calibration);
  const notable = probability > model.thresholds.clear;
  const [cause, confidence] = likeliest(outputs, model, notable);
  if (!notable && cause !== 'telemetry-loss') return verdict(window, { probability });
  const evidence = (changed: Float32Array) => logOdds(network.run(changed)[0]!, model.calibration);
  return verdict(window, {
    probability,
    diagnosis: cause,
    confidence,
    reasons: reasons(window, features, model.healthyMean, cause, evidence),
    timeToFailure: notable ? secondsToFull(window, cause) : undefined,
  });
}

/** Nova's own word that a VM is down leaves little room for guesses. */
const certain = 0.99;

/** What needs no network: what Nova knows, a person's wish, a task under way, too few samples. */
function quietly(window: Window, nova: Condition): Partial<Verdict> | undefined {
  if (nova.kind === 'deliberate') return { probability: 0, reasons: [nova.words] };
  if (nova.kind === 'lost' || nova.kind === 'error') {
    // A VM that never ran did not crash: what keeps it from starting is for a person to find.
    const crashed = nova.kind === 'lost' || window.vm.launchedAt !== undefined;
    return {
      probability: certain,
      diagnosis: crashed ? 'crash' : undefined,
      confidence: certain,
      reasons: [nova.words],
    };
  }
  if (nova.kind === 'changing' || nova.kind === 'unclear') return { reasons: [nova.words] };
  if (window.count >= leastSamples) return undefined;
  return { reasons: [window.count ? `only ${window.count} samples so far` : 'no samples so far'] };
}

/** The cause with the strongest output, and its share of all. Silence is a cause of its own, however healthy. */
function likeliest(outputs: readonly number[], model: Model, notable: boolean): [FaultId | undefined, number] {
  let [best, sum] = [0, 0];
  model.causes.forEach((_, index) => {
    const output = outputs[index + 1]!;
    sum += output;
    if (output > outputs[best + 1]!) best = index;
  });
  const cause = model.causes[best]!;
  const strong = outputs[best + 1]! > (cause === 'telemetry-loss' ? 0.5 : 0.25);
  if (!strong || (!notable && cause !== 'telemetry-loss')) return [undefined, 0];
  return [cause, outputs[best + 1]! / Math.max(1, sum)];
}

function secondsToFull(window: Window, cause: FaultId | undefined): number | undefined {
  const column = cause === 'memory-leak' ? columnOf.memory : cause === 'disk-full' ? columnOf.disk : undefined;
  const minutes = column === undefined ? Number.POSITIVE_INFINITY : minutesToFull(window, column);
  return Number.isFinite(minutes) ? Math.round(minutes * 60) : undefined;
}

function verdict(window: Window, found: Partial<Verdict>): Verdict {
  return {
    vm: window.vm.id,
    at: window.at,
    probability: undefined,
    diagnosis: undefined,
    confidence: 0,
    reasons: [],
    timeToFailure: undefined,
    sampledAt: window.newest,
    sampleAge: window.age,
    freshness: freshness(window),
    ...found,
  };
}

/** Three polls, and one and a half for the way: a sample is stamped with the beginning of its time, and Gnocchi takes its own. */
function freshness({ newest, at, granularity }: Window): Freshness {
  if (newest === undefined) return 'none';
  // Ahead of our clock is as bad as behind it: nothing would ever grow old.
  return Math.abs(at - newest) <= 4.5 * granularity * 1000 ? 'fresh' : 'stale';
}

const networks = new WeakMap<Model, Network>();

function networkOf(model: Model): Network {
  const known = networks.get(model) ?? new Network(model.network, model.features);
  networks.set(model, known);
  return known;
}
