/** How long the mean and the square of a slope are remembered, after Kingma and Ba. */
const [meanKept, squareKept] = [0.9, 0.999];

/** Takes each of some numbers at a pace of its own along its slope (AdamW, Loshchilov and Hutter). */
export class Adam {
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor(size: number) {
    this.#mean = new Float32Array(size);
    this.#square = new Float32Array(size);
  }

  /** `slopes` are sums over so many `examples`, and are 0 afterwards; `forgotten` is the share of a number that is given up. */
  step(values: Float32Array, slopes: Float32Array, rate: number, examples: number, forgotten: number): void {
    const [means, squares] = [this.#mean, this.#square];
    this.#steps++;
    const pace = rate / (1 - meanKept ** this.#steps);
    const seen = 1 - squareKept ** this.#steps;
    for (let i = 0; i < values.length; i++) {
      const slope = slopes[i]! / examples;
      slopes[i] = 0;
      const mean = meanKept * means[i]! + (1 - meanKept) * slope;
      const square = squareKept * squares[i]! + (1 - squareKept) * slope * slope;
      means[i] = mean;
      squares[i] = square;
      values[i] = values[i]! * (1 - forgotten) + (pace * mean) / (Math.sqrt(square / seen) + 1e-8);
    }
  }
}
