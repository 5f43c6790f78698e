import { kernelOf, together } from './kernel.ts';
import { sigmoid } from './sigmoid.ts';

/** One layer: of each node the weights of its inputs, and its bias. */
export type Layer = { readonly weights: readonly Iterable<number>[]; readonly biases: Iterable<number> };

/** What brain.js does in `run`, without garbage, and without the many features that are neutral. */
export class Forward {
  readonly #layers: readonly Laid[];
  readonly #kernel;
  /** The inputs that are not 0, where their weights lie, and where those of all inputs of a layer do. */
  readonly #values: Float64Array;
  readonly #places: Int32Array;
  readonly #all: Int32Array;

  constructor(layers: readonly Layer[]) {
    const plain = layers.map(({ weights, biases }) => ({ rows: weights.map((row) => [...row]), bias: [...biases] }));
    const widest = Math.max(...plain.map(({ rows }) => rows[0]!.length));
    const numbers = plain.reduce((sum, { rows }) => sum + padded(rows.length) * (2 + rows[0]!.length), 2 * widest);
    this.#kernel = kernelOf(8 * numbers);
    const { buffer } = this.#kernel.memory;
    this.#values = new Float64Array(buffer, 0, widest);
    this.#places = new Int32Array(buffer, 8 * widest, widest);
    this.#all = new Int32Array(buffer, 12 * widest, widest);
    for (let k = 0; k < widest; k++) this.#all[k] = placeOf(k);
    let next = 16 * widest;
    this.#layers = plain.map(({ rows, bias }) => {
      const laid = lay(rows, bias, buffer, next);
      next = laid.end;
      return laid;
    });
  }

  /** One number 0…1 for each output. The same array at each call. */
  run(input: ArrayLike<number>): Float64Array {
    const [values, places] = [this.#values, this.#places];
    let count = 0;
    for (let k = 0; k < input.length; k++) {
      const value = input[k]!;
      if (value === 0) continue;
      places[count] = placeOf(k);
      values[count++] = value;
    }
    let outputs = this.#pass(this.#layers[0]!, values.byteOffset, places.byteOffset, count);
    for (let i = 1; i < this.#layers.length; i++) {
      outputs = this.#pass(this.#layers[i]!, outputs.byteOffset, this.#all.byteOffset, outputs.length);
    }
    return outputs;
  }

  #pass({ weights, block, biases, sums, end, outputs }: Laid, values: number, places: number, count: number) {
    this.#kernel.sums(values, places, count, weights, block, biases, sums, end);
    for (let node = 0; node < outputs.length; node++) outputs[node] = sigmoid(outputs[node]!);
    return outputs;
  }
}

/** A layer as it lies in the memory: places in bytes, and the sums of its nodes, which become its outputs. */
type Laid = {
  readonly weights: number;
  readonly block: number;
  readonly biases: number;
  readonly sums: number;
  readonly end: number;
  readonly outputs: Float64Array;
};

const padded = (nodes: number) => together * Math.ceil(nodes / together);
/** Where the weights of an input lie in a block, in bytes. */
const placeOf = (input: number) => 8 * together * input;

/** Weights in blocks of some nodes, those of one input side by side; what is missing to a block is 0. Then biases and sums. */
function lay(rows: readonly number[][], bias: readonly number[], buffer: ArrayBuffer, weights: number): Laid {
  const [width, size] = [rows[0]!.length, padded(rows.length)];
  const all = new Float64Array(buffer, weights, size * width);
  rows.forEach((row, node) => {
    const first = (node - (node % together)) * width + (node % together);
    for (const [k, weight] of row.entries()) all[first + together * k] = weight;
  });
  const biases = weights + all.byteLength;
  new Float64Array(buffer, biases, size).set(bias);
  const sums = biases + 8 * size;
  const outputs = new Float64Array(buffer, sums, rows.length);
  return { weights, block: placeOf(width), biases, sums, end: sums + 8 * size, outputs };
}
