/** Beyond this it is as good as 0 or 1. */
const reach = 16;
const steps = 256;
const table = Float64Array.from({ length: 2 * reach * steps + 2 }, (_, i) => 1 / (1 + Math.exp(reach - i / steps)));

/** 1 / (1 + e^-x), off by less than 2e-7: straight lines between known values. */
export function sigmoid(x: number): number {
  if (x >= reach) return 1;
  if (!(x > -reach)) return 0;
  const place = (x + reach) * steps;
  const left = Math.floor(place);
  const before = table[left]!;
  return before + (place - left) * (table[left + 1]! - before);
}
