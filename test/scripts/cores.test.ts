import { expect, test } from 'vitest';
import { gathered } from '../../scripts/training/gather.ts';
import { lessonsOf, type Worlds, worldsOf } from '../../scripts/training/lessons.ts';
import { unpacked } from '../../scripts/training/packed.ts';
import { runsOf } from '../../scripts/training/runs.ts';
import { judged } from '../../scripts/training/windows.ts';
import { loadModel } from '../../source/model-file.ts';

const all: Worlds[] = [
  { novel: false, scene: 'busy', first: 1, count: 3 },
  { novel: true, scene: 'busy', first: 7, count: 1 },
];

test('all cores together find the lessons that one would, in the same order', async () => {
  const lessons = unpacked(await gathered(all));
  expect(lessons.length).toBeGreaterThan(50);
  expect(lessons).toEqual(all.flatMap((worlds) => lessonsOf(worlds)));
});

test('all cores together judge as one would, VM by VM', async () => {
  const model = loadModel();
  const worlds = all.flatMap((one) => [...worldsOf(one)]);
  const runs = await runsOf(all, model);
  expect(runs.map(({ story }) => story)).toEqual(worlds.flatMap(({ stories }) => stories));
  expect(runs.map(({ points }) => points)).toEqual(worlds.flatMap((world) => judged(world, model)));
});
