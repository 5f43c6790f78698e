import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { all } from '../screens/shell/key-spec.ts';
import { keys } from '../screens/shell/keys.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** The README's table of keys, as the keys' records have it. */
const table = [
  '| key | name | what it does | screens |',
  '|---|---|---|---|',
  ...keys.map(({ name, keys: [first], shown = first, words, screens, danger }) => {
    const where = screens.length === all.length ? 'all' : screens.join(', ');
    return `| \`${shown}\` | ${name} | ${words}${danger ? ' (asks first)' : ''} | ${where} |`;
  }),
].join('\n');

describe('the README keeps true', () => {
  test('the table of keys is the live keymap', () => {
    expect(readme).toContain(table);
  });

  test('each npm script it names exists', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  test('each picture in it is there', () => {
    const named = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) => file!);
    expect(named).toContain('docs/pictures/fleet.svg');
    expect(named.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([]);
  });

  test('nothing waits to be filled in', () => {
    expect(readme).not.toContain('<!--');
  });
});
