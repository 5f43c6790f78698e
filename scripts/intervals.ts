/**
 * node scripts/intervals.ts DATA SCORES: how far pooled PR-AUC would move with other entities of the same kind: the middle
 * 90 % over resamples of whole entities (those with the same last '/'-segment together).
 */
import { groupOf, type ScoredSeries } from '../models/brain/dataset.ts';
import { rank } from '../models/brain/evaluation/ranking.ts';
import { dice } from '../models/random.ts';
import { readDataset } from '../source/dataset.ts';
import { asWritten, readScores } from '../source/scores.ts';

const resamples = 400;
const [data, scores] = process.argv.slice(2);
if (!data || !scores) throw new Error('usage: node scripts/intervals.ts DATA SCORES');
const table = await readDataset([data], 'demanded');
const groups = Map.groupBy(asWritten(table, await readScores(scores, table)), ({ series }) => groupOf(series));
const entities = [...groups.values()].map((all) => ({ failing: labelled(all, 1), healthy: labelled(all, 0) }));
const rolls = dice(1);
const areas = Array.from({ length: resamples }, () => {
  const drawn = entities.map(() => entities[Math.floor(rolls.next() * entities.length)]!);
  const [failing, healthy] = [drawn.flatMap((one) => one.failing), drawn.flatMap((one) => one.healthy)];
  return rank(Float64Array.from(failing), Float64Array.from(healthy))?.prAuc ?? 0;
}).sort((a, b) => a - b);
const at = (share: number) => areas[Math.floor(share * resamples)]!.toFixed(3);
console.log(`${data}: ${at(0.05)} to ${at(0.95)}, ${entities.length} entities, ${resamples} resamples`);

function labelled(all: readonly ScoredSeries[], label: number): number[] {
  return all
    .flatMap(({ series, scores: own }) => Array.from(own).filter((_, row) => series.labels[row] === label))
    .map((score) => (Number.isNaN(score) ? 0 : score));
}
