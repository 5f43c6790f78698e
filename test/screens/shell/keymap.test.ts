import { describe, expect, test } from 'vitest';
import type { KeySpec } from '../../../screens/shell/key-spec.ts';
import { type KeyChanges, keymapOf } from '../../../screens/shell/keymap.ts';
import { keys } from '../../../screens/shell/keys.ts';
import { attemptOf } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, incidentOf, stateOf, vmOf } from '../fixture.ts';

const consoleWith = (changes: KeyChanges) =>
  consoleOf(fleetOf(30), { columns: 120, rows: 40 }, undefined, {}, keymapOf(changes).keys);

describe('keys of one’s own', () => {
  test('work in the old one’s place, and are what footer and help show', () => {
    expect(keymapOf({ heal: 'H', help: ['F', 'ctrl+o'] }).faults).toEqual([]);
    const { press, view, frame, lines } = consoleWith({ heal: 'H', help: ['F', 'ctrl+o'] });
    press('h');
    expect(view().dialog).toBeUndefined();
    expect(lines().at(-1)).toMatch(/ H heal .*F Ctrl-O help/);
    press('ctrl+o');
    expect(frame()).toMatch(/^ {2}H +Heal the VM/m);
    press('esc', 'H');
    expect(view().dialog).toMatchObject({ kind: 'ask' });
  });

  test('the sentences that name a key name the new one', () => {
    const { press, frame } = consoleWith({ inject: 'I' });
    press('5');
    expect(frame()).toContain('I puts one into vm-0003');
  });

  test('so do the sentences of the screens', () => {
    const changes = { heal: 'H', healing: 'E', log: 'L', end: 'Z', 'open-healing': 'Y', page: ['U', 'D'], back: 'B' };
    expect(keymapOf(changes).faults).toEqual([]);
    const { press, frame, view, change, resize } = consoleWith(changes);
    press('enter', 'space', 'tab', 'tab', 'Z');
    expect(frame()).toContain('L reads the console log.');
    press('H', 'y');
    expect(view().notice).toMatch(/^Confirmed: .*; E follows it\.$/);
    const vm = vmOf('x');
    const attempted = incidentOf(vm, { id: 'i-x', attempts: [attemptOf(vm, { outcome: 'no help' })] });
    change(stateOf([vm], { incidents: new Map([['x', attempted]]) }));
    press('3');
    expect(frame()).toMatch(/why +.*; H shows it and asks/);
    expect(frame()).toContain('1 action; Y shows each call');
    resize(80, 24);
    press('E');
    expect(frame()).toMatch(/↓ \d+ more, D reads on/);
    press('space', 'H');
    expect(view().notice).toBe('The picture is frozen; Z returns to now.');
    press('?', '/', 'q', 'X', '1', 'enter');
    expect(frame()).toMatch(/Nothing here has "qX1" in it\. B shows all\./);
    expect(frame()).toContain('Only lines with qX1  (B shows all)');
    press('B');
    expect(frame()).not.toContain('shows all');
  });

  test('of a record with several meanings each has its place', () => {
    const changes = { move: ['up', 'down', 'P', 'n'] };
    expect(keymapOf(changes).faults).toEqual([]);
    const { press, view } = consoleWith(changes);
    press('n', 'n', 'P', 'j');
    expect(view().selected).toBe(view().order[1]);
  });

  test('two records may exchange their keys', () => {
    expect(keymapOf({ heal: 'i', inject: 'h' }).faults).toEqual([]);
  });
});

describe('what is refused, in a sentence', () => {
  test.each<[KeyChanges, RegExp]>([
    [{ heal: 'q' }, /^The key "q" would be both "heal" \(Heal the VM.*\) and "quit" \(Quit .*\) on fleet, vm, alarms/],
    [{ exorcise: 'e' }, /^No key is called "exorcise"\.$/],
    [{ heal: 'ctrl+b' }, /^"heal" cannot have the key "ctrl\+b": it is the prefix of tmux\.$/],
    [{ log: 'ctrl+a' }, /prefix of screen/],
    [{ log: 'ctrl+s' }, /flow control/],
    [{ log: 'ctrl+q' }, /flow control/],
    [{ heal: 'ctrl+k' }, /^"heal" cannot have the key "ctrl\+k": hands that are used to the shell/],
    [{ heal: 'space' }, /pressed too easily/],
    [{ heal: 'hh' }, /^"heal" cannot have the key "hh": it is no key that is known here\.$/],
    [{ heal: [] }, /^"heal" needs a key\.$/],
    [{ move: ['p', 'n'] }, /^"move" takes 4 keys, in the places of up, down, k, j\.$/],
    [{ halt: 'y' }, /it answers dialogs/],
    [{ 'quit-now': 'Q' }, /^"quit-now" keeps its key: Ctrl-C always works\.$/],
  ])('%j', (changes, sentence) => {
    const { faults } = keymapOf(changes);
    expect(faults[0]).toMatch(sentence);
  });

  test('no change, no fault; what is harmless may lie on a key of the shell', () => {
    expect(keymapOf({}).faults).toEqual([]);
    expect(keymapOf({ sort: 'ctrl+k' }).faults).toEqual([]);
  });
});

describe('the keymap as it is shipped', () => {
  test('nothing dangerous, and nothing at all but Ctrl-C, lies on keys that tmux or the shell have taught the hands', () => {
    const habits = [...'abdklnpqrstuwyz'].map((letter) => `ctrl+${letter}`);
    const onHabits = (spec: KeySpec) => spec.keys.some((key) => habits.includes(key));
    expect(keys.filter(onHabits).map(({ name }) => name)).toEqual([]);
  });

  test('its own keys would pass as an operator’s', () => {
    const same = Object.fromEntries(keys.filter(({ fixed }) => !fixed).map((spec) => [spec.name, spec.keys]));
    expect(keymapOf(same).faults).toEqual([]);
  });
});
