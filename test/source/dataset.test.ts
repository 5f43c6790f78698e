import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readDataset } from '../../source/dataset.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-medic-dataset-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(content: string | Buffer, name = 'data.csv'): string {
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, content);
  return path;
}

const good = 'entity,timestamp,cpu,mem,label,fault\na,60,1,2,0,\nb,60,3,,1,cpu\na,120,NaN,4.5,,\n';

describe('a CSV file becomes series', () => {
  test.each([
    ['plain', good, 'data.csv'],
    ['gz', gzipSync(good), 'data.csv.gz'],
    ['gz under another name', gzipSync(good), 'data.csv'],
    ['written on Windows', `\uFEFF${good.replaceAll('\n', '\r\n')}`, 'data.csv'],
    ['with an empty line', `${good}\n`, 'data.csv'],
  ])('%s', async (_, content, name) => {
    const { dataset, order, stamps } = await readDataset([file(content, name)], 'demanded');
    const [a, b] = dataset.series;
    expect(dataset.metrics).toEqual(['cpu', 'mem']);
    expect(a).toMatchObject({ entity: 'a', times: Float64Array.of(60, 120), labels: Int8Array.of(0, -1) });
    expect(a!.columns).toEqual([Float32Array.of(1, Number.NaN), Float32Array.of(2, 4.5)]);
    expect(b).toMatchObject({ entity: 'b', labels: Int8Array.of(1), faults: ['cpu'] });
    expect([order, stamps]).toEqual([
      [0, 1, 0],
      ['60', '60', '120'],
    ]);
  });

  test('without labels nothing is labelled', async () => {
    const { dataset } = await readDataset([file('entity,timestamp,cpu\na,1,2\n')], 'optional');
    expect(dataset.series[0]).toMatchObject({ labels: Int8Array.of(-1), faults: [''] });
  });

  test('a second file goes on where the first ended', async () => {
    const { dataset } = await readDataset([file(good), file(good.replace(/,(60|120),/g, ',9$1,'))], 'demanded');
    expect(dataset.series.map(({ times }) => Array.from(times))).toEqual([
      [60, 120, 960, 9120],
      [60, 960],
    ]);
  });

  test('rows that repeat a time after a gap are moved back into it', async () => {
    const rows = [300, 600, 1500, 1500, 1500, 1800].map((time) => `a,${time},1\n`).join('');
    const { dataset, written } = await readDataset([file(`entity,timestamp,cpu\n${rows}`)], 'optional');
    expect(Array.from(dataset.series[0]!.times)).toEqual([300, 600, 900, 1200, 1500, 1800]);
    expect(Array.from(written[0]!)).toEqual([300, 600, 1500, 1500, 1500, 1800]);
  });

  test('whatever is written is read again, in any order of the entities', async () => {
    // A minus zero is written as 0, and comes back as such.
    const value = fc.float({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
    const cell = fc.option(value, { nil: Number.NaN });
    const row = fc.record({
      entity: fc.constantFrom('a', 'b/c', 'd "e", f'),
      cpu: cell,
      mem: cell,
      label: fc.constantFrom(-1, 0, 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = (value: number) => (Number.isNaN(value) ? '' : String(value));
        const lines = rows.map(
          ({ entity, cpu, mem, label }, at) =>
            `${quoted(entity)},${at},${text(cpu)},${text(mem)},${label < 0 ? '' : label}\n`,
        );
        const { dataset, order } = await readDataset(
          [file(`entity,timestamp,cpu,mem,label\n${lines.join('')}`)],
          'demanded',
        );
        expect(order.map((index) => dataset.series[index]!.entity)).toEqual(rows.map(({ entity }) => entity));
        for (const { entity, times, columns, labels } of dataset.series) {
          const own = rows.map((one, at) => ({ ...one, at })).filter((one) => one.entity === entity);
          expect(Array.from(times)).toEqual(own.map(({ at }) => at));
          expect(Array.from(columns[1]!)).toEqual(own.map(({ mem }) => mem));
          expect(Array.from(labels)).toEqual(own.map(({ label }) => label));
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('labels as programs write them that know no empty whole number', async () => {
  const rows = ['a,1,2,0.0,', 'a,2,2,1.0,', 'a,3,2,,'];
  const floats = file(`entity,timestamp,cpu,label,fault\n${rows.join('\n')}\n`);
  const { dataset } = await readDataset([floats], 'demanded');
  expect(Array.from(dataset.series[0]!.labels)).toEqual([0, 1, -1]);
});

describe('what is wrong is said with file, line and the fix', () => {
  const header = 'entity,timestamp,cpu,label,fault\n';
  test.each([
    ['no metric', 'entity,timestamp,label,fault\n', /line 1: there is no metric/],
    ['no label', 'entity,timestamp,cpu\na,1,2\n', /line 1: there is no column label/],
    ['no entity and no time', 'cpu,label\n1,0\n', /no column entity and no column timestamp/],
    ['a column twice', 'entity,timestamp,cpu,cpu,label\n', /the column cpu is there twice/],
    ['no rows', header, /holds no rows/],
    ['nothing', '', /is empty/],
    ['a text', `${header}a,1,2,0,\na,2,high,0,\n`, /line 3: cpu is "high", not a number/],
    ['blanks are no zero, but what follows', `${header}a,1,  ,0,\na,2,0x,0,\n`, /line 3: cpu is "0x"/],
    ['infinity', `${header}a,1,Infinity,0,\n`, /line 2: cpu is "Infinity"/],
    ['more than 32 bits hold', `${header}a,1,1e39,0,\n`, /line 2: cpu is "1e39"/],
    ['another label', `${header}a,1,2,2,\n`, /line 2: the label is "2"/],
    ['a cell too few', `${header}a,1,2,0\n`, /line 2: 4 cells, but the header has 5/],
    ['no name', `${header},1,2,0,\n`, /line 2: no entity/],
    ['unsorted', `${header}a,2,2,0,\nb,1,2,0,\na,1,2,0,\n`, /line 4: a goes back in time/],
    ['a time twice', `${header}a,1,2,0,\na,2,2,0,\na,3,2,0,\na,3,2,0,\n`, /line 5: a has this time twice/],
    ['a time that is none', `${header}a,soon,2,0,\n`, /line 2: "soon" is no time/],
    [
      'two ways to write a time',
      `${header}a,1,2,0,\na,2026-01-01T00:00:00Z,2,0,\n`,
      /line 3: the time is ISO 8601, but in line 2/,
    ],
    ['a quote that never ends', `${header}a,1,"2,0,\n`, /is not CSV from line/],
  ])('%s', async (_, content, words) => {
    const path = file(content);
    const failing = expect(readDataset([path], 'demanded')).rejects;
    await failing.toThrow(words);
    await expect(readDataset([path], 'demanded')).rejects.toMatchObject({
      kind: 'data',
      message: expect.stringContaining(path),
      hint: expect.stringMatching(/\w+\.$/),
    });
  });

  test('files that are no files, and gz that is none, or only half of it', async () => {
    const many = Array.from({ length: 5000 }, (_, row) => `a,${row},${row % 7},0\n`).join('');
    const gz = gzipSync(`entity,timestamp,cpu,label\n${many}`);
    await expect(readDataset([join(folder, 'nowhere.csv')], 'optional')).rejects.toThrow('nowhere.csv is not there');
    await expect(readDataset([folder], 'optional')).rejects.toThrow('is a folder');
    await expect(readDataset([file(good, 'a.csv.gz')], 'optional')).rejects.toThrow('is not gzip data');
    await expect(readDataset([file(gz.subarray(0, -20))], 'optional')).rejects.toThrow('it is truncated');
    const spoilt = Buffer.from(gz);
    spoilt[spoilt.length - 6]! ^= 1;
    await expect(readDataset([file(spoilt)], 'optional')).rejects.toThrow('is damaged: incorrect data check');
  });

  test('a second file with other columns', async () => {
    const second = file('entity,timestamp,disk,label\na,1,2,0\n');
    await expect(readDataset([file(good), second], 'demanded')).rejects.toThrow(`${second} has other columns than`);
  });
});
