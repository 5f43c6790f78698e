/** One node of a layer, as brain.js writes it; those of the inputs have neither. */
export type JsonNode = { bias: number; weights: Record<string, number> };
