import { forecastOf } from '../models/forecast.ts';
import type { State } from '../models/state.ts';
import { type Axis, cellOf, type Mark } from './time-axis.ts';

const minute = 60_000;
const spans = [5 * minute, 15 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute];

/** How far back the charts can look, in ms, the shortest first; the last, undefined, is all that is kept. */
export function zooms({ granularity, ring }: State): (number | undefined)[] {
  const sample = granularity * 1000;
  return [...spans.filter((span) => span >= 10 * sample && span < ring.capacity * sample), undefined];
}

/** The next zoom, inwards (1) or outwards (-1). */
export function zoomed(state: State, zoom: number | undefined, by: number): number | undefined {
  const all = zooms(state);
  const place = zoom === undefined ? all.length - 1 : all.findIndex((one) => one === undefined || one >= zoom);
  return all[Math.max(0, Math.min(all.length - 1, place - by))];
}

/** The stretch of time that the VM's charts share; with a forecast it goes on into the future, as far as into the past. */
export function axisOf(state: State, vm: string, zoom: number | undefined, cells: number): Axis {
  const { at: now } = state;
  const span = zoom ?? allOf(state, vm);
  const forecast = forecastOf(state, vm);
  const end = forecast && (Number.isFinite(forecast.band?.latest) ? forecast.band!.latest : forecast.fullAt);
  const ahead = end ? Math.min(span, Math.max(span / 12, (end - now) * 1.1)) : 0;
  return { from: now - span, to: now + ahead, now, cells: Math.max(1, cells) };
}

function allOf({ ring, at }: State, vm: string): number {
  const oldest = ring.time(vm, ring.length(vm) - 1);
  return Math.max(2 * minute, oldest === undefined ? 5 * minute : at - oldest);
}

/** Milliseconds between two samples from which on there is a gap. */
export const gapOf = ({ granularity, settings }: State): number => 2500 * Math.max(granularity, settings.interval);

/** Times of the VM's samples, oldest first. */
export function timesOf({ ring }: State, vm: string): Float64Array {
  const length = ring.length(vm);
  return Float64Array.from({ length }, (_, i) => ring.time(vm, length - 1 - i)!);
}

/** Of several marks in one cell the last one listed is seen. */
export function markCells(axis: Axis, marks: readonly Mark[]): ReadonlyMap<number, Mark> {
  const seen = marks.map((mark) => [cellOf(axis, mark.at), mark] as const);
  return new Map(seen.filter(([cell]) => cell >= 0 && cell < axis.cells));
}
