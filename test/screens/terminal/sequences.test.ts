import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decoder } from '../../../screens/terminal/decoder.ts';
import { type Heard, Hearing } from '../../../screens/terminal/hearing.ts';
import { patienceOf, Sequences } from '../../../screens/terminal/sequences.ts';

/** An operator's terminal: reads at their times (ms), and what the console hears of them till long after. */
function hears(reads: readonly (readonly [at: number, bytes: string | Buffer])[], env: NodeJS.ProcessEnv = {}) {
  const [decoder, sequences, hearing] = [new Decoder(), new Sequences(patienceOf(env)), new Hearing()];
  const heard: Heard[] = [];
  const until = (at: number) => {
    for (let { due } = sequences; due !== undefined && due <= at; due = sequences.due)
      heard.push(...hearing.heard(sequences.late(due), due));
  };
  for (const [at, bytes] of reads) {
    until(at);
    heard.push(...hearing.heard(sequences.read(decoder.push(bytes), at), at));
  }
  until(1e6);
  return heard.map((one) => (one.type === 'text' ? `"${one.text}"` : one.key));
}

const answers = [
  '\x1bP>|XTerm(379)\x1b\\',
  '\x1b]11;rgb:1d1d/1f1f/2121\x1b\\',
  '\x1b]11;rgb:1d1d/1f1f/2121\x07',
  '\x1b_Gi=31;OK\x1b\\',
  '\x1bXqX\x1b\\',
  '\x1b^yX\x1b\\',
  '\x1b[?64;1;2;6;9c',
  '\x1b[24;80R',
  '\x1b[I\x1b[O',
  '\x1b[<0;10;5M',
  '\x1b[M qX',
  '\x1b[[A',
  '\x1b[2$',
  '\x1b[?2026;2$y',
  '\x1bOP',
];
const keys = [
  ['\x1b[A', 'up'],
  ['\x1bOB', 'down'],
  ['\x1b\x1b[C', 'right'],
  ['\x1b[1;5D', 'left'],
  ['\x1b[5~', 'pageup'],
  ['\x1b[3;2~', 'delete'],
  ['\x1b[Z', 'tab'],
  ['\x1bOM', 'enter'],
  ['\x1b[99;5u', 'ctrl+c'],
  ['\x1b[27;5;99~', 'ctrl+c'],
  ['\x1b[120;2u', 'X'],
  ['\x03', 'ctrl+c'],
  ['\r', 'enter'],
  ['\x7f', 'backspace'],
  [' ', 'space'],
  ['é', 'é'],
  ['数', '数'],
] as const;

const eightBit = (text: string) =>
  Buffer.from(
    text
      .split('\x1b')
      .map((part) => part && String.fromCharCode(part.charCodeAt(0) + 0x40) + part.slice(1))
      .join(''),
    'latin1',
  );

describe("a terminal's answers are no keys", () => {
  test.each(answers)('%j, whole, in its 8-bit form, and byte by byte', (answer) => {
    expect(hears([[0, answer]])).toEqual([]);
    expect(hears([[0, eightBit(answer)]])).toEqual([]);
    expect(hears([...answer].map((byte, at) => [at, byte]))).toEqual([]);
  });

  test('wherever a slow line cuts them, in bytes, with keys before and after', () => {
    const part = fc.oneof(fc.constantFrom(...answers), fc.constantFrom(...keys.map(([bytes]) => bytes)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(60), { maxLength: 5 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const reads = places.slice(1).map((to, i) => [i, bytes.subarray(places[i], to)] as const);
        // Which characters are text depends on what came at once.
        const named = (heard: readonly string[]) => heard.filter((key) => /^\w{2,}|\+/.test(key) && key !== 'space');
        expect(named(hears(reads))).toEqual(named(hears([[0, bytes]])));
      }),
      { numRuns: 1000 },
    );
  });
});

test.each(keys)('%j is %s', (bytes, key) => {
  expect(hears([[0, Buffer.from(bytes)]])).toEqual([key]);
});

test('an Esc is one when nothing follows; over ssh what follows may take longer', () => {
  expect(
    hears([
      [0, '\x1b'],
      [60, '[B'],
    ]),
  ).toEqual(['down']);
  expect(
    hears([
      [0, '\x1b'],
      [200, '['],
    ]),
  ).toEqual(['esc', '[']);
  expect(
    hears(
      [
        [0, '\x1b'],
        [200, '[B'],
      ],
      { SSH_CONNECTION: '::1 1 ::1 22' },
    ),
  ).toEqual(['down']);
  expect(
    hears([
      [0, '\x1b'],
      [60, 'X'],
    ]),
  ).toEqual(['esc', 'X']);
  expect(
    hears([
      [0, '\x1b'],
      [60, 'q'],
    ]),
  ).toEqual(['esc', 'q']);
  expect(
    hears([
      [0, '\x1b['],
      [1000, 'X'],
    ]),
  ).toEqual(['X']);
});

test.each(['\x1b]11;rgb:', '\x1bP', '\x1b_G', '\x1bX', '\x1b^', '\x1b[', '\x1b[12;', '\x9d11'])(
  'after %j without an end the console hears again',
  (begun) => {
    expect(
      hears([
        [0, begun],
        [1500, 'X'],
      ]),
    ).toEqual(['X']);
    expect(
      hears([
        [0, begun],
        [10, '\x03'],
      ]),
    ).toEqual(['ctrl+c']);
    // A hand that presses on and on prolongs nothing.
    const pressed = Array.from({ length: 10 }, (_, i) => [100 + i * 200, 'X'] as const);
    expect(hears([[0, begun], ...pressed]).filter((key) => key === 'X').length).toBeGreaterThan(5);
  },
);

describe('a paste', () => {
  test('is one text, wherever its marks are cut', () => {
    const bytes = '\x1b[200~web-01\rq\x1b[201~j';
    for (let cut = 0; cut <= bytes.length; cut++)
      expect(
        hears([
          [0, bytes.slice(0, cut)],
          [5, bytes.slice(cut)],
        ]),
      ).toEqual(['"web-01\rq"', 'j']);
  });

  test('without an end is over after a second, and the keys pressed since count', () => {
    expect(
      hears([
        [0, '\x1b[200~web-01'],
        [300, 'q'],
        [900, '\x1b[A'],
      ]),
    ).toEqual(['"web-01"', 'q']);
    expect(
      hears([
        [0, '\x1b[200~web-01'],
        [300, '\x03'],
      ]),
    ).toEqual(['"web-01"', 'ctrl+c']);
    const flood = Array.from({ length: 300 }, (_, i) => [i * 40, '\x1b[A'] as const);
    expect(hears([[0, '\x1b[200~'], ...flood, [12_000, 'X']]).at(-1)).toBe('X');
  });

  test('that comes in time has its late letters', () => {
    expect(
      hears([
        [0, '\x1b[200~we'],
        [300, 'b'],
        [600, '-1\x1b[201~'],
      ]),
    ).toEqual(['"web-1"']);
  });

  test('without marks is different characters at once, and what follows on their heels', () => {
    expect(hears([[0, 'VM-XL-03']])).toEqual(['"VM-XL-03"']);
    expect(
      hears([
        [0, 'sql-0'],
        [20, 'X'],
        [200, 'X'],
      ]),
    ).toEqual(['"sql-0"', '"X"', 'X']);
    expect(hears([[0, 'jjjj']])).toEqual(['j', 'j', 'j', 'j']);
    expect(hears([[0, '\x1b[B\x1b[B\x1b[A']])).toEqual(['down', 'down', 'up']);
  });
});
