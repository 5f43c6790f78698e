import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Progress } from '../../models/brain/learning.ts';
import { runTraining, type TrainingRequest } from '../../source/training.ts';
import { writeLabelled } from './labelled.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-medic-training-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files = [writeLabelled(folder)];

function train(request: Partial<TrainingRequest> = {}, signal = new AbortController().signal, heard: Progress[] = []) {
  return runTraining({ files, kind: 'series', seed: 7, folds: 2, ...request }, signal, (progress) =>
    heard.push(progress),
  );
}

test('the worker trains, tells how far it is, and says in the model what it was trained on and how well it did', async () => {
  const heard: Progress[] = [];
  const { model, evaluation, scores } = (await train({}, undefined, heard))!;
  expect(model).toMatchObject({ kind: 'series', metrics: ['cpu', 'mem'] });
  expect(model.trainedOn).toMatchObject({ data: 'hosts.csv', entities: 4, rows: 1360, failing: 160 });
  expect(model.trainedOn.scores.prAuc).toBeCloseTo(evaluation!.point!.prAuc!, 4);
  expect(evaluation!.point!.prAuc).toBeGreaterThan(2 * evaluation!.point!.baseRate);
  expect(scores!.split('\n')).toHaveLength(1602);
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.every(({ done, of, words }) => done >= 0 && done <= of && words)).toBe(true);
});

test('the same seed gives the same bytes', async () => {
  expect(JSON.stringify(await train())).toBe(JSON.stringify(await train()));
});

test('without folds nothing is printed of them, but the model says how well it did', async () => {
  const result = await train({ folds: 0 });
  expect(result).toMatchObject({ evaluation: undefined, scores: undefined });
  expect(result!.model.trainedOn.scores.prAuc).toBeGreaterThan(0.5);
});

test('it can be stopped, before and while it runs', async () => {
  expect(await train({}, AbortSignal.abort())).toBeUndefined();
  const controller = new AbortController();
  const running = runTraining({ files, kind: 'series', seed: 7, folds: 2 }, controller.signal, () =>
    controller.abort(),
  );
  expect(await running).toBeUndefined();
});

const header = 'entity,timestamp,cpu,label\n';
test.each([
  ['no positive label', `${header}a,1,1,0\nb,1,1,0\n`, 'no row is labelled 1'],
  ['no healthy row', `${header}a,1,1,1\nb,1,1,1\n`, 'no row is labelled 0'],
  ['one entity', `${header}a,1,1,0\na,2,1,1\n`, 'only one entity (a)'],
  ['one entity on two days', `${header}day1/a,1,1,0\nday2/a,2,1,1\n`, 'only one entity (a)'],
  ['one that fails', `${header}a,1,1,0\na,2,1,1\nb,1,1,0\n`, 'only a ever fails'],
  ['no value', `${header}a,1,,0\na,2,NaN,1\nb,1,,0\nb,2,,1\n`, 'no metric has a value'],
  ['no past', `${header}a,1,1,0\na,2,1,1\nb,1,1,0\nb,2,1,1\n`, 'no row labelled 1 has 30 rows'],
  ['a time twice', `${header}a,1,1,0\na,1,1,1\n`, 'line 3: a has this time twice'],
])('data that nothing can be learnt from: %s', async (name, content, words) => {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, content);
  const failing = train({ files: [file] });
  await expect(failing).rejects.toThrow(words);
  await expect(failing).rejects.toMatchObject({ kind: 'data', message: expect.stringContaining(file) });
});
