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
import type { Scene } from './training/world.ts';

const unseen: Readonly<Record<Scene, Worlds>> = {
  quiet: { novel: true, scene: 'quiet', first: 860_000, count: 3600 },
  busy: { novel: true, scene: 'busy', first: 840_000, count: 1200 },
  day: { novel: true, scene: 'day', first: 890_000, count: 240 },
};

const started = Date.now();
const model = loadModel(parseArgs({ options: { model: { type: 'string' } } }).values.model);
const { raise, raiseAfter, raiseOf } = model.thresholds;
const byRule = { raise: 1, clear: 1, raiseAfter, raiseOf };
print(`An alarm is ${raiseAfter} of ${raiseOf} verdicts over ${raise}.`);

const quiet = await faultsIn('quiet', 'nothing else goes on');
const busy = await faultsIn('busy', 'three times as much goes on as on a nasty day');
print('False alarms in these busy worlds:');
print(falseAlarmTable(measure(busy, model.thresholds), storiesOf(busy)));

const days = await runsOf([unseen.day], model);
const calm = measure(days, model.thresholds);
print(`## Nasty healthy days: ${days.length} VMs, ${calm.vmDays.toFixed(0)} VM-days`);
print(falseAlarmTable(calm, storiesOf(days)));
const falseRule = measure(days.map(ruledBy), byRule).falseAlarms.length;
print(`By the rule: ${(falseRule / calm.vmDays).toFixed(1)} false alarms a VM-day.`);
print(`## Single moments: ${curveLine(curvesOf([...quiet, ...busy, ...days]))}`);
print(`By the rule: ${curveLine(curvesOf([...quiet, ...busy, ...days].map(ruledBy)))}`);
console.error(`${((Date.now() - started) / 1000).toFixed(0)} s`);

async function faultsIn(scene: Scene, words: string): Promise<JudgedRun[]> {
  const runs = await runsOf([unseen[scene]], model);
  const measured = measure(runs, model.thresholds);
  print(`## Faults while ${words}: ${runs.length} VMs, ${measured.vmDays.toFixed(0)} VM-days`);
  print(faultTable(measured));
  print('The same by the rule "cpu or memory over 90 %":');
  print(faultTable(measure(runs.map(ruledBy), byRule)));
  return runs;
}

function ruledBy({ points, ...run }: JudgedRun): Run {
  return { ...run, points: points.map(({ at, label, rule }) => ({ at, label, score: rule })) };
}

function storiesOf(runs: readonly Run[]) {
  return runs.map(({ story }) => story);
}

function print(words: string): void {
  console.log(`${words}\n`);
}
