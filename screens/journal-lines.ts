import type { Entry } from '../models/event.ts';
import { dayTime } from './parts/format.ts';
import { type Piece, piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { chopped, clean, fit } from './parts/text.ts';
import type { Tone } from './shell/theme.ts';

/** The meaning of a line of the audit, by its kind. */
export const kindTones: Readonly<Record<string, Tone>> = {
  alarm: 'bad',
  escalated: 'bad',
  refused: 'bad',
  held: 'warn',
  fault: 'warn',
  resolved: 'good',
};

/** Whether a line has all of the filter's words in it; a word behind a ! must not be there. */
export function passes({ kind, vmName = '', who, words, data }: Entry, filter: string): boolean {
  const { requestId = '', diagnosis = '', outcome = '', action = '' } = data;
  const text = [kind, vmName, who, words, requestId, diagnosis, outcome, action].join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(' ')
    .every((word) => (word.startsWith('!') && word.length > 1 ? !text.includes(word.slice(1)) : text.includes(word)));
}

export const journalHeads: readonly Piece[] = [
  { text: `  ${fit('WHEN', 15)}${fit('WHAT', 13)}${fit('VM', 15)}`, tone: 'quiet' },
];

/** One line of the audit: when, what, of whom, in words. */
export function entryPieces({ at, kind, vmName = '', words, who }: Entry, selected: boolean): Piece[] {
  return [
    `${selected ? '▸' : ' '} `,
    { text: fit(dayTime(at), 15), tone: 'quiet' },
    piece(fit(kind, 13), kindTones[kind]),
    `${fit(clean(vmName), 14)} ${clean(words)}, by ${clean(who)}`,
  ];
}

/** Who did what, why, by which call, and what came of it. */
export function entryStory({ kind, vm, vmName, incident, who, words, data }: Entry, columns: number): Told[] {
  const { probability, diagnosis, reasons, action, call, requestId, outcome } = data;
  const why = [
    typeof probability === 'number' ? `P(fail) ${Math.round(probability * 100)} %` : '',
    diagnosis,
    ...(Array.isArray(reasons) ? reasons : []),
  ].filter((one) => typeof one === 'string' && one);
  const facts: readonly (readonly [string, unknown])[] = [
    ['what', `${kind}${typeof action === 'string' ? ` ${action}` : ''}: ${words}`],
    ['who', who],
    ['VM', vmName === undefined ? undefined : `${vmName}  ${vm ?? ''}`],
    ['why', why.join(', ')],
    ['outcome', outcome],
    ['request', requestId],
    ['incident', incident],
  ];
  const sent = isCall(call)
    ? [`${call.method} ${call.service} ${call.path}`, JSON.stringify(call.body ?? null)].flatMap((line) =>
        chopped(clean(line), columns - 15),
      )
    : [];
  return [
    ...facts.flatMap(([name, value]) =>
      typeof value === 'string' && value ? toldWords(name, clean(value), columns) : [],
    ),
    ...sent.map((line, index) => told(index ? '' : 'call', line)),
  ];
}

type AnyCall = { readonly method: unknown; readonly service: unknown; readonly path: unknown; readonly body?: unknown };
const isCall = (call: unknown): call is AnyCall => typeof call === 'object' && call !== null && 'method' in call;
