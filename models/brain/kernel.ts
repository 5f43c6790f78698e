/** What `npx wat2wasm` makes of kernel.wat, which tells what it does: half of a verdict's time went into these sums. */
export const kernelBytes = Uint8Array.from(
  atob(
    'AGFzbQEAAAABDAFgCH9/f39/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARzdW1zAAAK6gEB5wECAn8FewNAIAX9AAQAIQsgBf0ABBAhDCAF/QAEICEN' +
      'IAX9AAQwIQ5BACEIAkADQCAIIAJPDQEgACAIQQN0av0KAwAhCiADIAEgCEECdGooAgBqIQkgCyAKIAn9AAQA/fIB/fABIQsgDCAKIAn9AAQQ/fIB/fAB' +
      'IQwgDSAKIAn9AAQg/fIB/fABIQ0gDiAKIAn9AAQw/fIB/fABIQ4gCEEBaiEIDAALCyAGIAv9CwQAIAYgDP0LBBAgBiAN/QsEICAGIA79CwQwIAMgBGoh' +
      'AyAFQcAAaiEFIAZBwABqIQYgBiAHSQ0ACws=',
  ),
  (character) => character.charCodeAt(0),
);

/** Nodes that the kernel sums up together. */
export const together = 8;

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
