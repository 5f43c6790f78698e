import { describe, expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { Reader } from '../../models/recording/reader.ts';
import { Writer } from '../../models/recording/writer.ts';
import type { State } from '../../models/state.ts';
import { keymapOf } from '../../screens/shell/keymap.ts';
import { keys } from '../../screens/shell/keys.ts';
import type { Screen } from '../../screens/shell/view.ts';
import { consoleOf } from './draw.tsx';
import { fleetOf, now, verdictOf } from './fixture.ts';

const minute = 60_000;
const entry = (at: number, words: string, rest: Partial<Entry> = {}): Entry => ({
  at,
  kind: 'alarm',
  vm: 'vm-0003',
  vmName: 'vm-0003',
  incident: 'i-vm-0003',
  who: 'ada',
  words,
  data: {},
  ...rest,
});

const writer = new Writer();
const reader = new Reader();

/** The state as it comes out of a recording. */
function recorded(state: State): State {
  const lines = writer.text(state).trim().split('\n');
  return lines.flatMap((line) => reader.take(line) ?? []).at(-1)!;
}

/** Ten recorded moments a minute apart; the probability of vm-0000 is the moment's number in per cent, and of two there is a line. */
const moments: readonly State[] = Array.from({ length: 10 }, (_, i) => {
  const at = now - (9 - i) * minute;
  const told = [entry(at, 'the second thing'), entry(now - 7 * minute, 'the first thing')];
  const entries =
    i >= 5
      ? told.slice(i === 5 ? 0 : 0).map((one, k) => (k ? one : entry(now - 4 * minute, one.words)))
      : i >= 2
        ? told.slice(1)
        : [];
  const verdicts = new Map([['vm-0000', verdictOf('vm-0000', 0.2 + i / 100)]]);
  return recorded(fleetOf(6, { at, entries, verdicts }));
});

const moment = (at: number, which: 'at' | 'before' | 'after') =>
  which === 'after'
    ? moments.find((one) => one.at > at)
    : moments.findLast((one) => (which === 'at' ? one.at <= at : one.at < at));

const aConsole = (state: State = moments.at(-1)!, rest = {}) =>
  consoleOf(state, { columns: 100, rows: 30 }, undefined, { moment, ...rest });

describe('walking through time', () => {
  test('[ goes back and ] on, each screen shows that moment, marked PAST with its time', () => {
    const { press, frame } = aConsole();
    expect(frame()).toContain(' 29 %');
    press('[', '[', '[');
    expect(frame()).toContain(' 26 %');
    expect(frame()).toMatch(/PAST \d\d:57:00/);
    press(']');
    expect(frame()).toContain(' 27 %');
    for (const screen of ['1', '2', '3', '4', '5', '7', '8']) {
      press(screen);
      expect(frame()).toMatch(/◂ PAST 01-05 \d\d:58:00 .*End: now/);
      expect(frame()).not.toContain('broke');
    }
    press('1', 'end');
    expect(frame()).toContain(' 29 %');
    expect(frame()).not.toContain('PAST');
  });

  test('it ends where nothing is recorded, and at now', () => {
    const { press, frame } = aConsole();
    press(']');
    expect(frame()).toContain('This is now.');
    for (let i = 0; i < 12; i++) press('[');
    expect(frame()).toContain(' 20 %');
    expect(frame()).toContain('Nothing is recorded from before.');
    for (let i = 0; i < 10; i++) press(']');
    expect(frame()).not.toContain('PAST');
    const bare = consoleOf(moments.at(-1)!);
    bare.press('[');
    expect(bare.frame()).toContain('Nothing is recorded here.');
  });

  test('{ and } go to where the journal tells of something', () => {
    const { press, view } = aConsole();
    const times: (number | undefined)[] = [];
    for (const key of ['{', '{', '{', '}', '}']) {
      press(key);
      times.push(view().moment && (now - view().moment!.at) / minute);
    }
    expect(times).toEqual([4, 7, 7, 4, undefined]);
  });

  test('the cloud goes on meanwhile: what happened since is counted, the picture stays', () => {
    const { press, frame, change } = aConsole();
    press('[');
    const before = frame();
    change((state) => ({
      ...state,
      at: now + minute,
      verdicts: new Map(),
      entries: [entry(now + minute, 'new'), ...state.entries],
    }));
    expect(frame()).toContain('1 event since');
    expect(frame().split('\n').slice(3)).toEqual(before.split('\n').slice(3));
  });

  test('space freezes the picture, and lets it go', () => {
    const { press, frame, change } = aConsole();
    press('space');
    expect(frame()).toMatch(/FROZEN \d\d:00:00/);
    change((state) => ({
      ...state,
      at: now + minute,
      novaAt: now + minute,
      verdicts: new Map([['vm-0000', verdictOf('vm-0000', 0.77)]]),
    }));
    expect(frame()).toContain(' 29 %');
    press('space');
    expect(frame()).toContain(' 77 %');
    expect(frame()).not.toContain('FROZEN');
  });
});

describe('an old picture is no ground to act on', () => {
  const screens: readonly [string, Screen][] = [
    ['1', 'fleet'],
    ['2', 'vm'],
    ['3', 'alarms'],
    ['4', 'healing'],
    ['5', 'faults'],
  ];

  test.each(['[', 'space'])('after %s no key reaches the cloud, and each says why', (how) => {
    const { press, calls, view, frame } = aConsole();
    press(how);
    for (const [key, screen] of screens) {
      for (const spec of keys.filter((one) => one.danger && one.screens.includes(screen))) {
        press('1', key, spec.keys[0]!);
        expect(frame()).toMatch(how === '[' ? /This is the past; End returns to now/ : /The picture is frozen; End/);
        expect(view().dialog).toBeUndefined();
      }
      press('1', key, 'u', 'l', 'enter', 'y');
    }
    expect(calls).toEqual([]);
  });

  test('keys that ask the cloud are not hinted at, say why, and hold up no other', () => {
    const { press, lines, frame, view, calls } = aConsole();
    press('enter');
    const hints = () => lines().at(-1);
    expect(hints()).toMatch(/ l log /);
    press('[');
    expect(hints()).not.toMatch(/ l log|o JSON|s ssh|S serial/);
    for (const key of ['l', 'o', 's', 'S']) {
      press('j', key);
      expect(frame()).toContain('This is the past');
    }
    const panes = Array.from({ length: 3 }, () => {
      press('tab');
      return view().pane;
    });
    expect(panes).toEqual(['details', 'console', 'timeline']);
    expect(calls).toEqual([]);
  });

  test('but for the kill switch, which stops what goes on now', () => {
    const { press, calls } = aConsole({ ...moments.at(-1)!, mode: 'auto' });
    press('[', '[', 'X');
    expect(calls).toEqual([['halt', true]]);
  });

  test('which does not let it go on', () => {
    const { press, calls, view, frame } = aConsole({
      ...moments.at(-1)!,
      mode: 'auto',
      halted: { who: 'ada', at: now },
    });
    press('[', 'X');
    expect(view().dialog).toBeUndefined();
    expect(frame()).toContain('This is the past');
    press('y');
    expect(calls).toEqual([]);
  });
});

test('the header names the keys as they are set', () => {
  const own = keymapOf({ walk: ['(', ')'], end: 'ctrl+x' }).keys;
  const { press, frame } = consoleOf(moments.at(-1)!, { columns: 100, rows: 30 }, undefined, { moment }, own);
  press('(');
  expect(frame()).toMatch(/◂ PAST .* · \( \), \{ \} walk · Ctrl-X: now/);
});

describe('a recording', () => {
  const replay = () => aConsole({ ...moments.at(-1)!, readOnly: true }, { replay: { speed: 1 } });

  test('begins with its first moment, is marked, changes nothing and ends at its last', () => {
    const { press, frame, calls } = replay();
    expect(frame()).toMatch(/◂ REPLAY 01-05 \d\d:51:00 · paused ×1/);
    expect(frame()).toContain(' 20 %');
    press('X', 'h', 'y', 'm');
    expect(calls).toEqual([]);
    expect(frame()).toContain('This is a recording');
    press(']', ']');
    expect(frame()).toContain(' 22 %');
    press('end', ']');
    expect(frame()).toContain(' 29 %');
    expect(frame()).toContain('REPLAY');
  });

  test('is played as fast as one likes, and stands still at the end', async () => {
    const { press, frame, store, view } = replay();
    for (let i = 0; i < 6; i++) press('+');
    expect(view().moment?.speed).toBe(300);
    press(']', ']', ']', ']', ']', ']', ']', 'space');
    expect(frame()).toContain('plays ×300');
    await new Promise<void>((resolve) => {
      const stop = store.subscribe(() => {
        if (view().moment?.playing) return;
        stop();
        resolve();
      });
    });
    expect(frame()).toContain(' 29 %');
    expect(frame()).toContain('paused');
  });
});
