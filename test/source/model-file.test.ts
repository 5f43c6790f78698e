import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { featureNames } from '../../models/brain/features.ts';
import { Network } from '../../models/brain/network.ts';
import { loadModel } from '../../source/model-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-medic-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shipped = loadModel();
const shippedFile = join(import.meta.dirname, '../../models/brain/weights/default.json');

function file(content: string): string {
  const path = join(folder, 'model.json');
  writeFileSync(path, content);
  return path;
}

test('the shipped model fits this version and runs', () => {
  expect(loadModel(shippedFile)).toEqual(shipped);
  const answers = new Network(shipped.network, shipped.features).run(featureNames.map(() => 0));
  expect(answers).toHaveLength(shipped.causes.length + 1);
  expect(answers[0]).toBeLessThan(0.5);
});

test('a model from a file is the same', () => {
  expect(loadModel(file(JSON.stringify(shipped)))).toEqual(shipped);
});

const { features, network, ...rest } = shipped;
test.each([
  ['{', 'is not JSON'],
  ['{"featureVersion":1}', 'is no model: kind'],
  ['{"kind":"vm","featureVersion":1}', 'made for features version 1'],
  [JSON.stringify({ ...shipped, featureVersion: 99 }), 'made for features version 99'],
  [
    JSON.stringify({ ...rest, network, features: ['cpu', ...features.slice(1)] }),
    'its feature 1 is cpu, not cpu.level',
  ],
  [JSON.stringify({ ...rest, network, features: features.slice(1) }), 'its feature 1 is cpu.newest, not cpu.level'],
  [JSON.stringify({ ...shipped, causes: ['flood', ...shipped.causes] }), 'a cause flood'],
  [JSON.stringify({ ...shipped, causes: shipped.causes.slice(1) }), 'outputs'],
  [JSON.stringify({ ...shipped, calibration: { slope: null, offset: 0 } }), 'is no model: calibration.slope'],
])('what does not fit is refused in a sentence: %#', (content, words) => {
  expect(() => loadModel(file(content))).toThrow(expect.objectContaining({ name: 'Failure', kind: 'data' }));
  expect(() => loadModel(file(content))).toThrow(words);
});

test('a missing file is named', () => {
  expect(() => loadModel('/nowhere/model.json')).toThrow('/nowhere/model.json cannot be read');
});
