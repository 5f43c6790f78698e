/** Gives a brain.js network another rule to learn by, and what it has learnt back in brain.js' usual form. */

/** The insides of brain.js that the rule works on; `layers` count from the inputs, which are 0. */
type Insides = {
  readonly outputLayer: number;
  readonly sizes: readonly number[];
  readonly outputs: Float32Array[];
  readonly deltas: Float32Array[];
  readonly weights: Float32Array[][];
  readonly biases: Float32Array[];
  runInput(input: Float32Array): Float32Array;
  calculateDeltas(target: ArrayLike<number>): void;
  adjustWeights(): void;
};

/** The largest learning rate; it falls to a two hundredth along a cosine. */
const fastest = 0.003;
const slowest = 0.005;
/** Share of a weight that is forgotten at each step, against the rate. */
const decay = 0.01;
/** How long the mean and the square of a slope are remembered, after Kingma and Ba. */
const [meanKept, squareKept] = [0.9, 0.999];
/** An error that teaches nothing any more: most windows are calm, and surely taken for it. */
const unsurprising = 0.0005;

/**
 * Lets a network of tanh nodes learn by cross-entropy (squared errors teach least where a network is surely wrong), in
 * steps by the mean of some examples, each weight at a pace of its own (AdamW). An output of tanh stands for the
 * probability (1 + tanh) / 2. `looks`: how many examples will be shown in all.
 */
export function learnFromSurprise(network: unknown, looks: number): void {
  const inside = network as Insides;
  const together = Math.max(1, Math.min(256, Math.round(looks / 20_000)));
  const slopes = inside.weights.map((nodes) => nodes?.map((weights) => new Slopes(weights.length + 1)) ?? []);
  let [isSurprised, shown, steps] = [false, 0, 0];
  inside.runInput = (input) => passOn(inside, input);
  inside.calculateDeltas = (target) => {
    isSurprised = surprised(inside, target);
    if (isSurprised) passBack(inside);
  };
  inside.adjustWeights = () => {
    if (isSurprised) gather(inside, slopes);
    if (++shown % together) return;
    steps++;
    const rate = fastest * (slowest + (1 - slowest) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, shown / looks))));
    step(inside, slopes, { rate, together, steps });
  };
}

/**
 * The same numbers as brain.js' own tanh, several times sooner: four nodes at a time share each look at an input, and do
 * not wait for each other's sums. Left-over nodes of a layer go over the last one again.
 */
function passOn({ outputLayer, outputs, weights, biases }: Insides, input: Float32Array): Float32Array {
  outputs[0] = input;
  for (let layer = 1; layer <= outputLayer; layer++) {
    const [incoming, rows, bias, out] = [outputs[layer - 1]!, weights[layer]!, biases[layer]!, outputs[layer]!];
    const last = rows.length - 1;
    for (let node = 0; node <= last; node += 4) {
      const [i, j, k] = [Math.min(node + 1, last), Math.min(node + 2, last), Math.min(node + 3, last)];
      const [first, second, third, fourth] = [rows[node]!, rows[i]!, rows[j]!, rows[k]!];
      let [a, b, c, d] = [bias[node]!, bias[i]!, bias[j]!, bias[k]!];
      for (let from = 0; from < incoming.length; from++) {
        const value = incoming[from]!;
        a += first[from]! * value;
        b += second[from]! * value;
        c += third[from]! * value;
        d += fourth[from]! * value;
      }
      out[node] = Math.tanh(a);
      out[i] = Math.tanh(b);
      out[j] = Math.tanh(c);
      out[k] = Math.tanh(d);
    }
  }
  return outputs[outputLayer]!;
}

/** Whether the answer was far enough from the truth to learn from; the outputs' deltas are set. */
function surprised({ outputLayer, outputs, deltas }: Insides, target: ArrayLike<number>): boolean {
  const [answer, delta] = [outputs[outputLayer]!, deltas[outputLayer]!];
  let most = 0;
  for (let node = 0; node < delta.length; node++) {
    const error = target[node]! - (1 + answer[node]!) / 2;
    delta[node] = 2 * error;
    most = Math.max(most, Math.abs(error));
  }
  return most >= unsurprising;
}

/** Deltas of the inputs, which brain.js would reckon too, serve nothing. */
function passBack({ outputLayer, sizes, outputs, deltas, weights }: Insides): void {
  for (let layer = outputLayer - 1; layer > 0; layer--) {
    const [after, next, delta, output] = [deltas[layer + 1]!, weights[layer + 1]!, deltas[layer]!, outputs[layer]!];
    delta.fill(0);
    for (let k = 0; k < after.length; k++) {
      const [share, row] = [after[k]!, next[k]!];
      for (let node = 0; node < sizes[layer]!; node++) delta[node]! += share * row[node]!;
    }
    for (let node = 0; node < sizes[layer]!; node++) delta[node]! *= 1 - output[node]! ** 2;
  }
}

/** One node's slopes, the bias last: their sum since the last step, and what is remembered of them. */
class Slopes {
  readonly sum: Float64Array;
  readonly mean: Float64Array;
  readonly square: Float64Array;

  constructor(length: number) {
    this.sum = new Float64Array(length);
    this.mean = new Float64Array(length);
    this.square = new Float64Array(length);
  }
}

function gather({ outputLayer, outputs, deltas }: Insides, slopes: readonly Slopes[][]): void {
  for (let layer = 1; layer <= outputLayer; layer++) {
    const [incoming, delta] = [outputs[layer - 1]!, deltas[layer]!];
    for (let node = 0; node < delta.length; node++) {
      const share = delta[node]!;
      const { sum } = slopes[layer]![node]!;
      const { length } = incoming;
      for (let k = 0; k < length; k++) sum[k]! += share * incoming[k]!;
      sum[length]! += share;
    }
  }
}

type Step = { readonly rate: number; readonly together: number; readonly steps: number };

function step(
  { outputLayer, weights, biases }: Insides,
  slopes: readonly Slopes[][],
  { rate, together, steps }: Step,
): void {
  const [meanSeen, squareSeen] = [1 - meanKept ** steps, 1 - squareKept ** steps];
  for (let layer = 1; layer <= outputLayer; layer++) {
    slopes[layer]!.forEach(({ sum, mean, square }, node) => {
      const row = weights[layer]![node]!;
      for (let k = 0; k < sum.length; k++) {
        const slope = sum[k]! / together;
        sum[k] = 0;
        mean[k] = meanKept * mean[k]! + (1 - meanKept) * slope;
        square[k] = squareKept * square[k]! + (1 - squareKept) * slope * slope;
        const change = (rate * (mean[k]! / meanSeen)) / (Math.sqrt(square[k]! / squareSeen) + 1e-8);
        if (k < row.length) row[k] = row[k]! * (1 - rate * decay) + change;
        else biases[layer]![node]! += change;
      }
    });
  }
}

/** One node of a layer, as brain.js writes it. */
type Node = { bias: number; weights: Record<string, number> };

/** Makes sigmoids of a network's tanh nodes, changing the weights so that it says the same: tanh x = 2 σ(2x) − 1, and σ(2x) = (1 + tanh x) / 2. */
export function toSigmoids(json: { activation: string; readonly layers: readonly unknown[] }): void {
  json.activation = 'sigmoid';
  (json.layers as Record<string, Node>[]).slice(1).forEach((nodes, layer) => {
    for (const node of Object.values(nodes)) {
      const all = Object.keys(node.weights);
      if (layer) for (const k of all) node.bias -= node.weights[k]!;
      node.bias *= 2;
      for (const k of all) node.weights[k]! *= layer ? 4 : 2;
    }
  });
}
