import { describe, expect, test } from 'vitest';
import type { State } from '../../../models/state.ts';
import { stormy, withIncident } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, now } from '../fixture.ts';

const hour = 3_600_000;

describe('taking an incident over', () => {
  test.each(['1', '3', '4'])('from screen %s, after a yes', (screen) => {
    const { press, calls, frame } = consoleOf(withIncident());
    press(screen, 'a');
    expect(frame()).toContain('Take over web?');
    press('enter');
    expect(calls).toEqual([]);
    press('a', 'y');
    expect(calls).toEqual([['acknowledge', ['i-web'], true]]);
  });

  test('what is taken over already is given back by the same key, after a yes', () => {
    const { press, calls, frame } = consoleOf(withIncident({ acknowledged: { who: 'alice', at: now } }));
    expect(frame()).toContain('a give back');
    press('a');
    expect(frame()).toMatch(/Give web back\?[\s\S]*taken over.* ago by alice/);
    press('enter');
    expect(calls).toEqual([]);
    press('a', 'y');
    expect(calls).toEqual([['acknowledge', ['i-web'], false]]);
  });

  test('a VM without an incident says so', () => {
    const { press, view } = consoleOf(withIncident());
    press('down', 'a');
    expect(view().notice).toBe('db has no open incident.');
    expect(view().dialog).toBeUndefined();
  });
});

describe('putting an incident off', () => {
  test.each([
    [[], 0.25, '15 min'],
    [['down'], 1, '1 h'],
    [['down', 'down', 'down'], 8, '8 h'],
  ])('%j: %d hours', (moves, hours, words) => {
    const { press, calls, view } = consoleOf(withIncident());
    press('z', ...moves, 'enter');
    expect(calls).toEqual([['snooze', 'i-web', now + hours * hour]]);
    expect(view().notice).toBe(`web is put off for ${words}.`);
  });

  test('what is put off already may be put off no longer, what is not may not', () => {
    const { press, calls, frame, change, view } = consoleOf(withIncident());
    press('z');
    expect(frame()).not.toContain('no longer');
    press('esc');
    change(withIncident({ snoozed: { who: 'alice', until: now + hour } }));
    press('z');
    expect(frame()).toContain('  no longer');
    press('down', 'down', 'down', 'enter');
    expect(calls).toEqual([['snooze', 'i-web', now]]);
    expect(view().notice).toBe('web is no longer put off.');
  });

  test('what that means is read whole on a small terminal', () => {
    const { press, frame } = consoleOf(withIncident(), { columns: 80, rows: 24 });
    press('z');
    expect(frame()).toContain('Until then nothing is done for it by itself; you can still heal it.');
  });

  test('of an incident that closed meanwhile nothing is put off', () => {
    const { press, calls, change, view } = consoleOf(withIncident());
    press('z');
    change((state) => ({ ...state, incidents: new Map() }));
    press('enter');
    expect(calls).toEqual([]);
    expect(view().notice).toBe('The incident of web has closed meanwhile.');
  });
});

describe('maintenance', () => {
  const typing = [...'new disk'].map((key) => (key === ' ' ? 'space' : key));

  test('of a VM, with a reason and an end', () => {
    const { press, calls, frame } = consoleOf(withIncident());
    press('t', ...typing);
    expect(frame()).toMatch(/▸ VM web\b[\s\S]*host compute-1 with its 1 VMs[\s\S]*reason {2}new disk█/);
    press('right', 'enter');
    expect(calls).toEqual([['setMaintenance', { kind: 'vm', id: 'web' }, 'new disk', now + 4 * hour]]);
  });

  test('of its host, until somebody ends it', () => {
    const { press, calls } = consoleOf(withIncident());
    press('t', 'down', ...typing, 'backspace', 'right', 'right', 'right', 'right', 'enter');
    expect(calls).toEqual([['setMaintenance', { kind: 'host', id: 'compute-1' }, 'new dis', undefined]]);
  });

  test('of the host whose line the cursor is on', () => {
    const { press, calls } = consoleOf(stormy());
    press('3', 't', 'x', 'enter');
    expect(calls).toEqual([['setMaintenance', { kind: 'host', id: 'compute-1' }, 'x', now + hour]]);
  });

  test('not without a reason; letters are text there and no keys', () => {
    const { press, calls, view } = consoleOf(withIncident());
    press('t', 'enter');
    expect(view().notice).toContain('A reason is wanted');
    press('space', 'enter', 'y', 'q', 'X', 'n');
    expect(calls).toEqual([]);
    expect(view().dialog).toMatchObject({ reason: ' yqXn' });
    press('esc');
    expect(view().dialog).toBeUndefined();
  });

  test('is ended by the same key, after a yes', () => {
    const maintenance = new Map([
      ['host compute-1', { who: 'carol', since: now - hour, until: undefined, reason: 'disk' }],
    ]);
    const { press, calls, frame } = consoleOf(withIncident({}, { maintenance }));
    press('t');
    expect(frame()).toMatch(/End the maintenance of host compute-1\?[\s\S]*reason +disk/);
    press('y');
    expect(calls).toEqual([['clearMaintenance', { kind: 'host', id: 'compute-1' }]]);
  });
});

