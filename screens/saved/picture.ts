import stringWidth from 'string-width';
import { clean } from '../parts/text.ts';
import type { Size } from '../shell/theme.ts';
import { type Pen, type Run, runsOf } from './ansi.ts';

/** Pixels of a cell, and of the frame around them. */
const cell = { width: 8.4, height: 17, font: 14 };
const edge = 14;
const ground = '#0d1117';
const ink = '#c9d1d9';

/**
 * A frame as an SVG picture: each run of text is held to its cells, whatever the font; blocks are drawn, so that no gap
 * shows between them. Nothing in it is loaded from elsewhere or runs.
 */
export function pictureOf(frame: string, { columns, rows }: Size, title: string): string {
  const [width, height] = [columns * cell.width + 2 * edge, rows * cell.height + 2 * edge].map(round);
  const drawn = runsOf(frame).flatMap((runs, row) => line(runs, row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="${cell.font}" fill="${ink}" shape-rendering="crispEdges">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function line(runs: readonly Run[], row: number): string[] {
  const out: string[] = [];
  let column = 0;
  for (const { text, pen } of runs) {
    for (const part of text.match(parts) ?? []) {
      const width = stringWidth(part);
      out.push(...drawn(part, pen, { column, row, width }));
      column += width;
    }
  }
  return out;
}

/** Blocks of one kind, blanks, or other text; single blanks stay within a text. */
const parts = /(?:([▁▂▃▄▅▆▇█░▒])\1*)| {2,}|(?:(?! {2})[^▁▂▃▄▅▆▇█░▒])+/gu;

type Place = { readonly column: number; readonly row: number; readonly width: number };

function drawn(text: string, pen: Pen, { column, row, width }: Place): string[] {
  const colour = (pen.inverse ? pen.ground || ground : pen.ink) || undefined;
  const behind = (pen.inverse ? pen.ink || ink : pen.ground) || undefined;
  const [x, y, wide] = [edge + column * cell.width, edge + row * cell.height, width * cell.width];
  const out = behind ? [rect({ x, y, wide, tall: cell.height }, behind)] : [];
  const block = blocks[text[0]!];
  if (block) {
    const tall = block.share * cell.height;
    const fade = block.fade * (pen.dim ? 0.6 : 1);
    out.push(rect({ x, y: y + cell.height - tall, wide, tall }, colour ?? ink, fade));
  } else if (text.trim()) {
    const look = [
      ...(colour ? [`fill="${colour}"`] : []),
      ...(pen.bold ? ['font-weight="bold"'] : []),
      ...(pen.dim ? ['opacity="0.6"'] : []),
      ...(pen.underline ? ['text-decoration="underline"'] : []),
    ];
    // A picture knows no blanks at the ends of a text.
    const left = text.length - text.trimStart().length;
    const held = stringWidth(text.trim()) * cell.width;
    const place = `x="${round(x + left * cell.width)}" y="${round(y + cell.font - 1)}" textLength="${round(held)}"`;
    out.push(`<text ${[place, ...look].join(' ')}>${escaped(text.trim())}</text>`);
  }
  return out;
}

type Box = { readonly x: number; readonly y: number; readonly wide: number; readonly tall: number };

const rect = ({ x, y, wide, tall }: Box, fill: string, fade = 1) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(tall)}" fill="${fill}"${fade < 1 ? ` opacity="${round(fade)}"` : ''}/>`;

/** How much of the cell a block fills from below, and how strongly. */
const blocks: Readonly<Record<string, { readonly share: number; readonly fade: number }>> = {
  ...Object.fromEntries([...'▁▂▃▄▅▆▇█'].map((sign, index) => [sign, { share: (index + 1) / 8, fade: 1 }])),
  '░': { share: 1, fade: 0.25 },
  '▒': { share: 1, fade: 0.5 },
};

const round = (value: number) => Math.round(value * 100) / 100;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => clean(text).replace(/[&<>"']/g, (sign) => entities[sign]!);
