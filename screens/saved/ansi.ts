/** How a run of text is drawn. Colours are CSS colours; undefined is the picture's own. */
export type Pen = {
  readonly ink?: string;
  readonly ground?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
};

export type Run = { readonly text: string; readonly pen: Pen };

/** A frame as Ink draws it, text with SGR sequences, as lines of runs. Other sequences are left out. */
export function runsOf(frame: string): Run[][] {
  let pen: Pen = {};
  return frame.split('\n').map((line) => {
    const runs: Run[] = [];
    let from = 0;
    for (const found of line.matchAll(sequence)) {
      if (found.index > from) runs.push({ text: line.slice(from, found.index), pen });
      from = found.index + found[0].length;
      if (found[0].endsWith('m')) pen = taken(pen, (found[1] ?? '').split(';').map(Number));
    }
    if (from < line.length) runs.push({ text: line.slice(from), pen });
    return runs;
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const sequence = /\x1b\[([\d;]*)[@-~]/g;

function taken(before: Pen, codes: readonly number[]): Pen {
  let pen = before;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(at + 1));
      pen = { ...pen, [code === 38 ? 'ink' : 'ground']: colour };
      at += used;
    } else pen = { ...pen, ...(simple[code] ?? coloured(code)) };
    if (code === 0) pen = {};
  }
  return pen;
}

/** What is undone is left out again, for each is looked for by being there. */
const simple: Readonly<Record<number, { readonly [field in keyof Pen]: Pen[field] | undefined }>> = {
  1: { bold: true },
  2: { dim: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  24: { underline: false },
  27: { inverse: false },
};

function coloured(code: number): { readonly ink?: string; readonly ground?: string } {
  if (code === 39) return { ink: '' };
  if (code === 49) return { ground: '' };
  if (code >= 30 && code <= 37) return { ink: palette[code - 30]! };
  if (code >= 90 && code <= 97) return { ink: palette[code - 82]! };
  if (code >= 40 && code <= 47) return { ground: palette[code - 40]! };
  return code >= 100 && code <= 107 ? { ground: palette[code - 92]! } : {};
}

/** 38;5;N and 38;2;R;G;B, and how many codes that took. */
function extended([kind, ...rest]: readonly number[]): [colour: string, used: number] {
  if (kind === 2) return [`rgb(${rest.slice(0, 3).map(byte).join(',')})`, 4];
  const index = byte(rest[0]);
  if (index < 16) return [palette[index]!, 2];
  if (index >= 232)
    return [
      `rgb(${Array(3)
        .fill(8 + (index - 232) * 10)
        .join(',')})`,
      2,
    ];
  const cube = [36, 6, 1].map((step) => Math.floor((index - 16) / step) % 6);
  return [`rgb(${cube.map((level) => (level ? 55 + level * 40 : 0)).join(',')})`, 2];
}

const byte = (value: number | undefined) => Math.max(0, Math.min(255, Math.trunc(value ?? 0) || 0));

/** The sixteen colours, readable on the picture's dark ground. */
const palette = [
  ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
];
