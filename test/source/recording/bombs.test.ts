import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { header } from '../../../models/recording/recorded.ts';
import { Writer } from '../../../models/recording/writer.ts';
import { emptyState } from '../../../models/state.ts';
import { readCsv } from '../../../source/csv.ts';
import { loadModel } from '../../../source/model-file.ts';
import { readRecording } from '../../../source/recording/file.ts';
import { failure } from '../openstack/loopback.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bombs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const whole = (): string => new Writer().text({ ...emptyState(loadModel(), 'observe'), at: 1000 });

/** A gzipped file of some beginning and the same piece so many times: far smaller than what it unpacks to. */
async function bomb(beginning: string, piece: string, times: number): Promise<string> {
  const file = join(folder, 'bomb.gz');
  const text = function* () {
    yield beginning;
    for (let i = 0; i < times; i++) yield piece;
  };
  await pipeline(Readable.from(text()), createGzip({ level: 1 }), createWriteStream(file));
  return file;
}

const megabyte = 1_000_000;

test.each([
  ['zeros', (): string => '', '\0'.repeat(megabyte), 100, /line 1, cannot be replayed: the line has no end/],
  ['a line without an end', (): string => `${header}\n`, ' '.repeat(megabyte), 100, /line 2, .*the line has no end/],
  ['names', whole, `{"names":["${'x'.repeat(megabyte)}"]}\n`, 300, /unpacks to more than any recording holds/],
  ['moments', whole, '{"change":{".":{"at":1}}}\n'.repeat(megabyte / 25), 10, /more moments than any recording/],
  ['lines', whole, '{"names":[]}\n'.repeat(megabyte / 13), 20, /unpacks to more than any recording holds/],
] as const)(
  'a recording that unpacks to ever more %s is refused, and soon',
  async (_, beginning, piece, times, words) => {
    const file = await bomb(beginning(), piece, times);
    expect(statSync(file).size).toBeLessThan(6 * megabyte);
    const before = process.memoryUsage().rss;
    const began = performance.now();
    const told = await failure(readRecording(file));
    expect(told).toMatchObject({ kind: 'data', exitCode: 4 });
    expect(told.message).toMatch(words);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(1500 * megabyte);
  },
);

test('a few lines that copy a long list again and again are refused', async () => {
  const list = `{"change":{".":{"claims":{"=":[${'0,'.repeat(999_999)}0]}}}}\n`;
  const file = join(folder, 'copies');
  writeFileSync(file, `${whole()}${list}${'{"change":{".":{"claims":{"[":[0,1000000]}}}}\n'.repeat(1000)}`);
  expect((await failure(readRecording(file))).message).toContain('unpacks to more than any recording holds');
});

test('a table that unpacks without an end is refused as it comes', async () => {
  const file = join(folder, 'bomb.csv.gz');
  writeFileSync(file, gzipSync(Buffer.alloc(50 * megabyte, '\n')));
  const told = await failure(readCsv(file, () => undefined, megabyte));
  expect(told).toMatchObject({ kind: 'data', code: 'too-large' });
  expect(told.message).toMatch(/bomb\.csv\.gz unpacks to more than any table that can be held\.$/);
});
