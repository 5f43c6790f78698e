/**
 * An entity's own past of one number in bounded room: every `stride`-th value, the stride doubled whenever the room is
 * full, so that all of the past counts alike. Quantiles cost a sort only after a value has been kept.
 */
export class History {
  readonly #kept: Float64Array;
  #sorted = new Float64Array(0);
  #count = 0;
  #seen = 0;
  #stride = 1;
  #fresh = false;

  constructor(room = 256) {
    this.#kept = new Float64Array(room);
  }

  /** Values kept. */
  get count(): number {
    return this.#count;
  }

  /** Takes a finite value in; returns whether it was kept, which is when quantiles may change. */
  push(value: number): boolean {
    if (this.#seen++ % this.#stride) return false;
    if (this.#count === this.#kept.length) this.#thin();
    this.#kept[this.#count++] = value;
    this.#fresh = false;
    return true;
  }

  /** The value below which that share of the past lies; NaN without a past. */
  quantile(share: number): number {
    if (!this.#fresh) {
      this.#sorted = this.#kept.slice(0, this.#count).sort();
      this.#fresh = true;
    }
    return this.#sorted[Math.min(this.#count - 1, Math.floor(share * this.#count))] ?? Number.NaN;
  }

  /**
   * About a standard deviation of the past, whatever its shape. Never nothing: of a value that hardly ever moves, the first
   * step would be an alarm.
   */
  get spread(): number {
    const core = (this.quantile(0.84) - this.quantile(0.16)) / 2;
    const whole = (this.quantile(0.99) - this.quantile(0.01)) / 6;
    return Math.max(core || 0, whole || 0, 1e-3 * Math.abs(this.quantile(0.5) || 0), 1e-6);
  }

  #thin(): void {
    this.#count /= 2;
    for (let i = 0; i < this.#count; i++) this.#kept[i] = this.#kept[2 * i]!;
    this.#stride *= 2;
  }
}

/** Values before which a past is too short to compare with. */
export const leastPast = 30;
