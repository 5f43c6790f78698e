import { Text } from 'ink';
import { type CellProps, Table } from 'ink-table';
import type { PropsWithChildren } from 'react';
import { useTheme } from '../shell/theme.ts';
import { clean, fit, toAscii } from './text.ts';

/**
 * A small table by ink-table, one line a record: rules between the rows are left out. Cells are clean and cut here,
 * for ink-table counts characters and not cells, and does not cut at all.
 */
export function SmallTable({
  rows,
  widths,
}: {
  rows: readonly Readonly<Record<string, string>>[];
  widths: Record<string, number>;
}) {
  const data = rows.map((row) =>
    Object.fromEntries(Object.entries(widths).map(([key, width]) => [key, fit(clean(row[key] ?? ''), width)])),
  );
  return <Table data={data} columns={Object.keys(widths)} header={Head} cell={Cell} skeleton={Skeleton} />;
}

/** ink-table keeps the components of its first drawing: these are always the same ones. */
function Head({ children }: PropsWithChildren) {
  const { tones } = useTheme();
  return <Text {...tones.quiet}>{children}</Text>;
}

function Cell({ children }: CellProps) {
  const { ascii } = useTheme();
  return <Text>{ascii ? toAscii(String(children)) : children}</Text>;
}

/** Blanks between columns, and nothing where a rule would be. */
function Skeleton({ children }: PropsWithChildren) {
  return children === '│' || children === ' ' ? <Text> </Text> : null;
}
