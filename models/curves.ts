/**
 * How each VM's probability went: value and time of the last `capacity` verdicts, the oldest overwritten. As the ring of
 * samples it is mutable, so that a large fleet costs no copies; only `diagnose` writes it, and a clock that is set moves it.
 */
export class Curves {
  readonly capacity: number;
  readonly #curves = new Map<string, Writing>();

  /** As many as the ring holds samples. */
  constructor(capacity = 180) {
    this.capacity = capacity;
  }

  /** A verdict's time (epoch ms, later than the last one's) and probability. */
  push(vm: string, at: number, probability: number): void {
    let curve = this.#curves.get(vm);
    if (!curve) {
      curve = { times: new Float64Array(this.capacity), values: new Float32Array(this.capacity), written: 0 };
      this.#curves.set(vm, curve);
    }
    const place = curve.written++ % this.capacity;
    curve.times[place] = at;
    curve.values[place] = probability;
  }

  /** The clock that all times are by was set, so many milliseconds ahead. */
  move(by: number): void {
    for (const { times } of this.#curves.values()) for (const place of times.keys()) times[place]! += by;
  }

  /** Points kept of a VM. */
  length(vm: string): number {
    return Math.min(this.#curves.get(vm)?.written ?? 0, this.capacity);
  }

  /** When the verdict was; `back` 0 is the newest. Undefined where none is kept. */
  time(vm: string, back = 0): number | undefined {
    return back < this.length(vm) ? this.#curves.get(vm)!.times[this.#place(vm, back)] : undefined;
  }

  /** Its probability; NaN where none is kept. */
  value(vm: string, back = 0): number {
    return back < this.length(vm) ? this.#curves.get(vm)!.values[this.#place(vm, back)]! : Number.NaN;
  }

  /** A VM's curve, oldest first. A copy. */
  of(vm: string): Curve {
    const length = this.length(vm);
    const backs = Array.from({ length }, (_, i) => length - 1 - i);
    return { times: backs.map((back) => this.time(vm, back)!), values: backs.map((back) => this.value(vm, back)) };
  }

  /** Forgets the VMs that are not among these. */
  keep(vms: { has(vm: string): boolean }): void {
    for (const vm of this.#curves.keys()) if (!vms.has(vm)) this.#curves.delete(vm);
  }

  #place(vm: string, back: number): number {
    return (this.#curves.get(vm)!.written - 1 - back) % this.capacity;
  }
}

/** Times in epoch ms, and what was so at each of them. */
export type Curve = { readonly times: readonly number[]; readonly values: readonly number[] };

type Writing = { readonly times: Float64Array; readonly values: Float32Array; written: number };
