import type { JsonNode } from './json-node.ts';

/** What brings an input to mean 0 and deviation 1, so that a rare one is heard as well; `unit` is never under `least`. */
export type Scale = { readonly mean: Float64Array; readonly unit: Float64Array };
const least = 0.1;

export function scaleOf(inputs: readonly ArrayLike<number>[], size: number): Scale {
  const [mean, unit] = [new Float64Array(size), new Float64Array(size)];
  for (const input of inputs) for (let i = 0; i < size; i++) mean[i]! += input[i]! / inputs.length;
  for (const input of inputs) {
    for (let i = 0; i < size; i++) unit[i]! += (input[i]! - mean[i]!) ** 2 / inputs.length;
  }
  return { mean, unit: unit.map((square) => Math.max(least, Math.sqrt(square))) };
}

/** Written into `out`. */
export function scaled(input: ArrayLike<number>, { mean, unit }: Scale, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = (input[i]! - mean[i]!) / unit[i]!;
}

/** Makes the first layer of a network that learnt from scaled inputs read them as they come. */
export function unscale(first: Record<string, JsonNode>, { mean, unit }: Scale): void {
  for (const node of Object.values(first)) {
    for (const i of Object.keys(node.weights)) {
      node.weights[i]! /= unit[Number(i)]!;
      node.bias -= node.weights[i]! * mean[Number(i)]!;
    }
  }
}
