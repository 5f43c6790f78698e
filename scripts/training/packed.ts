import type { Lesson } from '../../models/brain/train.ts';

type Truth = Omit<Lesson, 'input'>;

/** Lessons as they travel between threads: their inputs in one block, and of each which of the truths is its own. */
export type Packed = {
  readonly inputs: Float32Array;
  readonly truths: readonly Truth[];
  readonly truthOf: Uint8Array;
};

export function packed(lessons: readonly Lesson[]): Packed {
  const width = lessons[0]?.input.length ?? 0;
  const [inputs, truthOf] = [new Float32Array(lessons.length * width), new Uint8Array(lessons.length)];
  const known = new Truths();
  lessons.forEach(({ input, ...truth }, index) => {
    inputs.set(input, index * width);
    truthOf[index] = known.numberOf(truth);
  });
  return { inputs, truths: known.all, truthOf };
}

/** The lessons of all, in memory that threads share. */
export function together(all: readonly Packed[]): Packed {
  const sum = (sizes: number[]) => sizes.reduce((before, size) => before + size, 0);
  const inputs = new Float32Array(new SharedArrayBuffer(sum(all.map((one) => one.inputs.byteLength))));
  const truthOf = new Uint8Array(new SharedArrayBuffer(sum(all.map((one) => one.truthOf.length))));
  const known = new Truths();
  let [number, lesson] = [0, 0];
  for (const one of all) {
    inputs.set(one.inputs, number);
    number += one.inputs.length;
    const numbers = one.truths.map((truth) => known.numberOf(truth));
    for (const own of one.truthOf) truthOf[lesson++] = numbers[own]!;
  }
  return { inputs, truths: known.all, truthOf };
}

export function unpacked({ inputs, truths, truthOf }: Packed): Lesson[] {
  const width = inputs.length / Math.max(1, truthOf.length);
  return Array.from(truthOf, (own, index) => {
    return { ...truths[own]!, input: inputs.subarray(index * width, (index + 1) * width) };
  });
}

/** Few are different: failing or not, the cause, and how many like it a lesson stands for. */
class Truths {
  readonly all: Truth[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(truth: Truth): number {
    const words = `${truth.failing} ${truth.cause} ${truth.weight}`;
    const number = this.#numbers.get(words) ?? this.all.push(truth) - 1;
    this.#numbers.set(words, number);
    return number;
  }
}
