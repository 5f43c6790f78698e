import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../screens/parts/line.tsx';
import { type Axis, along, axisPieces, cellOf, type Mark } from '../../screens/time-axis.ts';
import { markCells } from '../../screens/vm-axis.ts';

const at = (hours: number, minutes: number) => new Date(2026, 0, 5, hours, minutes).getTime();
const axis: Axis = { from: at(12, 0), to: at(12, 40), now: at(12, 40), cells: 40 };
const lineOf = (one: Axis, marks: ReadonlyMap<number, Mark> = new Map(), failing?: readonly [number, number]) =>
  axisPieces(one, marks, failing).map(textOf).join('');
const minute = (n: number) => at(12, n);

describe('a series along the axis', () => {
  test('lies at its time, whatever the distance of its samples, and is drawn through between them', () => {
    const values = along(axis, [minute(10), minute(14), minute(15)], [10, 50, 60], 5 * 60_000);
    expect(values).toHaveLength(41);
    expect(values.slice(9, 17)).toEqual([Number.NaN, 10, 20, 30, 40, 50, 60, Number.NaN]);
  });

  test('a gap stays one, and so does what has no value', () => {
    const values = along(axis, [minute(1), minute(9), minute(10), minute(11)], [1, 2, Number.NaN, 4], 5 * 60_000);
    expect(values.slice(0, 12)).toEqual([Number.NaN, 1, ...Array(7).fill(Number.NaN), 2, 3, 4]);
  });

  test('many samples in a cell are their mean; what is older, or later than now, is not shown', () => {
    const times = [minute(-9), minute(5) - 20_000, minute(5), minute(5) + 20_000, minute(45)];
    const values = along(axis, times, [99, 1, 2, 6, 99], 60_000);
    expect(values[5]).toBe(3);
    expect(values.filter((value) => !Number.isNaN(value))).toEqual([3]);
  });

  test('one that comes in from the left begins at the edge', () => {
    expect(along(axis, [minute(-2), minute(2)], [0, 40], 5 * 60_000).slice(0, 4)).toEqual([20, 30, 40, Number.NaN]);
  });
});

describe('the axis as a line', () => {
  test('has exactly its cells, whatever happened', () => {
    const mark = fc.record({
      at: fc.integer({ min: axis.from - 1e6, max: axis.to + 1e6 }),
      letter: fc.constantFrom('A', 'F'),
      tone: fc.constant('bad' as const),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.array(mark), (cells, marks) => {
        const one = { ...axis, cells };
        expect(lineOf(one, markCells(one, marks), [minute(20), minute(50)])).toHaveLength(cells);
      }),
    );
  });

  test('says when, and a mark takes the place of a time', () => {
    expect(lineOf(axis)).toBe('12:00─────12:10─────12:20─────12:30──now');
    const marks = markCells(axis, [{ at: minute(22), letter: 'A', tone: 'bad' }]);
    expect(lineOf(axis, marks)).toBe('12:00─────12:10───────A───────12:30──now');
  });

  test('goes on into the future, with the time in which a failure is expected', () => {
    const future = { ...axis, now: minute(20) };
    const line = lineOf(future, new Map(), [minute(28), minute(30)]);
    expect(cellOf(future, minute(28))).toBe(28);
    expect(line).toBe('12:00─────12:10─────now─────▒▒▒────12:40');
  });

  test('of two marks in a cell the last one listed is seen', () => {
    const marks = [
      { at: minute(7), letter: 'F', tone: 'warn' },
      { at: minute(7), letter: 'A', tone: 'bad' },
      { at: minute(-7), letter: 'H', tone: 'bad' },
    ] as const;
    expect([...markCells(axis, marks)].map(([cell, { letter }]) => [cell, letter])).toEqual([[7, 'A']]);
  });
});
