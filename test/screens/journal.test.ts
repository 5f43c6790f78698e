import { expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { consoleOf } from './draw.tsx';
import { fleetOf, now } from './fixture.ts';

const line = (number: number, rest: Partial<Entry> = {}): Entry => ({
  at: now - number * 1000,
  kind: 'note',
  vm: undefined,
  vmName: undefined,
  incident: undefined,
  who: 'ada',
  words: `thing ${number} of all`,
  data: {},
  ...rest,
});
const claimed = line(3, {
  kind: 'claimed',
  vm: 'vm-0002',
  vmName: 'vm-0002',
  words: 'soft reboot is sent',
  data: {
    probability: 0.91,
    diagnosis: 'hang',
    reasons: ['silent for 40 s'],
    requestId: 'req-77',
    outcome: 'healed',
    call: { method: 'POST', service: 'compute', path: '/servers/vm-0002/action', body: { reboot: { type: 'SOFT' } } },
  },
});
const entries = [line(1), line(2), claimed, line(4)];
const size = { columns: 100, rows: 30 };

test('all lines, the newest first; the one under the cursor with who, what, why, by which call and what came of it', () => {
  const { press, frame, lines } = consoleOf(fleetOf(4, { entries }), size);
  press('7', 'down', 'down');
  const listed = lines().flatMap((one) => /thing \d|soft reboot/.exec(one) ?? []);
  expect(listed.slice(0, 4)).toEqual(['thing 1', 'thing 2', 'soft reboot', 'thing 4']);
  for (const words of ['P(fail) 91 %, hang, silent for 40 s', 'req-77', 'healed', '{"reboot":{"type":"SOFT"}}', 'ada'])
    expect(frame()).toContain(words);
});

test('/ keeps lines with all words, and ! those without one', () => {
  const { press, frame } = consoleOf(fleetOf(4, { entries }), size);
  press('7', '/', ...'thing', 'space', ...'!2', 'enter');
  expect(frame()).toContain('thing 1');
  expect(frame()).not.toMatch(/thing 2|soft reboot/);
  press('esc');
  expect(frame()).toContain('soft reboot');
});

test('the cursor stays on its line when newer ones come', () => {
  const { press, lines, change } = consoleOf(fleetOf(4, { entries }), size);
  press('7', 'down');
  change((state) => ({ ...state, entries: [line(0), ...state.entries] }));
  expect(lines().find((one) => one.startsWith('▸'))).toContain('thing 2');
});

test('beyond the last line older ones are read, none twice and none left out, until there are no more', () => {
  const all = Array.from({ length: 30 }, (_, i) => line(Math.floor(i / 3), { words: `line ${i}.` }));
  const older = (at: number, known: number) => all.filter((one) => one.at <= at).slice(known, known + 10);
  const { press, frame, view } = consoleOf(fleetOf(4, { entries: all.slice(0, 10) }), size, undefined, { older });
  press('7', 'G', 'G', 'G', 'G', 'G');
  expect(view().journal.lines).toEqual(all);
  expect(frame()).toContain('line 30 of 30 · it begins here');
  expect(frame()).toContain('line 29.');
});

test('Enter opens the VM as it was at that moment', () => {
  const state = fleetOf(4, { entries });
  const { press, frame } = consoleOf(state, size, undefined, {
    moment: (at, which) => (which === 'at' && at === claimed.at ? { ...state, at } : undefined),
  });
  press('7', 'down', 'down', 'enter');
  expect(frame()).toMatch(/◂ PAST 01-05 \d\d:59:57/);
  expect(frame()).toContain('vm-0002');
  press('end');
  expect(frame()).not.toContain('PAST');
});
