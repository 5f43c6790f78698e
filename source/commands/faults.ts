import { faults } from '../../models/faults/index.ts';
import { scenarios } from '../../models/scenarios/index.ts';

/** The catalogue of faults. */
export function listFaults(json: boolean): number {
  const rows = faults.map(({ id, title, words, ladder, leftAlone }) => ({
    id,
    title,
    words,
    ladder,
    leftAlone: leftAlone ?? null,
  }));
  const text = rows.map(
    (row) =>
      `${row.id.padEnd(16)}${row.words}\n${' '.repeat(16)}${row.leftAlone ?? `heals: ${row.ladder.join(', ')}`}\n`,
  );
  process.stdout.write(json ? `${JSON.stringify(rows, undefined, 2)}\n` : text.join(''));
  return 0;
}

/** The shipped scenarios. */
export function listScenarios(json: boolean): number {
  const rows = scenarios.map(({ id, title, vms, seconds, expect }) => ({ id, title, vms, seconds, expect }));
  process.stdout.write(
    json ? `${JSON.stringify(rows, undefined, 2)}\n` : rows.map((row) => `${row.id.padEnd(16)}${row.title}\n`).join(''),
  );
  return 0;
}
