import { expect, test } from 'vitest';
import { gathered } from '../../scripts/training/gather.ts';
import { lessonsOf, type Worlds } from '../../scripts/training/lessons.ts';

test('all cores together find the lessons that one would, in the same order', async () => {
  const all: Worlds[] = [
    { novel: false, scene: 'busy', first: 1, count: 3 },
    { novel: true, scene: 'busy', first: 7, count: 1 },
  ];
  const lessons = await gathered(all);
  expect(lessons.length).toBeGreaterThan(50);
  expect(lessons).toEqual(all.flatMap((worlds) => lessonsOf(worlds)));
});
