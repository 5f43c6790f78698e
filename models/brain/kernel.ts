/** What `npx wat2wasm` makes of kernel.wat, which tells what it does: half of a verdict's time went into these sums. */
export const kernelBytes = Uint8Array.from(
  atob(
    'AGFzbQEAAAABGQNgCH9/f39/f39/AGAFf39/f38AYAJ/fwADBAMAAQIFAwEAAQclBAZtZW1vcnkCAARzdW1zAAAGc2xvcGVzAAEIc2lnbW9pZHMAAgrqBg' +
      'PnAQICfwV7A0AgBf0ABAAhCyAF/QAEECEMIAX9AAQgIQ0gBf0ABDAhDkEAIQgCQANAIAggAk8NASAAIAhBAnRq/QkCACEKIAMgASAIQQJ0aigCAGohCSAL' +
      'IAogCf0ABAD95gH95AEhCyAMIAogCf0ABBD95gH95AEhDCANIAogCf0ABCD95gH95AEhDSAOIAogCf0ABDD95gH95AEhDiAIQQFqIQgMAAsLIAYgC/0LBA' +
      'AgBiAM/QsEECAGIA39CwQgIAYgDv0LBDAgAyAEaiEDIAVBwABqIQUgBkHAAGohBiAGIAdJDQALC7UBAgF/BXsDQCAC/QAEACEHIAL9AAQQIQggAv0ABCAh' +
      'CSAC/QAEMCEKIAAhBQNAIAX9CQIAIQYgAyAD/QAEACAGIAf95gH95AH9CwQAIAMgA/0ABBAgBiAI/eYB/eQB/QsEECADIAP9AAQgIAYgCf3mAf3kAf0LBC' +
      'AgAyAD/QAEMCAGIAr95gH95AH9CwQwIANBwABqIQMgBUEEaiEFIAUgAUkNAAsgAkHAAGohAiADIARJDQALC8cDAQR7A0D9DAAArsIAAK7CAACuwgAArsL9' +
      'DAAArkIAAK5CAACuQgAArkIgAP0ABAD94QH96AH96QEhAiAC/Qw7qrg/O6q4PzuquD87qrg//eYB/WohAyACIAP9DACAMT8AgDE/AIAxPwCAMT/95gH95Q' +
      'EgA/0Mg4BeuYOAXrmDgF65g4Beuf3mAf3lASEE/QxnaVA5Z2lQOWdpUDlnaVA5IQUgBSAE/eYB/QzOQ7c6zkO3Os5DtzrOQ7c6/eQBIQUgBSAE/eYB/QwI' +
      'iQg8CIkIPAiJCDwIiQg8/eQBIQUgBSAE/eYB/QzBqSo9wakqPcGpKj3BqSo9/eQBIQUgBSAE/eYB/Qyqqio+qqoqPqqqKj6qqio+/eQBIQUgBSAE/eYB/Q' +
      'wAAAA/AAAAPwAAAD8AAAA//eQBIQUgBSAEIAT95gH95gEgBP3kAf0MAACAPwAAgD8AAIA/AACAP/3kASEFIAUgA/34Af0MfwAAAH8AAAB/AAAAfwAAAP2u' +
      'AUEX/asB/eYBIQUgAP0MAACAPwAAgD8AAIA/AACAP/0MAACAPwAAgD8AAIA/AACAPyAF/eQB/ecB/QsEACAAQRBqIQAgACABSQ0ACws=',
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
  sigmoids(at: number, end: number): void;
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
