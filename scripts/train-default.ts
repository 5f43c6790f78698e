/** Trains the brain that ships with the program and writes models/brain/weights/default.json. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { featureNames } from '../models/brain/features.ts';
import type { Model, Thresholds } from '../models/brain/model.ts';
import { Network } from '../models/brain/network.ts';
import { fitted } from '../models/brain/train.ts';
import { faults } from '../models/faults/index.ts';
import { chosen } from './training/choice.ts';
import { gathered } from './training/gather.ts';
import { learnt } from './training/learn.ts';
import type { Worlds } from './training/lessons.ts';
import { curvesOf, measure } from './training/measure.ts';
import { unpacked } from './training/packed.ts';
import { runsOf } from './training/runs.ts';

const file = new URL('../models/brain/weights/default.json', import.meta.url);
/** None shares a seed with another, or with those that `npm run measure` keeps for itself. */
const taught: readonly Worlds[] = [
  { novel: false, scene: 'busy', first: 100_000, count: 18_000 },
  { novel: false, scene: 'day', first: 150_000, count: 720 },
  { novel: false, scene: 'quiet', first: 500_000, count: 12_000 },
];
const keptBack: readonly Worlds[] = [
  { novel: false, scene: 'busy', first: 200_000, count: 150 },
  { novel: false, scene: 'day', first: 250_000, count: 10 },
  { novel: false, scene: 'quiet', first: 260_000, count: 150 },
];
const development: readonly Worlds[] = [
  { novel: false, scene: 'busy', first: 300_000, count: 250 },
  { novel: false, scene: 'day', first: 350_000, count: 120 },
  { novel: false, scene: 'quiet', first: 360_000, count: 800 },
];

const causes = faults.map(({ id }) => id);
const data = 'simulated worlds of 1 to 8 VMs, varied loads and faults, and nasty healthy days';
/** So many lessons need not be shown often. */
const training = { hidden: [64, 32], passes: 2 };
/** Before a choice: a threshold that nothing reaches. */
const unreached: Thresholds = { raise: 1, clear: 1, raiseAfter: 2, raiseOf: 3 };

const started = Date.now();
const model = await trained();
writeFileSync(file, `${JSON.stringify(model, null, 1)}\n`);
say(`written: ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);

async function trained(): Promise<Model> {
  const [lessons, checks] = [await gathered(taught), unpacked(await gathered(keptBack))];
  const samples = lessons.truthOf.length;
  say(`${samples} lessons`);
  const { json, healthyMean } = await learnt(lessons, { causes, training }, [1, 2]);
  say('trained');
  const network = new Network(json, featureNames);
  const answers = checks.map((lesson) => ({ ...lesson, outputs: network.run(lesson.input).slice() }));
  const [{ first, count }] = taught as readonly [Worlds, ...Worlds[]];
  const trainedOn = { data, samples, seeds: [first, first + count - 1], scores: {} };
  return withThresholds({ ...fitted({ causes, json, healthyMean, answers }), thresholds: unreached, trainedOn });
}

/** Chosen on worlds that it has not seen, with what it is worth there. */
async function withThresholds(model: Model): Promise<Model> {
  const runs = await runsOf(development, model);
  const thresholds = chosen(runs);
  const { prAuc = 0, brier = 1, ece = 1 } = curvesOf(runs);
  const { falseAlarms, vmDays } = measure(runs, thresholds);
  const scores = { prAuc, brier, ece, falseAlarmsPerVmDay: falseAlarms.length / vmDays };
  say(`${JSON.stringify(thresholds)} ${JSON.stringify(scores)}`);
  const rounded = Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value.toFixed(5))]));
  return { ...model, thresholds, trainedOn: { ...model.trainedOn, scores: rounded } };
}

function say(words: string): void {
  console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${words}`);
}
