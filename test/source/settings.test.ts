import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSettings } from '../../source/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string) => writeFileSync(join(folder, 'config.json'), text);

test('without a file all defaults hold, and confirm is the mode', () => {
  expect(loadSettings(folder)).toMatchObject({
    folder,
    settings: { mode: 'confirm', interval: 10, healthyVerdicts: 3 },
  });
});

test('a file overrides what it names', () => {
  write('{"interval": 30, "mode": "observe"}');
  expect(loadSettings(folder).settings).toMatchObject({ interval: 30, mode: 'observe', cooldown: 300 });
});

test.each([
  ['{"interval": 0}', /setting "interval" in .*config\.json is not usable/],
  ['{"mode": "yolo"}', /setting "mode"/],
  ['{"intervall": 5}', /is not usable: Unrecognized key: "intervall"/],
  ['{"interval": ', /settings cannot be read/],
])('%s is refused in a sentence', (text, sentence) => {
  write(text);
  expect(() => loadSettings(folder)).toThrow(sentence);
});
