/** Trains the brain that ships with the program and writes models/brain/weights/default.json. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { calibrated } from '../models/brain/calibration.ts';
import type { Model, Thresholds } from '../models/brain/model.ts';
import { Network } from '../models/brain/network.ts';
import { type Lesson, train, usualTraining } from '../models/brain/train.ts';
import { faults } from '../models/faults/index.ts';
import { dice } from '../models/random.ts';
import { chosen } from './training/choice.ts';
import { errorsOf, lessonsOf, type Worlds } from './training/lessons.ts';
import { curvesOf, measure } from './training/measure.ts';
import { runsOf } from './training/runs.ts';

const file = new URL('../models/brain/weights/default.json', import.meta.url);
/** None shares a seed with another, or with those that `npm run measure` keeps for itself. */
const learnt: Worlds = { novel: false, day: false, first: 100_000, count: 1400 };
const learntDays: Worlds = { novel: false, day: true, first: 150_000, count: 80 };
const keptBack: Worlds = { novel: false, day: false, first: 200_000, count: 120 };
const development: readonly Worlds[] = [
  { novel: false, day: false, first: 300_000, count: 250 },
  { novel: false, day: true, first: 350_000, count: 60 },
];

const started = Date.now();
const model = trained();
writeFileSync(file, `${JSON.stringify(model, null, 1)}\n`);
say(`written: ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);

function trained(): Model {
  const rolls = dice(1);
  const lessons = lessonsOf(learnt, rolls);
  const checks = lessonsOf(keptBack, rolls);
  say(`${lessons.length} lessons`);
  const first = course(lessons, checks, { ...usualTraining, passes: 5 });
  const network = new Network(first.network, first.features);
  const score = (input: Float32Array) => calibrated(network.run(input)[0]!, first.calibration);
  // Half of the worlds are enough to see where it errs.
  const errors = [{ ...learnt, count: learnt.count / 2 }, learntDays].flatMap((worlds) =>
    errorsOf(worlds, score, 0.2, rolls),
  );
  say(`the first course errs in ${errors.length} healthy windows`);
  const model = course([...lessons, ...errors], checks, usualTraining);
  say('trained');
  const runs = development.flatMap((worlds) => [...runsOf(worlds, model)]);
  const thresholds = chosen(runs);
  const { prAuc = 0, brier = 1, ece = 1 } = curvesOf(runs);
  const { falseAlarms, vmDays } = measure(runs, thresholds);
  const scores = { prAuc, brier, ece, falseAlarmsPerVmDay: falseAlarms.length / vmDays };
  say(`${JSON.stringify(thresholds)} ${JSON.stringify(scores)}`);
  const rounded = Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value.toFixed(5))]));
  return { ...model, thresholds, trainedOn: { ...model.trainedOn, scores: rounded } };
}

function course(lessons: readonly Lesson[], checks: readonly Lesson[], training: typeof usualTraining): Model {
  // Without reasons and before a choice: a threshold that nothing reaches.
  const thresholds: Thresholds = { raise: 1, clear: 1, raiseAfter: 2, raiseOf: 3 };
  const data = 'simulated worlds of 1 to 8 VMs, varied loads and faults, and nasty healthy days';
  const seeds = [learnt.first, learnt.first + learnt.count - 1];
  const trainedOn = { data, samples: lessons.length, seeds, scores: {} };
  const causes = faults.map(({ id }) => id);
  return train({ causes, lessons, keptBack: checks, training, thresholds, trainedOn }, dice(2));
}

function say(words: string): void {
  console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${words}`);
}
