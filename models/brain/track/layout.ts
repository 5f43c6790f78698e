import { columnOf } from '../../metrics/index.ts';
import { averageSize } from './average.ts';
import { riseSize, runSize } from './counters.ts';
import { lineSize } from './line.ts';
import { spellSize } from './spell.ts';
import { usualSize } from './usual.ts';

/**
 * What is followed of a VM. `columns`: the metrics that are summed, or of which the logarithm of the ratio is taken;
 * `unit`: the least difference that matters; `young`: what is usual is that of the last quarter of an hour.
 */
type Followed = {
  readonly columns: readonly number[];
  readonly unit: number;
  readonly trend?: true;
  readonly ratio?: true;
  readonly young?: true;
};

const { diskRead, diskWrite, netIn, netOut, netDrops, netErrors, diskLatency } = columnOf;
const sides = {
  cpu: { columns: [columnOf.cpu], unit: 1 },
  memory: { columns: [columnOf.memory], unit: 0.5, trend: true },
  disk: { columns: [columnOf.disk], unit: 0.2, trend: true },
  latency: { columns: [diskLatency], unit: 0.5 },
  drops: { columns: [netDrops], unit: 0.5 },
  packetErrors: { columns: [netErrors], unit: 0.5 },
  served: { columns: [netOut], unit: 1000, young: true },
  diskTraffic: { columns: [diskRead, diskWrite], unit: 1000 },
  netTraffic: { columns: [netIn, netOut], unit: 1000 },
  /** What is answered against what is asked: the same for honest work, whatever its amount. */
  answers: { columns: [netOut, netIn], unit: 0.05, ratio: true, young: true },
  /** What is read from disk against what is written. */
  reads: { columns: [diskRead, diskWrite], unit: 0.05, ratio: true, young: true },
  /** What is sent, and written, for each per cent of the processor: honest work keeps that, whatever its amount. */
  sentEach: { columns: [netOut, columnOf.cpu], unit: 0.05, ratio: true, young: true },
  writtenEach: { columns: [diskWrite, columnOf.cpu], unit: 0.05, ratio: true, young: true },
} as const satisfies Record<string, Followed>;

export type SideId = keyof typeof sides;
export const sideIds = Object.keys(sides) as SideId[];
export const followed: readonly Followed[] = Object.values(sides);
/** A side's place among those followed. */
export const sideOf = Object.fromEntries(sideIds.map((id, index) => [id, index])) as Readonly<Record<SideId, number>>;

/** Bytes per second that count as nothing, and the per cent of a processor that count as all. */
export const idle = 0.5;
export const ceiling = 92;

/** Time constants in seconds, each with the least number of samples that it lasts. */
export const speeds = {
  fast: { seconds: 60, samples: 3 },
  usual: { seconds: 3600, samples: 60 },
  young: { seconds: 900, samples: 30 },
  max: { seconds: 10_800, samples: 180 },
  lines: [
    { seconds: 60, samples: 2.5 },
    { seconds: 240, samples: 5 },
    { seconds: 1200, samples: 12 },
  ],
} as const;

/** Where things lie in a VM's block of numbers. */
export const place = {
  count: 0,
  time: 1,
  interval: 2,
  next: 3,
  learnt: 4,
  pinned: 5,
  quietDisk: 6,
  quietNet: 7,
  errors: 8,
  quiet: 8 + riseSize,
  spell: 8 + riseSize + runSize,
  /** Of the processor alone: how much it moves from one sample to the next. */
  movement: 8 + riseSize + runSize + spellSize,
};
const head = place.movement + averageSize;
const perSide = 1 + 1 + averageSize + usualSize;
export const nowAt = (side: number) => head + side * perSide;
export const lastAt = (side: number) => nowAt(side) + 1;
export const levelAt = (side: number) => nowAt(side) + 2;
export const usualAt = (side: number) => levelAt(side) + averageSize;

const rising = followed.flatMap(({ trend }: Followed, side) => (trend ? [side] : []));
/** `speed` 0…2 from quick to slow; only for sides with a trend. */
export const lineAt = (side: number, speed: number) =>
  head + followed.length * perSide + (rising.indexOf(side) * speeds.lines.length + speed) * lineSize;
export const blockSize = head + followed.length * perSide + rising.length * speeds.lines.length * lineSize;

/** A VM of which nothing is known. */
export const blank = Float64Array.from({ length: blockSize }, () => 0);
blank[place.errors] = blank[place.spell] = Number.NaN;
for (let side = 0; side < followed.length; side++) blank[nowAt(side)] = blank[lastAt(side)] = Number.NaN;
