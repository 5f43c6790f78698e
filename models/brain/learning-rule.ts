import { Adam } from './adam.ts';
import { Forward, type Laid } from './forward.ts';
import type { JsonNode } from './json-node.ts';
import { firstOf, together } from './kernel.ts';
import { sigmoid } from './sigmoid.ts';
import { Slopes } from './slopes.ts';

/** Gives a brain.js network another rule to learn by, and what it has learnt back in brain.js' usual form. */

/** The insides of brain.js that the rule works on; its layers count from the inputs, which are 0. */
type Insides = {
  readonly weights: Float32Array[][];
  readonly biases: Float32Array[];
  runInput(input: Float32Array): ArrayLike<number>;
  calculateDeltas(target: ArrayLike<number>): void;
  adjustWeights(): void;
};

/** The largest learning rate; it falls to a two hundredth along a cosine. */
const fastest = 0.003;
const slowest = 0.005;
/** Share of a weight that is forgotten at each step, against the rate. */
const decay = 0.01;
/** An error that teaches nothing any more: most windows are calm, and surely taken for it. */
const unsurprising = 0.0005;

/**
 * Lets a network of tanh nodes learn by cross-entropy (squared errors teach least where a network is surely wrong), in
 * steps by the mean of some examples. An output of tanh stands for the probability (1 + tanh) / 2. `looks`: how many
 * examples will be shown in all. What it returns gives the network what was learnt.
 */
export function learnFromSurprise(network: unknown, looks: number): () => void {
  const inside = network as Insides;
  const examples = Math.max(1, Math.min(256, Math.round(looks / 20_000)));
  const layers = inside.biases.slice(1).map((biases, layer) => ({ weights: inside.weights[layer + 1]!, biases }));
  const forward = new Forward(layers, tanh);
  const learners = forward.layers.map(learnerOf);
  let shownInput: ArrayLike<number> = [];
  let [isSurprised, shown] = [false, 0];
  inside.runInput = (input) => {
    shownInput = input;
    return forward.run(input);
  };
  inside.calculateDeltas = (target) => {
    isSurprised = surprised(learners.at(-1)!, target);
  };
  inside.adjustWeights = () => {
    if (isSurprised) gather(learners, shownInput);
    if (++shown % examples) return;
    const rate = fastest * (slowest + (1 - slowest) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, shown / looks))));
    for (const learner of learners) step(learner, rate, examples);
  };
  return () => {
    for (const [index, { layer }] of learners.entries()) giveBack(layer, layers[index]!);
  };
}

/** By a table: the power of e would be a fifth of all learning. */
function tanh(sums: Float32Array): void {
  for (let node = 0; node < sums.length; node++) sums[node] = 2 * sigmoid(2 * sums[node]!) - 1;
}

/** A layer with what it learns from: of each node its share of the error, and the slopes since the last step. */
type Learner = {
  readonly layer: Laid;
  readonly shares: Float32Array;
  readonly slopes: Slopes;
  readonly biasSlopes: Float32Array;
  readonly weightsPace: Adam;
  readonly biasesPace: Adam;
};

function learnerOf(layer: Laid): Learner {
  const { inputs, weights, biases } = layer;
  return {
    layer,
    shares: new Float32Array(biases.length),
    slopes: new Slopes(inputs, biases.length),
    biasSlopes: new Float32Array(biases.length),
    weightsPace: new Adam(weights.length),
    biasesPace: new Adam(biases.length),
  };
}

/** Whether the answer was far enough from the truth to learn from; the outputs' shares are set. */
function surprised({ layer: { outputs }, shares }: Learner, target: ArrayLike<number>): boolean {
  let most = 0;
  for (let node = 0; node < outputs.length; node++) {
    const error = target[node]! - (1 + outputs[node]!) / 2;
    shares[node] = 2 * error;
    most = Math.max(most, Math.abs(error));
  }
  return most >= unsurprising;
}

/** From the outputs back: the slopes of each layer, and the shares of the one before it. */
function gather(learners: readonly Learner[], input: ArrayLike<number>): void {
  for (let index = learners.length - 1; index >= 0; index--) {
    const [learner, before] = [learners[index]!, learners[index - 1]];
    const { shares, slopes, biasSlopes } = learner;
    slopes.add(before?.layer.outputs ?? input, shares);
    for (let node = 0; node < shares.length; node++) biasSlopes[node]! += shares[node]!;
    if (before) passBack(learner, before);
  }
}

/** Each node's share is what it adds to those of the next layer. */
function passBack({ layer: { inputs, weights }, shares }: Learner, { layer: { outputs }, shares: own }: Learner): void {
  own.fill(0);
  for (let first = 0; first < shares.length; first += together) {
    for (let node = 0, place = first * inputs; node < inputs; node++, place += together) {
      let sum = 0;
      for (let i = 0; i < together; i++) sum += shares[first + i]! * weights[place + i]!;
      own[node]! += sum;
    }
  }
  for (let node = 0; node < outputs.length; node++) own[node]! *= 1 - outputs[node]! ** 2;
}

function step({ layer, slopes, biasSlopes, weightsPace, biasesPace }: Learner, rate: number, examples: number): void {
  weightsPace.step(layer.weights, slopes.sums, rate, examples, rate * decay);
  biasesPace.step(layer.biases, biasSlopes, rate, examples, 0);
}

function giveBack(
  { inputs, weights, biases }: Laid,
  to: { readonly weights: Float32Array[]; biases: Float32Array },
): void {
  to.weights.forEach((row, node) => {
    for (let k = 0, place = firstOf(node, inputs); k < inputs; k++, place += together) row[k] = weights[place]!;
  });
  to.biases.set(biases.subarray(0, to.biases.length));
}

/** Makes sigmoids of a network's tanh nodes, changing the weights so that it says the same: tanh x = 2 σ(2x) − 1, and σ(2x) = (1 + tanh x) / 2. */
export function toSigmoids(json: { activation: string; readonly layers: readonly unknown[] }): void {
  json.activation = 'sigmoid';
  (json.layers as Record<string, JsonNode>[]).slice(1).forEach((nodes, layer) => {
    for (const node of Object.values(nodes)) {
      const all = Object.keys(node.weights);
      if (layer) for (const k of all) node.bias -= node.weights[k]!;
      node.bias *= 2;
      for (const k of all) node.weights[k]! *= layer ? 4 : 2;
    }
  });
}
