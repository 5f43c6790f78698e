import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readDataset } from '../../source/dataset.ts';
import { asWritten, readScores, scoresCsv } from '../../source/scores.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-medic-scores-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const rows = ['b,60', '"a, c",60', 'b,120', '"a, c",90', 'b,300'];
const table = await readDataset([file('data.csv', `entity,timestamp,cpu\n${rows.join(',1\n')},1\n`)], 'optional');

test('scores keep the order and the times of the input', () => {
  const csv = scoresCsv(table, [Float64Array.of(0.1, 0.2, Number.NaN), Float64Array.of(1, 1e-9)]);
  expect(csv).toBe('entity,timestamp,score\nb,60,0.1\n"a, c",60,1\nb,120,0.2\n"a, c",90,1e-9\nb,300,\n');
});

test('scores that were written are read again to the last digit', async () => {
  const score = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN));
  const some = fc.array(score, { minLength: 5, maxLength: 5 }).filter((values) => !values.every(Number.isNaN));
  await fc.assert(
    fc.asyncProperty(some, async (values) => {
      const scores = [Float64Array.from(values.slice(0, 3)), Float64Array.from(values.slice(3))];
      const read = await readScores(file('scores.csv', scoresCsv(table, scores)), table);
      expect(read.flatMap((one) => Array.from(one, (value) => value + 0))).toEqual(values.map((value) => value + 0));
    }),
    { numRuns: 50 },
  );
});

test('times may be written with a fraction; what is no number is no score', async () => {
  const read = await readScores(
    file('scores.csv', 'timestamp,score,entity\n60.0,0.5,b\n120.9,nan,b\n300,inf,b\n'),
    table,
  );
  expect(read[0]).toEqual(Float64Array.of(0.5, Number.NaN, Number.NaN));
});

test('of rows with one time the last one’s score is that of all', async () => {
  const data = [300, 600, 1500, 1500, 1500].map((time) => `a,${time},1\n`).join('');
  const moved = await readDataset([file('moved.csv', `entity,timestamp,cpu\n${data}`)], 'optional');
  const [one] = asWritten(moved, [Float64Array.of(1, 2, 3, 4, 5)]);
  expect(one!.scores).toEqual(Float64Array.of(1, 2, 5, 5, 5));
  expect(one!.series.times).toEqual(Float64Array.of(300, 600, 1500, 1500, 1500));
});

test.each([
  ['entity,timestamp\nb,60\n', 'line 1: there is no column score'],
  ['entity,timestamp,score\nz,60,1\n', 'is of a row of the data'],
  ['entity,timestamp,score\nb,soon,1\n', 'line 2: "soon" is no time'],
])('what is wrong with scores is said: %#', async (content, words) => {
  const failing = readScores(file('scores.csv', content), table);
  await expect(failing).rejects.toThrow(words);
  await expect(failing).rejects.toMatchObject({ kind: 'data', message: expect.stringContaining('scores.csv') });
});
