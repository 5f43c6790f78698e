import { kernelOf } from './kernel.ts';

/** The slopes of one layer's weights, summed up over some examples: of each weight, its input times its node's share of the error. */
export class Slopes {
  /** In the order of the weights, see `Laid`. Yours to set back to 0. */
  readonly sums: Float32Array;
  readonly #kernel;
  readonly #values: Float32Array;
  readonly #shares: Float32Array;

  /** `size`: the nodes, with those that are missing to a block. */
  constructor(inputs: number, size: number) {
    this.#kernel = kernelOf(4 * (inputs + size + size * inputs));
    const { buffer } = this.#kernel.memory;
    this.#values = new Float32Array(buffer, 0, inputs);
    this.#shares = new Float32Array(buffer, 4 * inputs, size);
    this.sums = new Float32Array(buffer, 4 * (inputs + size), size * inputs);
  }

  /** Adds those of one example: its inputs, and the nodes' shares. */
  add(inputs: ArrayLike<number>, shares: ArrayLike<number>): void {
    const [values, sums] = [this.#values, this.sums];
    values.set(inputs);
    this.#shares.set(shares);
    this.#kernel.slopes(0, values.byteLength, values.byteLength, sums.byteOffset, sums.byteOffset + sums.byteLength);
  }
}
