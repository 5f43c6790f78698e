import { sigmoid } from './sigmoid.ts';

/** Four nodes' weights lie side by side, so that one look at an input serves all four; what is missing to four is 0. */
export type Layer = {
  readonly weights: Float32Array;
  readonly biases: Float64Array;
  readonly sums: Float64Array;
  readonly outputs: Float64Array;
  /** Where the inputs lie that are not 0, and what they are. */
  readonly moved: Int32Array;
  readonly values: Float64Array;
};

export function layer(nodes: readonly Iterable<number>[], bias: Iterable<number>): Layer {
  const rows = nodes.map((node) => [...node]);
  const width = rows[0]!.length;
  const padded = 4 * Math.ceil(rows.length / 4);
  const weights = new Float32Array(padded * width);
  rows.forEach((row, node) => {
    row.forEach((weight, k) => {
      weights[(node - (node % 4)) * width + 4 * k + (node % 4)] = weight;
    });
  });
  const biases = new Float64Array(padded);
  biases.set([...bias]);
  const sums = new Float64Array(padded);
  return {
    weights,
    biases,
    sums,
    outputs: sums.subarray(0, rows.length),
    moved: new Int32Array(width),
    values: new Float64Array(width),
  };
}

/** What brain.js does in `run`, without garbage, and without the many features that are neutral. */
export function pass(signal: Float64Array, { weights, biases, sums, outputs, moved, values }: Layer): Float64Array {
  const { length } = signal;
  let count = 0;
  for (let k = 0; k < length; k++) {
    const value = signal[k]!;
    if (value === 0) continue;
    moved[count] = 4 * k;
    values[count++] = value;
  }
  for (let node = 0; node < sums.length; node += 4) {
    const first = node * length;
    let a = biases[node]!;
    let b = biases[node + 1]!;
    let c = biases[node + 2]!;
    let d = biases[node + 3]!;
    for (let i = 0; i < count; i++) {
      const one = values[i]!;
      const at = first + moved[i]!;
      a += weights[at]! * one;
      b += weights[at + 1]! * one;
      c += weights[at + 2]! * one;
      d += weights[at + 3]! * one;
    }
    sums[node] = sigmoid(a);
    sums[node + 1] = sigmoid(b);
    sums[node + 2] = sigmoid(c);
    sums[node + 3] = sigmoid(d);
  }
  return outputs;
}
