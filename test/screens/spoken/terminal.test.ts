import { afterEach, expect, test, vi } from 'vitest';
import { fleetOf, portOf } from '../fixture.ts';
import { terminalOf } from '../shell/terminal.ts';

let open: { unmount(): void } | undefined;
afterEach(() => open?.unmount());

async function started() {
  const wired = portOf(fleetOf(30));
  const terminal = terminalOf(wired.port, { columns: 80, rows: 24 }, { spoken: true });
  open = terminal;
  let sent = '';
  const write = terminal.stdout.write.bind(terminal.stdout);
  terminal.stdout.write = (text: string, ...rest: unknown[]) => {
    sent += text;
    return write(text, ...rest);
  };
  await vi.waitFor(() => expect(terminal.screen().join('\n')).toContain('1 of 30.'));
  return { ...wired, ...terminal, sent: () => sent };
}

/** What moves the cursor or erases, in any way but by a new line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const redrawing = /\x1b\[\d*(?:;\d*)*[ABCDEFGHJKST]|\x1b\[\?1049h|[│╭╮╰╯─█]/;

test('lines are appended to the terminal as it is, and nothing is drawn anew', async () => {
  const { type, screen, term, sent, change } = await started();
  expect(term.buffer.active.type).toBe('normal');
  expect(screen()[0]).toBe('$ cloud-medic');
  for (const [keys, words] of [
    ['j', '2 of 30.'],
    ['3', 'Alarms: 3 open.'],
    ['h', 'Cancel is chosen.'],
    ['\x1b', 'Closed.'],
    ['4', 'Healing: heals 0'],
    [':', 'Find: type'],
  ] as const) {
    type(keys);
    await vi.waitFor(() => expect(sent()).toContain(words));
  }
  change((state) => ({ ...state, at: state.at + 1000 }));
  expect(sent()).not.toMatch(redrawing);
});

test('at rest, when only numbers change, and when it is resized, not a byte is sent', async () => {
  const { stdout, change, resize, type, screen, sent } = await started();
  const before = stdout.bytes;
  const s0 = sent().length;
  change((state) => ({ ...state, at: state.at + 10_000, novaAt: state.at }));
  change((state) => ({ ...state, at: state.at + 10_000, novaAt: state.at }));
  resize(60, 20);
  await new Promise(setImmediate);
  console.error(JSON.stringify(sent().slice(s0)));
  expect(stdout.bytes).toBe(before);
  type('j');
  await vi.waitFor(() => expect(screen().join('\n')).toContain('2 of 30.'));
  expect(stdout.bytes).toBeGreaterThan(before);
});

test('a long session keeps few sentences, and repeats none', async () => {
  const { type, sent } = await started();
  for (let round = 0; round < 12; round++) type('?');
  for (let round = 0; round < 12; round++) {
    type('1');
    await new Promise(setImmediate);
    type('?');
    await new Promise(setImmediate);
  }
  type('9');
  await vi.waitFor(() => expect(sent()).toContain('nothing has happened yet'));
  expect(sent().split('control c: Quit at once.').length - 1).toBe(13);
});