describe('a quarantine', () => {
  test('is lifted after a yes that shows why it was given', () => {
    const { press, calls, frame } = consoleOf(stormy());
    press('3', 'down');
    expect(frame()).toContain('r release');
    press('r');
    expect(frame()).toMatch(/Lift the quarantine of vm-0\?[\s\S]*3 heals brought nothing/);
    press('y');
    expect(calls).toEqual([['liftQuarantine', 'vm-0']]);
  });

  test('where there is none it says so', () => {
    const { press, view } = consoleOf(withIncident());
    press('r');
    expect(view().notice).toBe('web is not in quarantine.');
  });
});

describe('the kill switch', () => {
  const auto: State = { ...withIncident(), mode: 'auto' };
  const walks = [[], ['enter'], ['3'], ['4'], ['5'], ['?'], ['h'], ['m'], ['i'], ['z'], ['a']];

  test.each(walks.map((walk) => [walk]))('stops auto at once after %j', (walk) => {
    const { press, calls } = consoleOf(auto);
    press(...walk, 'X');
    expect(calls).toEqual([['halt', true]]);
  });

  test('pressed twice it does not let auto go on: that is asked, and Cancel is the default', () => {
    const { press, calls, change, frame } = consoleOf(auto);
    press('X');
    change((state) => ({ ...state, halted: { who: 'alice', at: now } }));
    expect(frame()).toContain('X let auto go on');
    press('X', 'X', 'X');
    expect(frame()).toContain('Let auto go on?');
    press('enter');
    expect(calls).toEqual([['halt', true]]);
    press('X', 'y');
    expect(calls).toEqual([
      ['halt', true],
      ['halt', false],
    ]);
  });

  test('says what goes on, and who else may heal', () => {
    const { press, view } = consoleOf({ ...stormy(), halted: undefined });
    press('X');
    expect(view().notice).toBe(
      'Auto is STOPPED on simulated: no heal starts by itself. 2 under way go on. other 7 hears of it at its next poll.',
    );
  });

  test.each(['observe', 'confirm'] as const)(
    'in %s it stops what the cloud’s alarms would heal, and is told',
    (mode) => {
      const { press, calls, view, frame, change } = consoleOf({ ...withIncident(), mode });
      expect(frame()).not.toContain('STOP auto');
      press('X');
      expect(calls).toEqual([['halt', true]]);
      expect(view().notice).toContain('no heal starts by itself, nor by its alarms');
      change((state) => ({ ...state, halted: { who: 'alice', at: now } }));
      expect(frame()).toMatch(/! auto stopped by alice .* X lets it go on/);
      press('X', 'y');
      expect(calls).toEqual([
        ['halt', true],
        ['halt', false],
      ]);
    },
  );
});

test('read-only: none of these keys does anything', () => {
  const { press, calls, view } = consoleOf({ ...stormy(), halted: undefined, readOnly: true });
  press('3', 'down');
  for (const key of ['a', 'z', 't', 'r', 'X', 'h']) {
    press(key);
    expect(view().dialog).toBeUndefined();
    expect(view().notice).toContain('read-only');
  }
  expect(calls).toEqual([]);
});

test('a console without VMs takes each of these keys calmly', () => {
  const { press, view } = consoleOf(fleetOf(0));
  for (const screen of ['1', '3', '4'])
    for (const key of ['a', 'z', 't', 'r', 'X', 'enter', 'space']) press(screen, key);
  expect(view().dialog).toBeUndefined();
});
