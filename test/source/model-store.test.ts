import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { columnsOf, layoutOf } from '../../models/brain/series/layout.ts';
import { kinds } from '../../models/brain/series/members.ts';
import { type SeriesModel, seriesVersion } from '../../models/brain/series/model.ts';
import { loadModel } from '../../source/model-file.ts';
import { ModelStore } from '../../source/model-store.ts';

const model = loadModel();
const at = Date.UTC(2026, 0, 31, 12);
let folder: string;
let store: ModelStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloud-medic-store-'));
  store = new ModelStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a new store has the shipped model and uses it', () => {
  expect([store.versions, store.inUse]).toEqual([['shipped'], 'shipped']);
  expect(store.model()).toEqual(model);
  expect(readdirSync(folder)).toEqual([]);
});

test('each model is a version of its own, with its time, and the same model when it is read', () => {
  expect([
    store.add(model, at),
    store.add({ ...model, thresholds: { ...model.thresholds, raise: 0.9 } }, at + 1000),
  ]).toEqual(['0001', '0002']);
  expect(new ModelStore(folder).versions).toEqual(['shipped', '0001', '0002']);
  expect(store.read('0001')).toEqual({ model, trainedAt: '2026-01-31T12:00:00.000Z' });
  expect(store.inUse).toBe('shipped');
  expect(readdirSync(join(folder, 'models'))).toEqual(['0001.json', '0002.json']);
});

test('promote and rollback walk through what was in use', () => {
  store.add(model, at);
  store.add({ ...model, thresholds: { ...model.thresholds, raise: 0.9 } }, at);
  store.promote('1');
  store.promote('0002');
  store.promote('0002');
  expect(new ModelStore(folder).model().thresholds.raise).toBe(0.9);
  expect([store.rollback(), store.rollback()]).toEqual(['0001', 'shipped']);
  expect(() => store.rollback()).toThrow('none was before it');
});

test('a named file wins over the version in use', () => {
  store.add({ ...model, thresholds: { ...model.thresholds, raise: 0.9 } }, at);
  store.promote('0001');
  const file = join(folder, 'mine.json');
  writeFileSync(file, JSON.stringify(model));
  expect(store.model(file).thresholds).toEqual(model.thresholds);
});

test('only a model that judges VMs with these features can be promoted', () => {
  store.add({ ...model, featureVersion: 99 }, at);
  expect(() => store.promote('0001')).toThrow('made for features version 99');
  expect(() => store.promote('0009')).toThrow('no version "0009"');
  store.add(seriesModel(), at);
  expect(() => store.promote('0002')).toThrow('judges data with the metrics m1, not VMs');
  expect(store.inUse).toBe('shipped');
});

test('a version in use that has become unfit is refused with the way back', () => {
  store.add(model, at);
  store.promote('0001');
  const file = join(folder, 'models/0001.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 1000));
  expect(() => store.model()).toThrow(
    expect.objectContaining({ kind: 'data', hint: expect.stringContaining('rollback') }),
  );
});

test('where nothing can be kept, that is said', () => {
  writeFileSync(join(folder, 'models'), 'a file in its place');
  const refused = expect.objectContaining({
    kind: 'usage',
    message: expect.stringContaining('models cannot be written'),
  });
  expect(() => store.makeReady()).toThrow(refused);
});

test('a spoilt note of what is in use is named', () => {
  store.add(model, at);
  writeFileSync(join(folder, 'models/in-use.json'), '{"history":');
  expect(() => store.model()).toThrow('does not say which model is in use');
});

/** Of the right shape for one metric, and good for nothing. */
function seriesModel(): SeriesModel {
  const inputs = columnsOf(layoutOf(['m1']), kinds.steady.groups).length;
  return {
    ...{ kind: 'series', version: seriesVersion, metrics: ['m1'], thresholds: { raise: 0.5 }, committee: 'together' },
    trainedOn: { data: 'a.csv', entities: 1, rows: 1, failing: 1, scores: {} },
    scales: [{ median: 0, spread: 1 }],
    networks: [{ kind: 'steady', json: { sizes: [inputs, 1], layers: [{}, { 0: { bias: 0, weights: {} } }] } }],
    calibration: { slope: 1, offset: 0 },
  };
}
