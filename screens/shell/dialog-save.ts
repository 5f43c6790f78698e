import { type Piece, piece } from '../parts/line.tsx';
import { fit } from '../parts/text.ts';
import { clamp } from './edit.ts';
import type { Step } from './reduce.ts';
import type { Intent, View } from './view.ts';

/** As what the screen is saved, and where. */
export type SavePick = { readonly kind: 'save'; readonly format: number; readonly place: number };

/** The formats by the end of the file's name, and in words. */
export const formats = [
  ['svg', 'a picture, with its colours'],
  ['txt', 'text, as it stands here'],
  ['csv', "a table of all the screen's rows, for spreadsheets"],
  ['json', 'the same for programs'],
] as const;
export type Format = (typeof formats)[number][0];

export const places = [
  ['here', 'the folder the console was started in'],
  ['data', "the console's own folder, with settings and journals"],
] as const;
export type Place = (typeof places)[number][0];

export const askSave: SavePick = { kind: 'save', format: 0, place: 0 };

export function reduceSave(view: View, dialog: SavePick, intent: Intent): Step {
  if (intent.type === 'move')
    return { view: { ...view, dialog: { ...dialog, format: clamp(dialog.format + intent.by, formats.length) } } };
  if (intent.type === 'side' || intent.type === 'pane')
    return { view: { ...view, dialog: { ...dialog, place: (dialog.place + 1) % places.length } } };
  if (intent.type !== 'enter') return { view };
  const command = { type: 'save', format: formats[dialog.format]![0], place: places[dialog.place]![0] } as const;
  return { view: { ...view, dialog: undefined }, command };
}

export function saveLines({ format, place }: SavePick, screen: string): Piece[][] {
  const option = (words: string, width: number, chosen: boolean) =>
    piece(`${chosen ? '▸' : ' '} ${fit(words, width)}`, chosen ? 'strong' : undefined);
  return [
    [{ text: `Save this screen (${screen})`, tone: 'strong' }],
    [{ text: 'A new file that only you can read; none is overwritten.', tone: 'quiet' }],
    [' '],
    ...formats.map(([end, words], index) => [
      option(end, 6, index === format),
      { text: words, tone: 'quiet' } as const,
    ]),
    [' '],
    ...places.map(([, words], index) => [option(words, 60, index === place)]),
  ];
}
