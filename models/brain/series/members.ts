import type { Dice } from '../../random.ts';
import type { Series } from '../dataset.ts';
import { Network, trainByDraws } from '../network.ts';
import { type Features, type Scale, scaled } from './features.ts';
import { columnsOf, type Group, type Layout } from './layout.ts';

/** A kind of network: what it sees, and how far it may bend to the few entities that teach it. */
type Kind = { readonly groups: readonly Group[]; readonly draws: number; readonly decay: number };

export type KindId = 'pooled' | 'steady' | 'levels' | 'own' | 'named' | 'apart';

export const kinds: Readonly<Record<KindId, Kind>> = {
  pooled: { groups: ['pooled'], draws: 150_000, decay: 1e-4 },
  steady: { groups: ['pooled'], draws: 60_000, decay: 1e-3 },
  levels: { groups: ['pooled', 'levels'], draws: 100_000, decay: 3e-4 },
  own: { groups: ['pooled', 'own'], draws: 150_000, decay: 1e-4 },
  named: { groups: ['pooled', 'named'], draws: 120_000, decay: 1e-4 },
  apart: { groups: ['named'], draws: 100_000, decay: 1e-3 },
};

/** Networks of one kind whose log-odds are averaged: they differ in nothing but their dice. */
export const twins = 2;

const hidden = 8;
const learningRate = 0.1;
/** Little data is drawn from no oftener than so many times its rows. */
const drawsPerRow = 5;
/** Share of failing rows among those drawn. */
const failingShare = 0.2;

const untaught =
  'with an entity left out, no failing or no healthy row remains. Label failing and healthy rows in at least two entities.';

/** What a network learns from: features made ready, with the labels of their rows. */
export type Lesson = { readonly series: Series; readonly features: Features };

/** Who teaches, and by which scales levels are read. */
export type School = {
  readonly layout: Layout;
  readonly scales: readonly Scale[];
  readonly lessons: readonly Lesson[];
};

/** Trains the networks of one kind: brain.js' JSON of each. */
export function trainTwins(kind: KindId, school: School, dice: Dice): unknown[] {
  return Array.from({ length: twins }, (_, twin) => train(kind, school, dice.fork(`${kind} ${twin}`)));
}

/** Failing rows are drawn as often from each entity that has any, healthy ones from each entity. */
function train(kind: KindId, { layout, scales, lessons }: School, dice: Dice): unknown {
  const { decay } = kinds[kind];
  const view = new View(kind, layout, scales);
  const failing = rowsLabelled(lessons, 1);
  const healthy = rowsLabelled(lessons, 0);
  if (!failing.length || !healthy.length) throw new RangeError(untaught);
  const count = (pool: typeof failing) => pool.reduce((sum, { rows }) => sum + rows.length, 0);
  const draws = Math.min(kinds[kind].draws, drawsPerRow * (count(failing) + count(healthy)));
  const draw = (input: Float32Array) => {
    const fails = dice.next() < failingShare;
    const pool = fails ? failing : healthy;
    const { features, rows } = pool[Math.floor(dice.next() * pool.length)]!;
    view.read(features.values, rows[Math.floor(dice.next() * rows.length)]! * features.width, input);
    return fails ? 1 : 0;
  };
  return trainByDraws(view.names.length, { hidden, draws, learningRate, decay }, draw, dice.fork('weights'));
}

/** A network at work on rows of features. */
export class Member {
  readonly #view: View;
  readonly #network: Network;
  readonly #input: Float32Array;

  constructor(kind: KindId, layout: Layout, scales: readonly Scale[], json: unknown) {
    this.#view = new View(kind, layout, scales);
    this.#network = new Network(json, this.#view.names);
    this.#input = new Float32Array(this.#view.names.length);
  }

  /** Adds its weighted log-odds of failing to each row's sum. */
  add({ rows, width, values }: Features, weight: number, sums: Float64Array): void {
    for (let row = 0; row < rows; row++) {
      this.#view.read(values, row * width, this.#input);
      const p = Math.min(1 - 1e-9, Math.max(1e-9, this.#network.run(this.#input)[0]!));
      sums[row]! += weight * Math.log(p / (1 - p));
    }
  }
}

/** What a kind of network sees of a row of features. */
class View {
  readonly names: readonly string[];
  readonly #columns: readonly number[];
  readonly #scales: readonly (Scale | undefined)[];

  constructor(kind: KindId, layout: Layout, scales: readonly Scale[]) {
    this.#columns = columnsOf(layout, kinds[kind].groups);
    this.names = this.#columns.map((column) => layout.names[column]!);
    this.#scales = this.#columns.map((column) => scales[column - layout.levels]);
  }

  read(values: Float32Array, first: number, input: Float32Array): void {
    for (let i = 0; i < input.length; i++) {
      const value = values[first + this.#columns[i]!]!;
      const scale = this.#scales[i];
      input[i] = scale ? scaled(value, scale) : value;
    }
  }
}

function rowsLabelled(lessons: readonly Lesson[], label: 0 | 1) {
  return lessons.flatMap(({ series, features }) => {
    const rows: number[] = [];
    series.labels.forEach((one, row) => {
      if (one === label) rows.push(row);
    });
    return rows.length ? [{ features, rows }] : [];
  });
}
