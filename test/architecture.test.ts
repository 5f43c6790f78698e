import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const drawing = [
  ...['ink', 'react', 'ink-table', 'asciichart', 'chalk', '@alcalzone/ansi-tokenize', 'string-width'],
  ...['fuzzysort', 're2js'],
];

function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** What a file imports: folders of the project as "models/…", packages by name. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/(?:^import\b[^;]*?\bfrom|^export\b[^;]*?\bfrom|^import|\bimport\()\s*'([^']+)'/gm)];
  return named.map(([, target]) =>
    target!.startsWith('.') ? relative(root, join(root, dirname(file), target!)) : target!,
  );
}

function strangers(folder: string, allowed: (target: string, file: string) => boolean): string[] {
  return files(folder).flatMap((file) =>
    imports(file)
      .filter((target) => !allowed(target, file))
      .map((target) => `${file} imports ${target}`),
  );
}

describe('who may import whom', () => {
  test('models import models, and brain.js in one file', () => {
    const brain = (target: string, file: string) => target === 'brain.js' && file === 'models/brain/network.ts';
    expect(strangers('models', (target, file) => target.startsWith('models/') || brain(target, file))).toEqual([]);
  });

  test('screens import models and drawing packages, never source', () => {
    const mayDraw = (target: string) => /^(models|screens)\//.test(target) || drawing.includes(target);
    expect(strangers('screens', mayDraw)).toEqual([]);
  });

  test('only the command line imports screens', () => {
    const importers = files('source').filter((file) => imports(file).some((target) => target.startsWith('screens/')));
    expect(importers).toEqual(['source/cli.tsx']);
  });
});

describe('models are pure', () => {
  const impure =
    /\bDate\.now|\bnew Date\(\)|\bMath\.random|\bprocess\.|\bfetch\(|\bsetTimeout|\bsetInterval|\bperformance\.|\bconsole\./;

  test.each(files('models'))('%s asks no clock, dice or world', (file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(code.match(impure)).toBeNull();
  });
});

test('text leaves by one door for stdout and stderr, by Ink, and nowhere else', () => {
  const ways =
    /\bconsole\.(?:log|error|warn|info|debug|table|dir|trace|group)\b|process\.(stdout|stderr|report|emitWarning)\b(?!\.isTTY)|\bstd(out|err)\.(write|end|cork)|createInterface|writev?Sync\([12],|'\/dev\/(tty|std|fd)|\/proc\/self\/fd/g;
  const doors: Readonly<Record<string, readonly string[]>> = {
    'source/print.ts': ['process.stdout', 'process.stderr', 'createInterface'],
    // By which all of these leave.
    'source/outlets.ts': ['process.stdout', 'process.stderr', "'/dev/tty", '/proc/self/fd'],
    // Before the program proper can be loaded: words of our own.
    'source/launcher.ts': ['process.stderr'],
    // Ink's own stream, and what is drawn there by us: a whole erasure, and base64 for the clipboard.
    'screens/shell/start.tsx': ['process.stdout', 'stdout.write'],
    'screens/shell/app.tsx': ['stdout.write'],
    // Only read from.
    'source/login.ts': ["'/dev/tty"],
  };
  const others = ['models', 'source', 'screens'].flatMap(files).flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const found = [...code.matchAll(ways)].map(([way]) => way);
    return found.filter((way) => !doors[file]?.some((known) => way.startsWith(known))).map((way) => `${file}: ${way}`);
  });
  expect(others).toEqual([]);
});

describe('a folder is a list', () => {
  test.each(['metrics', 'faults', 'actions', 'guards', 'scenarios'])(
    'models/%s/index.ts names each of its files',
    (folder) => {
      const index = readFileSync(join(root, 'models', folder, 'index.ts'), 'utf8');
      const helpers = ['index.ts', 'meters.ts', 'server-action.ts'];
      const members = readdirSync(join(root, 'models', folder)).filter((name) => !helpers.includes(name));
      expect(members.filter((name) => !index.includes(`'./${name}'`))).toEqual([]);
    },
  );
});

test('no file is longer than can be read in one go', () => {
  const long = ['models', 'source', 'screens', 'test', 'scripts'].flatMap(files).filter((file) => {
    return readFileSync(join(root, file), 'utf8').split('\n').length > 260;
  });
  expect(long).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
});
