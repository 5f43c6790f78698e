import brain, { type INeuralNetworkJSON } from 'brain.js';
import type { Dice } from '../random.ts';
import { Forward } from './forward.ts';
import { learnFromSurprise, toSigmoids } from './learning-rule.ts';
import { scaled, scaleOf, unscale } from './scale.ts';

/** A network as brain.js writes it. */
export type NetworkJson = INeuralNetworkJSON;

/** The only file that knows brain.js. What a network learns from: equally long inputs and outputs, 0…1 the latter. */
export type Example = { readonly input: ArrayLike<number>; readonly output: readonly number[] };

export type Training = {
  readonly hidden: readonly number[];
  /** Passes over all examples. */
  readonly passes: number;
};

/**
 * Trains a fresh network and returns brain.js' JSON. The same examples and dice give the same numbers: the first
 * weights and the order of the examples are rolled here, since brain.js would ask Math.random.
 * Throws where an input or output is not a finite number, naming it: one NaN would poison all weights in silence.
 */
export function trainNetwork(
  examples: readonly Example[],
  names: readonly string[],
  training: Training,
  dice: Dice,
): NetworkJson {
  if (!examples.length) throw new RangeError('There is nothing to train from: no examples.');
  for (const { input, output } of examples) {
    check(input, names);
    const odd = output.find((one) => !Number.isFinite(one));
    if (odd !== undefined) throw new RangeError(`An example's output is not a number: ${odd}.`);
  }
  const known = names.map((_, index) => examples.some(({ input }) => input[index] !== 0));
  const scale = scaleOf(
    examples.map(({ input }) => input),
    names.length,
  );
  const network = new brain.NeuralNetwork() as brain.NeuralNetwork & OneByOne;
  const sizes = [names.length, ...training.hidden, examples[0]!.output.length];
  network.fromJSON({ ...fresh(sizes, known, dice), activation: 'tanh' });
  const settle = learnFromSurprise(network, examples.length * training.passes);
  const input = new Float32Array(names.length);
  for (let pass = 0; pass < training.passes; pass++) {
    for (const example of shuffled(examples, dice)) {
      scaled(example.input, scale, input);
      network.trainPattern({ input, output: example.output });
    }
  }
  settle();
  const json = network.toJSON();
  toSigmoids(json);
  unscale(json.layers[1] as unknown as Parameters<typeof unscale>[0], scale);
  return tidy(json);
}

/** What brain.js' types keep silent about: learning from one example as it lies, where `train` would copy all of them. */
type OneByOne = { trainPattern(example: { readonly input: Float32Array; readonly output: readonly number[] }): void };

export type Drawing = {
  readonly hidden: number;
  /** Examples in all, and the learning rate at the first one; it falls to a tenth. */
  readonly draws: number;
  readonly learningRate: number;
  /** How strongly weights are pulled towards 0, against the learning rate: what holds a network back that few entities teach. */
  readonly decay: number;
};

/** Examples between two pulls towards 0. */
const portion = 500;

/**
 * Trains a fresh network of one output on examples that are drawn one by one, so that they need not be laid out: `draw`
 * fills the inputs, finite and about −1…1, and returns the output. The same draws and dice give the same network.
 */
export function trainByDraws(
  inputs: number,
  { hidden, draws, learningRate, decay }: Drawing,
  draw: (input: Float32Array) => number,
  dice: Dice,
): NetworkJson {
  const network = new brain.NeuralNetwork();
  network.fromJSON(fresh([inputs, hidden, 1], new Array(inputs).fill(true), dice));
  // brain.js has no decay of its own.
  const { weights } = network as unknown as { readonly weights: number[][][] };
  const input = new Float32Array(inputs);
  for (let done = 0; done < draws; done += portion) {
    const examples = Array.from({ length: portion }, () => {
      const output = [draw(input)];
      return { input: Array.from(input), output };
    });
    const rate = learningRate * 0.1 ** (done / draws);
    network.train(examples, { iterations: 1, learningRate: rate, momentum: 0.1, errorThresh: 1e-9 });
    const kept = 1 - decay * rate * portion;
    for (const node of weights.slice(1).flat()) for (let i = 0; i < node.length; i++) node[i]! *= kept;
  }
  return tidy(network.toJSON());
}

/** A trained network, ready to run: the inputs must be finite and as many as it was trained with. */
export class Network {
  readonly #names: readonly string[];
  readonly #forward: Forward;

  constructor(json: unknown, names: readonly string[]) {
    const network = new brain.NeuralNetwork();
    network.fromJSON(structuredClone(json) as NetworkJson);
    const { weights, biases } = network as unknown as { weights: ArrayLike<number>[][]; biases: ArrayLike<number>[] };
    this.#names = names;
    this.#forward = new Forward(biases.slice(1).map((bias, i) => ({ weights: weights[i + 1]!, biases: bias })));
  }

  /** One number 0…1 for each output. The same array at each call. */
  run(input: ArrayLike<number>): Float32Array {
    check(input, this.#names);
    return this.#forward.run(input);
  }
}

function check(input: ArrayLike<number>, names: readonly string[]): void {
  if (input.length !== names.length) {
    throw new RangeError(`The network takes ${names.length} features, not ${input.length}.`);
  }
  for (let i = 0; i < input.length; i++) {
    if (!Number.isFinite(input[i]!)) throw new RangeError(`The feature ${names[i]} is ${input[i]}, not a number.`);
  }
}

/**
 * First weights after Glorot, in the shape that `fromJSON` reads. Of an input that was neutral in every example nothing
 * can be learnt: it keeps the weight 0, where a rolled one would speak at random once the input moves.
 */
function fresh(sizes: number[], known: readonly boolean[], dice: Dice): NetworkJson {
  const layers = sizes.map((size, layer) => {
    const before = layer ? sizes[layer - 1]! : 0;
    const reach = Math.sqrt(6 / (before + size));
    const weight = () => (2 * dice.next() - 1) * reach;
    return Object.fromEntries(
      Array.from({ length: size }, (_, node) => [
        node,
        layer
          ? {
              bias: 0,
              weights: Object.fromEntries(
                Array.from({ length: before }, (_, k) => [k, weight() * (layer > 1 || known[k] ? 1 : 0)]),
              ),
            }
          : {},
      ]),
    );
  });
  return {
    sizes,
    layers,
    inputLookup: false,
    outputLookup: false,
    activation: 'sigmoid',
    trainOpts: {},
  } as NetworkJson;
}

/** Six digits are plenty; `toJSON` claims a lookup after `fromJSON`, which would make it run on names. */
function tidy(json: NetworkJson): NetworkJson {
  const short = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  return JSON.parse(JSON.stringify({ ...json, trainOpts: {}, inputLookup: false, outputLookup: false }, short));
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(dice.next() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
