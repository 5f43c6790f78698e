import { deliberate } from '../models/guards.ts';
import type { State } from '../models/state.ts';
import type { Verdict } from '../models/verdict.ts';
import { duration, percent } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { faultTitle } from './select.ts';

/** A verdict as a sentence: left alone, well, failing now, or when it will. */
export function verdictPieces(verdict: Verdict | undefined, { model, vms }: State): Piece[] {
  const vm = verdict && vms.get(verdict.vm);
  if (vm && deliberate(vm)) return [{ text: 'left alone', tone: 'warn' }];
  if (!verdict || verdict.freshness === 'none')
    return [{ text: 'none yet: no sample of this VM has come', tone: 'quiet' }];
  const { probability, diagnosis, confidence, timeToFailure, freshness, sampleAge } = verdict;
  const stale: Piece[] =
    freshness === 'stale' ? [{ text: `  (on data ${duration(sampleAge)} old)`, tone: 'warn' }] : [];
  if (probability === undefined) return [{ text: 'none yet: too few samples to judge by', tone: 'quiet' }, ...stale];
  const cause = diagnosis ? `: ${faultTitle(diagnosis).toLowerCase()} (${percent(confidence)} sure)` : '';
  const chance: Piece = { text: `  probability ${percent(probability)}`, tone: 'quiet' };
  if (probability < model.thresholds.clear) return [{ text: 'well', tone: 'good' }, chance, ...stale];
  if (timeToFailure !== undefined && timeToFailure > 0) {
    return [{ text: `will fail in ${duration(timeToFailure * 1000)}`, tone: 'bad' }, cause, chance, ...stale];
  }
  if (probability < model.thresholds.raise) return [{ text: 'suspicious', tone: 'warn' }, cause, chance, ...stale];
  return [{ text: 'failing now', tone: 'bad' }, cause, chance, ...stale];
}
