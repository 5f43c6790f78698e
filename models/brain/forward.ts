import { firstOf, kernelOf, padded, together } from './kernel.ts';

/** One layer: of each node the weights of its inputs, and its bias. */
export type Layer = { readonly weights: readonly ArrayLike<number>[]; readonly biases: ArrayLike<number> };

/**
 * What brain.js does in `run`, in single precision, without garbage, and without what is 0: the many features that are
 * neutral, and weights between nodes that have nothing to do with each other when it is made.
 */
export class Forward {
  readonly layers: readonly Laid[];
  readonly #kernel;
  readonly #own: ((sums: Float32Array) => void) | undefined;
  /** The inputs that are not 0, where their weights lie, and where those of all inputs of a layer do. */
  readonly #values: Float32Array;
  readonly #places: Int32Array;
  readonly #all: Int32Array;

  /** `own` makes outputs of a layer's sums, in their place, where they are not sigmoids. */
  constructor(layers: readonly Layer[], own?: (sums: Float32Array) => void) {
    const sizes = layers.map(({ weights, biases }) => ({ inputs: weights[0]!.length, nodes: biases.length }));
    const widest = Math.max(...sizes.map(({ inputs }) => inputs));
    const numbers = sizes.reduce((sum, { inputs, nodes }) => sum + padded(nodes) * (2 + inputs), 3 * widest);
    this.#kernel = kernelOf(4 * numbers);
    this.#own = own;
    const { buffer } = this.#kernel.memory;
    this.#values = new Float32Array(buffer, 0, widest);
    this.#places = new Int32Array(buffer, 4 * widest, widest);
    this.#all = new Int32Array(buffer, 8 * widest, widest);
    for (let k = 0; k < widest; k++) this.#all[k] = placeOf(k);
    let next = 12 * widest;
    this.layers = layers.map((layer) => {
      const laid = lay(layer, buffer, next);
      next += 4 * (laid.weights.length + 2 * laid.biases.length);
      return laid;
    });
  }

  /** One number for each output, 0…1 with sigmoids. The same array at each call. */
  run(input: ArrayLike<number>): Float32Array {
    const [values, places] = [this.#values, this.#places];
    let count = 0;
    for (let k = 0; k < input.length; k++) {
      const value = input[k]!;
      if (value === 0) continue;
      places[count] = placeOf(k);
      values[count++] = value;
    }
    const [first] = this.layers;
    for (const part of first!.parts) this.#sum(part, values.byteOffset, places.byteOffset, count);
    let { outputs } = first!;
    this.#activate(outputs);
    for (let i = 1; i < this.layers.length; i++) {
      const layer = this.layers[i]!;
      for (const part of layer.parts) {
        const { from, to } = part;
        this.#sum(part, outputs.byteOffset + 4 * from, this.#all.byteOffset + 4 * from, to - from);
      }
      outputs = layer.outputs;
      this.#activate(outputs);
    }
    return outputs;
  }

  #sum({ weights, block, biases, sums, end }: Part, values: number, places: number, count: number): void {
    this.#kernel.sums(values, places, count, weights, block, biases, sums, end);
  }

  #activate(outputs: Float32Array): void {
    if (this.#own) this.#own(outputs);
    else this.#kernel.sigmoids(outputs.byteOffset, outputs.byteOffset + 4 * padded(outputs.length));
  }
}

/** A layer as it lies in the memory; the sums of its nodes become its outputs. */
export type Laid = {
  readonly inputs: number;
  /** In blocks of some nodes, those of one input side by side; what is missing to a block is 0. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly outputs: Float32Array;
  readonly parts: readonly Part[];
};

/** Blocks of a layer that look at the same inputs, from one to before another; the rest are places in bytes. */
type Part = {
  readonly from: number;
  readonly to: number;
  readonly weights: number;
  readonly block: number;
  readonly biases: number;
  readonly sums: number;
  readonly end: number;
};

/** Where the weights of an input lie in a block, in bytes. */
const placeOf = (input: number) => 4 * together * input;

/** Weights, biases and sums, from this byte of the memory on. */
function lay(layer: Layer, buffer: ArrayBuffer, first: number): Laid {
  const [inputs, nodes] = [layer.weights[0]!.length, layer.biases.length];
  const size = padded(nodes);
  const weights = new Float32Array(buffer, first, size * inputs);
  layer.weights.forEach((row, node) => {
    for (let k = 0, place = firstOf(node, inputs); k < inputs; k++, place += together) weights[place] = row[k]!;
  });
  const biases = new Float32Array(buffer, first + weights.byteLength, size);
  biases.set(layer.biases);
  const outputs = new Float32Array(buffer, biases.byteOffset + biases.byteLength, nodes);
  return { inputs, weights, biases, outputs, parts: partsOf({ inputs, weights, biases, outputs }) };
}

function partsOf({ inputs, weights, biases, outputs }: Omit<Laid, 'parts'>): Part[] {
  const parts: Part[] = [];
  for (let node = 0; node < biases.length; node += together) {
    const [from, to] = usedBy(weights.subarray(node * inputs, (node + together) * inputs), inputs);
    const last = parts.at(-1);
    const end = outputs.byteOffset + 4 * (node + together);
    if (last?.from === from && last.to === to) {
      parts[parts.length - 1] = { ...last, end };
      continue;
    }
    const places = { weights: weights.byteOffset + 4 * node * inputs, biases: biases.byteOffset + 4 * node };
    parts.push({ from, to, ...places, block: placeOf(inputs), sums: outputs.byteOffset + 4 * node, end });
  }
  return parts;
}

/** The inputs that a block has weights for: the first, and the one after the last. */
function usedBy(block: Float32Array, inputs: number): readonly [number, number] {
  const isUsed = (input: number) => block.subarray(together * input, together * (input + 1)).some((one) => one !== 0);
  let [from, to] = [0, inputs];
  while (from < to && !isUsed(from)) from++;
  while (to > from && !isUsed(to - 1)) to--;
  return [from, to];
}
