/**
 * How each VM's probability went: value and time of the last `capacity` verdicts, the oldest overwritten. As the ring of
 * samples it is mutable, so that a large fleet costs no copies; only `diagnose` writes it.
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

  /** A VM's curve, oldest first. A copy. */
  of(vm: string): Curve {
    const curve = this.#curves.get(vm);
    const length = Math.min(curve?.written ?? 0, this.capacity);
    const places = Array.from({ length }, (_, i) => (curve!.written - length + i) % this.capacity);
    return { times: places.map((one) => curve!.times[one]!), values: places.map((one) => curve!.values[one]!) };
  }

  /** Forgets the VMs that are not among these. */
  keep(vms: { has(vm: string): boolean }): void {
    for (const vm of this.#curves.keys()) if (!vms.has(vm)) this.#curves.delete(vm);
  }
}

/** Times in epoch ms, and what was so at each of them. */
export type Curve = { readonly times: readonly number[]; readonly values: readonly number[] };

type Writing = { readonly times: Float64Array; readonly values: Float32Array; written: number };
