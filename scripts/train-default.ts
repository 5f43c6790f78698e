/**
 * Trains the brain that ships with the program and writes models/brain/weights/default.json, or, with `--compare`,
 * prints how the shipped brain does on VMs it has never seen beside the rule "cpu or memory over 90 %".
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { calibrated } from '../models/brain/calibration.ts';
import { prAuc, type Scored, worth } from '../models/brain/evaluate.ts';

import type { Model, Thresholds } from '../models/brain/model.ts';
import { Network } from '../models/brain/network.ts';
import { type Lesson, train, usualTraining } from '../models/brain/train.ts';
import type { FaultId } from '../models/fault.ts';
import { faults } from '../models/faults/index.ts';
import { type Dice, dice } from '../models/random.ts';
import { record, settingOf } from './training/recording.ts';
import { type Seen, type Story, watch } from './training/windows.ts';

const file = new URL('../models/brain/weights/default.json', import.meta.url);
/** First seed and number of stories. The three never share one. */
const learnt = { first: 100_000, count: 2000 };
const development = { first: 300_000, count: 900 };
const unseen = { first: 700_000, count: 1000 };
/** VMs that are watched together. */
const fleet = 10;
const started = Date.now();
if (process.argv.includes('--compare')) {
  const model = JSON.parse(readFileSync(file, 'utf8')) as Model;
  console.log(comparison(model, watched(unseen)));
} else {
  const model = trained();
  writeFileSync(file, `${JSON.stringify(model, null, 1)}\n`);
  say(`written: ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);
}

function trained(): Model {
  const rolls = dice(1);
  const lessons = lessonsOf(watched(learnt), rolls);
  say(`${lessons.length} lessons`);
  const stories = watched(development);
  const half = stories.length / 2;
  const keptBack = lessonsOf(stories.slice(0, half), rolls);
  const model = train(
    {
      causes: faults.map(({ id }) => id),
      lessons,
      keptBack,
      training: usualTraining,
      thresholds: { raise: 0.5, clear: 0.25, raiseAfter: 3, raiseOf: 4 },
      trainedOn: {
        data: 'simulated load and faults, half of the VMs varied towards small and partly observed ones',
        samples: lessons.length,
        seeds: [learnt.first, learnt.first + learnt.count - 1],
        scores: {},
      },
    },
    rolls,
  );
  say('trained');
  const scored = stories.map((story) => byBrain(model, story));
  const thresholds = cheapest(scored.slice(half));
  const scores = { prAuc: Number(prAuc(scored.slice(half)).toFixed(4)) };
  return { ...model, thresholds, trainedOn: { ...model.trainedOn, scores } };
}

function watched({ first, count }: typeof learnt): Story[] {
  const stories = Array.from({ length: Math.ceil(count / fleet) }, (_, index) => {
    const seed = first + index * fleet;
    const setting = settingOf(seed);
    return watch(Array.from({ length: fleet }, (_, vm) => record(seed + vm, setting)));
  }).flat();
  say(`${count} stories`);
  return stories;
}

/** All failing windows would be alike, and healthy ones are plenty: one in four and one in twelve, weighted back. */
function lessonsOf(stories: readonly Story[], rolls: Dice): Lesson[] {
  return stories.flatMap(({ seen, fault }) =>
    seen.flatMap(({ input, label }): Lesson[] => {
      const one = label === 'healthy' ? 12 : 4;
      if (!input || label === 'uncertain' || rolls.next() * one >= 1) return [];
      return [{ input, failing: label === 'failing', cause: label === 'healthy' ? undefined : fault, weight: one }];
    }),
  );
}

function byBrain(model: Model, story: Story): Scored {
  const network = new Network(model.network, model.features);
  return scoredBy(story, ({ input }) => (input ? calibrated(network.run(input)[0]!, model.calibration) : Number.NaN));
}

/** The rule that everybody has: 1 when the newest cpu or memory is over 90 %. */
function byRule(story: Story): Scored {
  return scoredBy(story, ({ cpu, memory }) =>
    Number.isNaN(cpu) && Number.isNaN(memory) ? Number.NaN : cpu > 90 || memory > 90 ? 1 : 0,
  );
}

function scoredBy({ fault, from, until, seen }: Story, score: (seen: Seen) => number): Scored {
  const moments = seen.map((one) => ({
    at: one.at,
    score: score(one),
    failing: one.label === 'uncertain' || !one.input ? undefined : one.label === 'failing',
  }));
  return { fault, from, until, moments };
}

/** The thresholds that cost an operator least: a false alarm 6, a missed fault 2, a minute's delay 0.2. */
function cheapest(scored: readonly Scored[]): Thresholds {
  let best: { cost: number; thresholds: Thresholds } | undefined;
  for (const [raiseAfter, raiseOf] of [
    [2, 3],
    [3, 4],
    [3, 5],
  ] as const) {
    for (const raise of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const thresholds = { raise, clear: raise / 2, raiseAfter, raiseOf };
      const { faults: found, falseAlarms } = worth(scored, thresholds);
      let cost = 6 * falseAlarms;
      for (const tally of found.values()) {
        cost += 2 * (tally.all - tally.found) + 0.2 * tally.delays.reduce((sum, delay) => sum + delay / 60, 0);
      }
      if (!best || cost < best.cost) best = { cost, thresholds };
    }
  }
  return best!.thresholds;
}

function comparison(model: Model, stories: readonly Story[]): string {
  const brain = stories.map((story) => byBrain(model, story));
  const rule = stories.map(byRule);
  const { raiseAfter, raiseOf, raise } = model.thresholds;
  const [ours, theirs] = [worth(brain, model.thresholds), worth(rule, { ...model.thresholds, raise: 1, clear: 1 })];
  const cell = (one: typeof ours, id: FaultId) => {
    const { all, found, delays } = one.faults.get(id)!;
    const median = [...delays].sort((a, b) => a - b)[delays.length >> 1];
    return `${found} of ${all}${median === undefined ? '' : `, ${Math.round(median)} s`}`;
  };
  const rate = ({ falseAlarms, vmDays }: typeof ours) => (falseAlarms / vmDays).toFixed(2);
  return [
    `${stories.length} VMs of unseen seeds, ${ours.vmDays.toFixed(0)} VM-days; alarm: ${raiseAfter} of ${raiseOf} verdicts over ${raise}`,
    '',
    '| fault: found, median delay | cloud-medic | cpu or memory > 90 % |',
    '|---|---|---|',
    ...faults
      .filter(({ id }) => ours.faults.has(id))
      .map(({ id }) => `| ${id} | ${cell(ours, id)} | ${cell(theirs, id)} |`),
    `| false alarms per VM-day | ${rate(ours)} | ${rate(theirs)} |`,
    `| PR-AUC of single moments | ${prAuc(brain).toFixed(3)} | ${prAuc(rule).toFixed(3)} |`,
  ].join('\n');
}

function say(words: string): void {
  console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${words}`);
}
