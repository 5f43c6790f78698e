/**
 * Prints how the shipped brain does in worlds with families, sizes and seeds that it has never seen, beside the rule
 * "cpu or memory over 90 %". `--model FILE` measures another one.
 */
import { parseArgs } from 'node:util';
import { loadModel } from '../source/model-file.ts';
import type { Worlds } from './training/lessons.ts';
import { curvesOf, measure, type Run } from './training/measure.ts';
import { type JudgedRun, runsOf } from './training/runs.ts';
import { curveLine, falseAlarmTable, faultTable } from './training/tables.ts';

const unseen: Worlds = { novel: true, day: false, first: 840_000, count: 1500 };
const unseenDays: Worlds = { novel: true, day: true, first: 890_000, count: 80 };

const started = Date.now();
const model = loadModel(parseArgs({ options: { model: { type: 'string' } } }).values.model);
const { raise, raiseAfter, raiseOf } = model.thresholds;
const byRule = { raise: 1, clear: 1, raiseAfter, raiseOf };

const worlds = [...runsOf(unseen, model)];
const measured = measure(worlds, model.thresholds);
print(
  `## Faults: ${worlds.length} VMs, ${measured.vmDays.toFixed(0)} VM-days, ${raiseAfter} of ${raiseOf} over ${raise}`,
);
print(faultTable(measured));
print(`False alarms in these worlds, with three times as much going on as on a nasty day:`);
print(falseAlarmTable(measured, storiesOf(worlds)));
print('## The same by the rule "cpu or memory over 90 %"');
const ruled = measure(worlds.map(ruledBy), byRule);
print(faultTable(ruled));

const days = [...runsOf(unseenDays, model)];
const calm = measure(days, model.thresholds);
print(`## Nasty healthy days: ${days.length} VMs, ${calm.vmDays.toFixed(0)} VM-days`);
print(falseAlarmTable(calm, storiesOf(days)));
const falseRule = measure(days.map(ruledBy), byRule).falseAlarms.length;
print(`By the rule: ${(falseRule / calm.vmDays).toFixed(1)} false alarms a VM-day.`);
print(`## Single moments: ${curveLine(curvesOf([...worlds, ...days]))}`);
print(`By the rule: ${curveLine(curvesOf([...worlds, ...days].map(ruledBy)))}`);
console.error(`${((Date.now() - started) / 1000).toFixed(0)} s`);

function ruledBy({ points, ...run }: JudgedRun): Run {
  return { ...run, points: points.map(({ at, label, rule }) => ({ at, label, score: rule })) };
}

function storiesOf(runs: readonly Run[]) {
  return runs.map(({ story }) => story);
}

function print(words: string): void {
  console.log(`${words}\n`);
}
