import { faults } from '../../models/faults/index.ts';
import { scenarios } from '../../models/scenarios/index.ts';
import { print, printJson } from '../print.ts';

/** The catalogue of faults. */
export function listFaults(json: boolean): number {
  const rows = faults.map(({ id, title, words, ladder, leftAlone }) => ({
    id,
    title,
    words,
    ladder,
    leftAlone: leftAlone ?? null,
  }));
  if (json) printJson(rows);
  else
    for (const { id, words, ladder, leftAlone } of rows) {
      print(`${id.padEnd(16)}${words}`, `${' '.repeat(16)}${leftAlone ?? `heals: ${ladder.join(', ')}`}`);
    }
  return 0;
}

/** The shipped scenarios. */
export function listScenarios(json: boolean): number {
  const rows = scenarios.map(({ id, title, vms, seconds, expect }) => ({ id, title, vms, seconds, expect }));
  if (json) printJson(rows);
  else print(...rows.map(({ id, title }) => `${id.padEnd(16)}${title}`));
  return 0;
}
