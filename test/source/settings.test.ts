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
    settings: { mode: 'confirm', healing: { interval: 10, healthyVerdicts: 3, ceiling: 4 } },
  });
});

test('a file overrides what it names', () => {
  write('{"interval": 30, "mode": "observe", "routes": {"hard-reboot": "mistral"}}');
  expect(loadSettings(folder).settings).toMatchObject({
    mode: 'observe',
    healing: { interval: 30, cooldown: 300, routes: { 'hard-reboot': 'mistral' } },
  });
});

test('a command is a list, or a text that is split at blanks', () => {
  write(
    '{"console": {"sshCommand": "ssh  -o ConnectTimeout=5 root@{address}", "serialCommand": ["virsh", "console", "{id}"]}}',
  );
  expect(loadSettings(folder).settings.console).toEqual({
    sshCommand: ['ssh', '-o', 'ConnectTimeout=5', 'root@{address}'],
    serialCommand: ['virsh', 'console', '{id}'],
  });
});

test.each([
  ['{"console": {"sshCommand": "ssh {adress}"}}', /placeholders: \{id\} \{name\} \{address\} \{host\}/],
  ['{"console": {"sshCommand": "{name} x"}}', /must begin with a program/],
  ['{"console": {"serialCommand": " "}}', /must begin with a program/],
  ['{"interval": 0}', /setting "interval" in .*config\.json is not usable/],
  ['{"interval": 31556952000}', /setting "interval" .*<=3600/],
  ['{"refresh": 31556952000}', /setting "refresh"/],
  ['{"cooldown": 1e300}', /setting "cooldown"/],
  ['{"verifyWithin": 31556952000}', /setting "verifyWithin"/],
  ['{"healthyVerdicts": 9007199254740991}', /setting "healthyVerdicts"/],
  ['{"mode": "yolo"}', /setting "mode"/],
  ['{"theme": "pink"}', /setting "theme"/],
  ['{"refresh": 0}', /setting "refresh"/],
  ['{"routes": {"start": "ssh"}}', /setting "routes.start"/],
  ['{"modes": {"exorcise": "auto"}}', /is not usable/],
  ['{"intervall": 5}', /is not usable: Unrecognized key: "intervall"/],
  ['{"interval": ', /settings cannot be read/],
])('%s is refused in a sentence', (text, sentence) => {
  write(text);
  expect(() => loadSettings(folder)).toThrow(sentence);
});
