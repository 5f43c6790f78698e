import { toJson } from '../../models/clean.ts';

/** What a screen shows, as values rather than words: what a program can read again. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

/** A number that is not known is null. */
export type Cell = string | number | boolean | null | undefined;

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A list of objects. */
export function jsonOf({ columns, rows }: Table): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, known(row[index])])));
  return `${toJson(objects, 2)}\n`;
}

/** Rows from records: the columns are named once, with how each is found. */
export function tableOf<T>(columns: Readonly<Record<string, (one: T) => Cell>>, all: readonly T[]): Table {
  return { columns: Object.keys(columns), rows: all.map((one) => Object.values(columns).map((cell) => cell(one))) };
}

/** Milliseconds since the epoch as ISO 8601. */
export const iso = (at: number | undefined): Cell => (at === undefined ? null : new Date(at).toISOString());

const known = (value: Cell): Cell =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;

function csvCell(value: Cell): string {
  const text = String(known(value) ?? '');
  const safe = typeof value === 'string' && /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
