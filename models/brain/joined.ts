import type { JsonNode } from './json-node.ts';
import type { NetworkJson } from './network.ts';

type Layer = Readonly<Record<string, JsonNode>>;

/**
 * One network that says the mean of what several say, as log-odds: their nodes lie side by side, and those of one have
 * no weight for the other's. They are sigmoid networks of as many layers, inputs and outputs, in brain.js' JSON.
 */
export function joined(networks: readonly NetworkJson[]): NetworkJson {
  const [first] = networks as readonly [NetworkJson, ...NetworkJson[]];
  const all = networks.map(({ layers }) => layers as unknown as readonly Layer[]);
  const last = first.sizes.length - 1;
  const layers = first.sizes.map((size, layer) => {
    if (layer === 0) return first.layers[0];
    if (layer === last) return numbered(Array.from({ length: size as number }, (_, node) => mean(all, layer, node)));
    return numbered(all.flatMap((_, own) => sideBySide(all, layer, own)));
  });
  const sizes = layers.map((nodes) => Object.keys(nodes as object).length);
  return { ...first, sizes, layers } as NetworkJson;
}

/** The nodes of one network's layer, which look at their own of the layer before alone. */
function sideBySide(all: readonly (readonly Layer[])[], layer: number, own: number): JsonNode[] {
  return nodesOf(all[own]!, layer).map(({ bias, weights }) => {
    if (layer === 1) return { bias, weights };
    const spread = all.map((one, index) => nodesOf(one, layer - 1).map((_, k) => (index === own ? weights[k]! : 0)));
    return { bias, weights: numbered(spread.flat()) };
  });
}

/** A node of the last layer, whose sum is the mean of theirs. */
function mean(all: readonly (readonly Layer[])[], layer: number, node: number): JsonNode {
  const nodes = all.map((one) => nodesOf(one, layer)[node]!);
  const share = (value: number) => Number((value / all.length).toPrecision(6));
  const weights = nodes.flatMap((one) => Object.values(one.weights).map(share));
  return { bias: share(nodes.reduce((sum, { bias }) => sum + bias, 0)), weights: numbered(weights) };
}

const nodesOf = (network: readonly Layer[], layer: number): JsonNode[] => Object.values(network[layer]!);
const numbered = <Value>(values: readonly Value[]): Record<string, Value> => Object.fromEntries(values.entries());
