import * as z from 'zod';

const nodeShape = z.object({ bias: z.number().optional(), weights: z.record(z.string(), z.number()).optional() });

/** A network as brain.js writes it. */
export const networkShape = z.looseObject({
  sizes: z.array(z.int().positive()).min(2),
  layers: z.array(z.record(z.string(), nodeShape)).min(2),
});

/** The first and last of its layers' sizes. */
export function endsOf(network: unknown): { readonly inputs: number; readonly outputs: number } {
  const { sizes } = network as z.infer<typeof networkShape>;
  return { inputs: sizes[0]!, outputs: sizes.at(-1)! };
}
