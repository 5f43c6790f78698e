import { deliberate } from '../models/condition.ts';
import { faultById } from '../models/faults/index.ts';
import type { State } from '../models/state.ts';
import { unknownWhy } from '../models/unknown.ts';
import type { Verdict } from '../models/verdict.ts';
import { duration, percent } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { clean } from './parts/text.ts';
import { faultTitle } from './select.ts';

/**
 * A verdict as a sentence: left alone, well, failing now, or when it will, as far as that can be told. What is not known
 * now is unknown, with the reason and what the last verdict was.
 */
export function verdictPieces(verdict: Verdict | undefined, state: State): Piece[] {
  const { model, vms } = state;
  const vm = verdict && vms.get(verdict.vm);
  const why = vm && unknownWhy(vm, state);
  if (why) return [{ text: `unknown: ${clean(why)}`, tone: 'warn' }, ...lastKnown(verdict)];
  if (vm && deliberate(vm)) return [{ text: 'left alone', tone: 'warn' }];
  if (!verdict || (verdict.freshness === 'none' && verdict.probability === undefined))
    return [{ text: 'none yet: no sample of this VM has come', tone: 'quiet' }];
  const { probability, diagnosis, confidence, freshness, sampledAt = Number.NaN } = verdict;
  const stale: Piece[] =
    freshness === 'stale' ? [{ text: `  (on data ${duration(state.at - sampledAt)} old)`, tone: 'warn' }] : [];
  if (probability === undefined) return [{ text: 'none yet: too few samples to judge by', tone: 'quiet' }, ...stale];
  const cause = diagnosis
    ? `: ${faultTitle(diagnosis).toLowerCase()} (${percent(confidence)} sure)`
    : ': cause unknown';
  const chance: Piece = { text: `  P(fail) ${percent(probability)}`, tone: 'quiet' };
  if (probability < model.thresholds.clear) return [{ text: 'well', tone: 'good' }, chance, ...stale];
  const left = leftWords(verdict);
  const isSure = probability >= model.thresholds.raise;
  if (left)
    return [
      { text: `${isSure ? 'will' : 'may'} fail in ${left}`, tone: isSure ? 'bad' : 'warn' },
      cause,
      chance,
      ...stale,
    ];
  if (!isSure) return [{ text: 'suspicious', tone: 'warn' }, cause, chance, ...stale];
  const early = diagnosis && faultById(diagnosis).gradual && verdict.timeToFailure === undefined;
  return [{ text: early ? 'will fail, not clear when' : 'failing now', tone: 'bad' }, cause, chance, ...stale];
}

function lastKnown({ probability }: Verdict): Piece[] {
  return probability === undefined ? [] : [{ text: `  (P(fail) was ${percent(probability)})`, tone: 'quiet' }];
}

/** "22 min (18–27)": the time that is left and its band in the same unit; undefined where nothing tells it. */
export function leftWords({ timeToFailure, timeToFailureBand }: Verdict): string | undefined {
  if (!timeToFailure || timeToFailure <= 0) return undefined;
  const words = duration(timeToFailure * 1000);
  if (!timeToFailureBand) return words;
  const seconds = { s: 1, min: 60, h: 3600, d: 86_400 }[words.split(' ')[1]!] ?? 1;
  const [soonest, latest] = timeToFailureBand.map((one) => Math.round(one / seconds));
  return soonest === latest ? words : `${words} (${soonest}–${latest})`;
}
