import { firstOf, kernelOf, padded, together } from './kernel.ts';
import { sigmoid } from './sigmoid.ts';

/** One layer: of each node the weights of its inputs, and its bias. */
export type Layer = { readonly weights: readonly ArrayLike<number>[]; readonly biases: ArrayLike<number> };

/** What brain.js does in `run`, without garbage, and without the many features that are neutral. */
export class Forward {
  readonly layers: readonly Laid[];
  readonly #kernel;
  readonly #activation: (sum: number) => number;
  /** The inputs that are not 0, where their weights lie, and where those of all inputs of a layer do. */
  readonly #values: Float64Array;
  readonly #places: Int32Array;
  readonly #all: Int32Array;

  constructor(layers: readonly Layer[], activation = sigmoid) {
    const sizes = layers.map(({ weights, biases }) => ({ inputs: weights[0]!.length, nodes: biases.length }));
    const widest = Math.max(...sizes.map(({ inputs }) => inputs));
    const numbers = sizes.reduce((sum, { inputs, nodes }) => sum + padded(nodes) * (2 + inputs), 2 * widest);
    this.#kernel = kernelOf(8 * numbers);
    this.#activation = activation;
    const { buffer } = this.#kernel.memory;
    this.#values = new Float64Array(buffer, 0, widest);
    this.#places = new Int32Array(buffer, 8 * widest, widest);
    this.#all = new Int32Array(buffer, 12 * widest, widest);
    for (let k = 0; k < widest; k++) this.#all[k] = placeOf(k);
    let next = 16 * widest;
    this.layers = layers.map((layer) => {
      const laid = lay(layer, buffer, next);
      next = laid.end;
      return laid;
    });
  }

  /** One number for each output, 0…1 with sigmoids. The same array at each call. */
  run(input: ArrayLike<number>): Float64Array {
    const [values, places] = [this.#values, this.#places];
    let count = 0;
    for (let k = 0; k < input.length; k++) {
      const value = input[k]!;
      if (value === 0) continue;
      places[count] = placeOf(k);
      values[count++] = value;
    }
    let outputs = this.#pass(this.layers[0]!, values.byteOffset, places.byteOffset, count);
    for (let i = 1; i < this.layers.length; i++) {
      outputs = this.#pass(this.layers[i]!, outputs.byteOffset, this.#all.byteOffset, outputs.length);
    }
    return outputs;
  }

  #pass({ weights, block, biases, sums, end, outputs }: Laid, values: number, places: number, count: number) {
    this.#kernel.sums(values, places, count, weights.byteOffset, block, biases.byteOffset, sums, end);
    for (let node = 0; node < outputs.length; node++) outputs[node] = this.#activation(outputs[node]!);
    return outputs;
  }
}

/** A layer as it lies in the memory; `sums` and `end` are bytes, and the sums of its nodes become its outputs. */
export type Laid = {
  readonly inputs: number;
  /** In blocks of some nodes, those of one input side by side; what is missing to a block is 0. */
  readonly weights: Float64Array;
  /** Bytes of a block. */
  readonly block: number;
  readonly biases: Float64Array;
  readonly sums: number;
  readonly end: number;
  readonly outputs: Float64Array;
};

/** Where the weights of an input lie in a block, in bytes. */
const placeOf = (input: number) => 8 * together * input;

/** Weights, biases and sums, from this byte of the memory on. */
function lay(layer: Layer, buffer: ArrayBuffer, first: number): Laid {
  const [inputs, nodes] = [layer.weights[0]!.length, layer.biases.length];
  const size = padded(nodes);
  const weights = new Float64Array(buffer, first, size * inputs);
  layer.weights.forEach((row, node) => {
    for (let k = 0, place = firstOf(node, inputs); k < inputs; k++, place += together) weights[place] = row[k]!;
  });
  const biases = new Float64Array(buffer, first + weights.byteLength, size);
  biases.set(layer.biases);
  const sums = biases.byteOffset + biases.byteLength;
  const outputs = new Float64Array(buffer, sums, nodes);
  return { inputs, weights, block: placeOf(inputs), biases, sums, end: sums + 8 * size, outputs };
}
