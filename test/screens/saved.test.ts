import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../../screens/saved/picture.ts';
import { csvOf, jsonOf } from '../../screens/saved/table.ts';
import type { SavedFile } from '../../screens/shell/console-port.ts';
import { allScreens } from '../../screens/shell/view.ts';
import { consoleOf, small } from './draw.tsx';
import { fleetOf, stateOf, vmOf } from './fixture.ts';

/** The files that keys make of a screen. */
async function saved(state = fleetOf(30), keys: readonly string[] = [], choose: readonly string[] = []) {
  const console = consoleOf(state);
  console.press(...keys, 'p', ...choose, 'enter');
  await expect.poll(() => console.view().notice).toMatch(/^Saved as/);
  const file = console.calls.find(([what]) => what === 'save')![1] as SavedFile;
  return { file, console };
}
const keyOf = {
  fleet: '1',
  vm: '2',
  alarms: '3',
  healing: '4',
  faults: '5',
  model: '6',
  journal: '7',
  help: '8',
  wall: '9',
} as const;

describe('p saves the screen', () => {
  test('asks as what and where, and says where it went', async () => {
    const { press, frame, view, calls } = consoleOf(fleetOf(3));
    press('p');
    expect(frame()).toMatch(/Save this screen \(fleet\)[\s\S]*▸ svg[\s\S]*▸ the folder the console was started in/);
    press('down', 'tab', 'enter');
    await expect.poll(() => view().notice).toBe('Saved as /data/cloud-medic-fleet-1970-01-01T0000.txt');
    expect(calls).toMatchObject([['save', { place: 'data' }]]);
  });

  test('Esc saves nothing', () => {
    const { press, view, calls } = consoleOf(fleetOf(3));
    press('p', 'esc');
    expect([view().dialog, calls]).toEqual([undefined, []]);
  });

  test('that it failed is said in a sentence', async () => {
    const save = () => Promise.reject(new Error('/x/a.svg cannot be written: there is no space left.'));
    const { press, view } = consoleOf(fleetOf(3), small, undefined, { save });
    press('p', 'enter');
    await expect.poll(() => view().notice).toBe('/x/a.svg cannot be written: there is no space left.');
  });

  test('a read-only console may save: nothing of the cloud changes', async () => {
    expect((await saved({ ...fleetOf(3), readOnly: true })).file.name).toMatch(/\.svg$/);
  });
});

describe.each(allScreens)('the %s screen', (screen) => {
  test('as text is what was on the screen', async () => {
    const { file, console } = await saved(undefined, [keyOf[screen]], ['down']);
    console.press('tab', 'tab', 'tab');
    const rows = console.lines().map((line) => line.trimEnd());
    expect(file.name).toMatch(new RegExp(`^cloud-medic-${screen}-.*\\.txt$`));
    expect(file.text.split('\n').slice(0, 6)).toEqual(rows.slice(0, 6));
  });

  test('as a table is the same in CSV and JSON', async () => {
    const csv = (await saved(undefined, [keyOf[screen]], ['down', 'down'])).file;
    const json = (await saved(undefined, [keyOf[screen]], ['down', 'down', 'down'])).file;
    const rows = parse<Record<string, string>>(csv.text, { columns: true });
    const objects = JSON.parse(json.text) as Record<string, unknown>[];
    expect(rows.length).toBe(objects.length);
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(objects[0] ?? {}));
  });
});

test('the table of the fleet has all rows, also those that are not on the screen, with numbers as numbers', async () => {
  const { file } = await saved(fleetOf(200), [], ['down', 'down', 'down']);
  const rows = JSON.parse(file.text) as Record<string, unknown>[];
  expect(rows.length).toBe(200);
  expect(rows[0]).toMatchObject({ name: 'vm-0003', probability: 0.97, diagnosis: 'memory-leak', alarm: 'firing' });
  expect(rows[0]!.cpu).toBeTypeOf('number');
});

describe('hostile names', () => {
  test('are no formulas in a spreadsheet, and numbers stay numbers', () => {
    const names = ['=cmd|calc', '+1', '-1', '@x', '\t=1', 'a,"b"\nc'];
    const rows = parse(csvOf({ columns: ['name', 'value'], rows: names.map((name) => [name, -1]) }));
    expect(rows.slice(1)).toEqual([
      ["'=cmd|calc", '-1'],
      ["'+1", '-1'],
      ["'-1", '-1'],
      ["'@x", '-1'],
      ["'\t=1", '-1'],
      ['a,"b"\nc', '-1'],
    ]);
  });

  test('what is not known is empty, and null', () => {
    const table = { columns: ['a', 'b'], rows: [[undefined, Number.NaN]] };
    expect(csvOf(table)).toBe('a,b\r\n,\r\n');
    expect(JSON.parse(jsonOf(table))).toEqual([{ a: null, b: null }]);
  });

  test('cannot put anything into a picture', async () => {
    const vm = vmOf('x', { name: '<script>alert(1)</script>&"\'' });
    const { file } = await saved(stateOf([vm]));
    expect(file.text).not.toContain('<script');
    expect(file.text).toContain('&lt;script&gt;a');
  });

  test('leave a picture well-formed whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const svg = pictureOf(text, small, text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
        expect(svg).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
        const bare = svg.replace(/<\/?(svg|g|rect|text|title)( [\w:-]+="[^"<>]*")*\/?>/g, '');
        expect(bare).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a picture', () => {
  const one = (frame: string) => pictureOf(frame, { columns: 20, rows: 1 }, 'a test');

  test('has the colours, the weight and the blocks of the frame', () => {
    const svg = one('\x1b[31m\x1b[1mbad\x1b[22m\x1b[39m \x1b[2mquiet\x1b[22m \x1b[32m██░\x1b[39m');
    expect(svg).toContain('fill="#ff7b72" font-weight="bold">bad</text>');
    expect(svg).toContain('opacity="0.6">quiet</text>');
    expect(svg.match(/<rect [^>]*fill="#3fb950"/g)).toHaveLength(2);
  });

  test('knows inverse, 256 and all colours', () => {
    expect(one('\x1b[7mrow\x1b[27m')).toMatch(/<rect [^>]*fill="#c9d1d9"\/>\n<text [^>]*fill="#0d1117">row/);
    expect(one('\x1b[38;5;196mx\x1b[39m')).toContain('fill="rgb(255,0,0)">x<');
    expect(one('\x1b[38;2;1;2;3mx\x1b[39m')).toContain('fill="rgb(1,2,3)">x<');
  });

  test('holds each text to its cells', () => {
    expect(one('  ab  cd')).toMatch(/x="30.8" [^>]*textLength="16.8">ab<[\s\S]*x="64.4" [^>]*textLength="16.8">cd</);
    expect(one('数')).toContain('textLength="16.8">数<');
  });
});

test('the sixteen colours are readable on the ground', () => {
  const source = readFileSync(new URL('../../screens/saved/ansi.ts', import.meta.url), 'utf8');
  const light = (hex: string) => {
    const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
    const [r, g, b] = parts.map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const ground = light('#0d1117');
  const colours = source.match(/#[0-9a-f]{6}/g)!.slice(1);
  for (const colour of colours) expect((light(colour) + 0.05) / (ground + 0.05)).toBeGreaterThan(3);
});
