/** What `npx wat2wasm` makes of kernel.wat, which tells what it does: half of a verdict's time went into these sums. */
export const kernelBytes = Uint8Array.from(
  atob(
    'AGFzbQEAAAABFAJgCH9/f39/f39/AGAFf39/f38AAwMCAAEFAwEAAQcaAwZtZW1vcnkCAARzdW1zAAAGc2xvcGVzAAEKoQMC5wECAn8FewNAIAX9AAQAIQ' +
      'sgBf0ABBAhDCAF/QAEICENIAX9AAQwIQ5BACEIAkADQCAIIAJPDQEgACAIQQJ0av0JAgAhCiADIAEgCEECdGooAgBqIQkgCyAKIAn9AAQA/eYB/eQBIQsg' +
      'DCAKIAn9AAQQ/eYB/eQBIQwgDSAKIAn9AAQg/eYB/eQBIQ0gDiAKIAn9AAQw/eYB/eQBIQ4gCEEBaiEIDAALCyAGIAv9CwQAIAYgDP0LBBAgBiAN/QsEIC' +
      'AGIA79CwQwIAMgBGohAyAFQcAAaiEFIAZBwABqIQYgBiAHSQ0ACwu1AQIBfwV7A0AgAv0ABAAhByAC/QAEECEIIAL9AAQgIQkgAv0ABDAhCiAAIQUDQCAF' +
      '/QkCACEGIAMgA/0ABAAgBiAH/eYB/eQB/QsEACADIAP9AAQQIAYgCP3mAf3kAf0LBBAgAyAD/QAEICAGIAn95gH95AH9CwQgIAMgA/0ABDAgBiAK/eYB/e' +
      'QB/QsEMCADQcAAaiEDIAVBBGohBSAFIAFJDQALIAJBwABqIQIgAyAESQ0ACws=',
  ),
  (character) => character.charCodeAt(0),
);

/** Nodes that the kernel takes together: a block of a layer. */
export const together = 16;

/** So many nodes with those that are missing to a block. */
export const padded = (nodes: number) => together * Math.ceil(nodes / together);

/** Which number of a layer is the weight of a node's first input; that of the next input lies `together` further. */
export const firstOf = (node: number, inputs: number) => (node - (node % together)) * inputs + (node % together);

/** All places are bytes in the memory; see kernel.wat for what lies there. */
export type Kernel = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  sums(
    values: number,
    places: number,
    count: number,
    weights: number,
    block: number,
    biases: number,
    sums: number,
    end: number,
  ): void;
  slopes(values: number, last: number, shares: number, slopes: number, end: number): void;
};

const module = new WebAssembly.Module(kernelBytes);

/** A kernel with a memory of its own of at least so many bytes. */
export function kernelOf(bytes: number): Kernel {
  const { exports: kernel } = new WebAssembly.Instance(module);
  kernel.memory.grow(Math.ceil(bytes / 65_536) - 1);
  return kernel;
}

/** TypeScript knows it only together with a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernel };
};
