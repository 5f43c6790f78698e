import { type Condition, isContradicted } from '../condition.ts';
import type { FaultId } from '../fault.ts';
import { finished, type Slices } from '../step.ts';
import type { Freshness, Verdict } from '../verdict.ts';
import { calibrated, logOdds } from './calibration.ts';
import { diagnose, silenceOf } from './diagnosis.ts';
import { type Exhaustion, exhaustion, nothing } from './exhaustion.ts';
import { featureNames, leastSamples, measure, survey, windowOf } from './features.ts';
import type { Judge, Model } from './model.ts';
import { Network } from './network.ts';
import { reasons } from './reasons.ts';
import { sideOf } from './track/layout.ts';
import type { Window } from './window.ts';

/** Judges every VM by its own past, by what its neighbours do, and by what Nova says of it. */
export const judge: Judge = (question) => finished(judging(question));

/** VMs judged before a pause. */
const slice = 500;

/** The same with pauses; no sample may come in meanwhile. */
export function* judging({ vms, ring, at, granularity, model }: Parameters<Judge>[0]): Slices<Verdict[]> {
  const network = networkOf(model);
  const window = windowOf(ring);
  const all = [...vms];
  const fleet = survey(all, ring, at, granularity);
  if (all.length > slice) yield;
  const verdicts: Verdict[] = [];
  for (const [index, vm] of all.entries()) {
    if (index % slice === slice - 1) yield;
    verdicts.push(judgeOne(window.read(vm, ring, at, granularity, fleet, fleet.slots[index]), model, network));
  }
  return verdicts;
}

const measured = new Float32Array(featureNames.length);

function judgeOne(window: Window, model: Model, network: Network): Verdict {
  const quiet = quietly(window, window.nova);
  if (quiet) return verdict(window, quiet);
  const features = measure(window, measured);
  const outputs = network.run(features);
  const probability = calibrated(outputs[0]!, model.calibration);
  const silent = silenceOf(outputs, model);
  const notable = probability > model.thresholds.clear;
  if (!notable && silent < sureOfSilence) return verdict(window, { probability });
  const { cause, confidence, doubt } = notable
    ? diagnose(outputs, model)
    : { cause: 'telemetry-loss' as const, confidence: silent, doubt: undefined };
  const evidence = (changed: Float32Array) => logOdds(network.run(changed)[0]!, model.calibration);
  const why = reasons(window, features, model.healthyMean, cause, evidence);
  return verdict(window, {
    probability,
    diagnosis: cause,
    confidence,
    reasons: doubt ? [...why, doubt] : why,
    ...(notable ? timeToFailure(window, cause) : {}),
  });
}

/** Silence alone is told from here on. */
const sureOfSilence = 0.5;
/** Nova's own word that a VM is down leaves little room for guesses. */
const certain = 0.99;

/** What needs no network: what Nova knows, a person's wish, a task under way, too few samples. */
function quietly(window: Window, nova: Condition): Partial<Verdict> | undefined {
  if (nova.kind === 'deliberate') return { probability: 0, reasons: [nova.words] };
  if (nova.kind === 'lost' || nova.kind === 'error') {
    // A VM that never ran, or that runs on, did not crash: what is wrong is for a person to find.
    const crashed = nova.kind === 'lost' || (window.vm.launchedAt !== undefined && !isContradicted(window.vm));
    return {
      probability: certain,
      diagnosis: crashed ? 'crash' : undefined,
      confidence: crashed ? certain : 0,
      reasons: [nova.words],
    };
  }
  if (nova.kind === 'changing' || nova.kind === 'unclear' || nova.kind === 'unknown') return { reasons: [nova.words] };
  if (window.count >= leastSamples) return undefined;
  return { reasons: [window.count ? `only ${window.count} samples so far` : 'no samples so far'] };
}

const soon: Exhaustion = { ...nothing };

/** Seconds until it is full, and the band that is as likely; only what runs full gives notice. */
function timeToFailure(window: Window, cause: FaultId | undefined): Partial<Verdict> {
  const side = cause === 'memory-leak' ? sideOf.memory : cause === 'disk-full' ? sideOf.disk : undefined;
  if (side === undefined) return {};
  const { minutes, soonest, latest } = exhaustion(window, side, soon);
  if (!Number.isFinite(minutes)) return {};
  const band = [soonest, latest].map((one) => Math.round(one * 60));
  return {
    timeToFailure: Math.round(minutes * 60),
    timeToFailureBand: Number.isFinite(latest) ? [band[0]!, band[1]!] : undefined,
  };
}

function verdict(window: Window, found: Partial<Verdict>): Verdict {
  return {
    vm: window.vm.id,
    at: window.at,
    probability: found.probability,
    diagnosis: found.diagnosis,
    confidence: found.confidence ?? 0,
    reasons: found.reasons ?? [],
    timeToFailure: found.timeToFailure,
    timeToFailureBand: found.timeToFailureBand,
    sampledAt: window.newest,
    sampleAge: window.age,
    freshness: freshness(window),
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
