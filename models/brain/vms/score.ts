import type { Series } from '../dataset.ts';
import { judge } from '../judge.ts';
import type { Model, Thresholds } from '../model.ts';
import { replay } from './replay.ts';

/**
 * How near each row of a series comes to an alarm of the console, were it a running VM's sample: at the model's `raise`
 * or over exactly where the console would raise one. NaN while there is too little to judge by. `names` are those of
 * the columns; what they hold is taken to be in the console's units.
 */
export function scoreVms(model: Model, names: readonly string[], series: Series): Float64Array {
  const probabilities = new Float64Array(series.times.length);
  for (const { row, vm, ring, at, granularity } of replay(names, series)) {
    probabilities[row] = judge({ vms: [vm], ring, at, granularity, model })[0]!.probability ?? Number.NaN;
  }
  return alarmScores(probabilities, model.thresholds);
}

/**
 * From each row's probability (NaN: none, and it does not count): what the newest and `raiseAfter` of the last `raiseOf`
 * all reach; 0 while there are fewer.
 */
export function alarmScores(
  probabilities: Float64Array,
  { raiseAfter, raiseOf }: Pick<Thresholds, 'raiseAfter' | 'raiseOf'>,
): Float64Array {
  const last: number[] = [];
  return probabilities.map((probability) => {
    if (Number.isNaN(probability)) return Number.NaN;
    if (last.push(probability) > raiseOf) last.shift();
    const kth = last.toSorted((a, b) => b - a)[raiseAfter - 1] ?? 0;
    return Math.min(kth, probability);
  });
}
