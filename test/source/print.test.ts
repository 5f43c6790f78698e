import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { columns, padded } from '../../source/print.ts';

test('columns stand below each other by the cells that a text takes, not by its characters', () => {
  const rows = [
    ['NAME', 'HOST', 'STATUS'],
    ['数据库', 'h1', 'ACTIVE'],
    ['web\x1b[2J\n-01', 'h\u202e2', ''],
  ];
  const lines = columns(rows);
  expect(lines).toEqual(['NAME     HOST  STATUS', '数据库   h1    ACTIVE', 'web -01  h2']);
  expect(stringWidth(padded('数', 5))).toBe(5);
});
