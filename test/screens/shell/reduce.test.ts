import { describe, expect, test } from 'vitest';
import type { State } from '../../../models/state.ts';
import { holdFor } from '../../../screens/shell/reduce.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, incidentOf, injectionOf, verdictOf } from '../fixture.ts';

const worsened = (state: State, id: string): State => ({
  ...state,
  verdicts: new Map(state.verdicts).set(id, verdictOf(id, 0.99, { diagnosis: 'hang' })),
  incidents: new Map(state.incidents).set(id, incidentOf(state.vms.get(id)!)),
});

const without = (state: State, ...ids: string[]): State => ({
  ...state,
  vms: new Map([...state.vms].filter(([id]) => !ids.includes(id))),
});

describe('the cursor', () => {
  test('is on the worst VM until somebody moves it', () => {
    const { view, change, lines } = consoleOf(fleetOf(30));
    expect(lines()[4]).toMatch(/^▸ vm-0003/);
    change((state) => worsened(state, 'vm-0029'));
    expect(view().selected).toBeUndefined();
    expect(lines()[4]).toMatch(/^▸ vm-0029/);
  });

  test('stays with its VM when the list is sorted anew', () => {
    const { press, view, change, wait, lines } = consoleOf(fleetOf(30));
    press('down', 'down', 'down');
    const id = view().selected!;
    wait(holdFor);
    change((state) => worsened(state, 'vm-0029'));
    expect(view().selected).toBe(id);
    expect(view().order[0]).toBe('vm-0029');
    expect(lines().find((line) => line.startsWith('▸'))).toContain(id);
  });

  test('no row jumps for some seconds after a key', () => {
    const { press, view, change, wait } = consoleOf(fleetOf(30));
    press('down');
    const before = view().order;
    wait(holdFor - 1);
    change((state) => worsened(state, 'vm-0029'));
    expect(view().order).toEqual(before);
    wait(1);
    change((state) => ({ ...state }));
    expect(view().order).not.toEqual(before);
  });

  test('goes to the neighbour of a VM that was deleted, and that is said', () => {
    const { press, view, change } = consoleOf(fleetOf(30));
    press('down', 'down');
    const [, , selected, next] = view().order;
    expect(view().selected).toBe(selected);
    change((state) => without(state, selected!));
    expect(view().selected).toBe(next);
    expect(view().notice).toContain('is gone');
  });

  test('deleting the last of the list, or all, is no trouble', () => {
    const { press, view, change } = consoleOf(fleetOf(5));
    press('G');
    const last = view().order.at(-1)!;
    change((state) => without(state, last));
    expect(view().selected).toBe(view().order.at(-1));
    change((state) => ({ ...state, vms: new Map() }));
    expect(view().selected).toBeUndefined();
    press('down', 'enter', 'h', 'i');
    expect(view().dialog).toBeUndefined();
  });

  test('is always in sight', () => {
    const { press, view, lines } = consoleOf(fleetOf(2000));
    for (const key of ['pagedown', 'pagedown', 'up', 'G', 'up', 'pageup', 'g', 'down']) {
      press(key);
      const marked = lines().filter((line) => line.startsWith('▸'));
      expect(marked).toHaveLength(1);
      expect(marked[0]).toContain(view().selected);
    }
  });
});

describe('the VM screen', () => {
  test('stays with its VM, also when it is deleted', () => {
    const { press, view, change, frame } = consoleOf(fleetOf(30));
    press('enter');
    expect(view().opened).toBe('vm-0003');
    change((state) => without(worsened(state, 'vm-0029'), 'vm-0003'));
    expect(view().opened).toBe('vm-0003');
    expect(frame()).toContain('vm-0003  is gone');
    press('i');
    expect(view().dialog).toBeUndefined();
    expect(view().notice).toBe('There is no VM selected.');
  });

  test('Esc leads back, numbers lead everywhere', () => {
    const { press, view } = consoleOf(fleetOf(3));
    const seen = ['2', '4', '5', '8', '1', '?', 'esc'].map((key) => {
      press(key);
      return view().screen;
    });
    expect(seen).toEqual(['vm', 'healing', 'faults', 'help', 'fleet', 'help', 'fleet']);
  });

  test('scrolls no further than there is something to see', () => {
    const { press, view } = consoleOf(fleetOf(3));
    press('?', 'G');
    const end = view().scroll;
    press('down');
    expect(view().scroll).toBe(end);
    press('up');
    expect(view().scroll).toBe(end - 1);
  });
});

describe('the filter', () => {
  test('narrows while it is typed; Esc takes it away', () => {
    const { press, view } = consoleOf(fleetOf(30));
    press('/', '-', '0', '0', '1', 'q');
    expect(view().order).toEqual([]);
    press('backspace');
    expect(view().order).toHaveLength(10);
    press('enter');
    expect(view().typing).toBe(false);
    press('esc');
    expect(view().order).toHaveLength(30);
  });

  test('a VM that comes while the order is held joins at the end, if it passes', () => {
    const { press, view, change } = consoleOf(fleetOf(30));
    press('/', '-', '0', '0', '1', 'enter');
    const more = fleetOf(40);
    change({ ...more, vms: new Map([...more.vms].filter(([id]) => id < 'vm-0032')) });
    expect(view().order).toHaveLength(10);
    press('esc', 'down');
    change(more);
    expect(view().order.slice(-8)).toEqual([...more.vms.keys()].slice(32));
  });

  test('! turns it around, f leaves only VMs in trouble', () => {
    const { press, view } = consoleOf(fleetOf(30));
    press('/', '!', '-', '0', '0', '1', 'enter');
    expect(view().order).toHaveLength(20);
    press('esc', 'f');
    expect(view().order).toEqual(['vm-0003', 'vm-0013', 'vm-0023']);
  });
});

describe('keys', () => {
  test('read-only: nothing that changes anything can be reached, and the reason is told', () => {
    const { press, view, calls } = consoleOf({ ...fleetOf(30), readOnly: true });
    for (const key of ['i', 'u', 'h', 'm']) {
      press(key);
      expect(view().dialog).toBeUndefined();
      expect(view().notice).toContain('read-only');
    }
    press('4', 'enter');
    expect(view().dialog).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test('faults go into the simulated cloud only', () => {
    const { press, view, frame } = consoleOf(fleetOf(30), undefined, undefined, { canInject: false });
    press('i');
    expect(view().notice).toBe('Only the simulated cloud takes faults.');
    expect(frame()).not.toContain('i inject');
  });

  test('u undoes the fault of the selected VM', () => {
    const state = fleetOf(30);
    const { press, calls } = consoleOf({ ...state, injections: [injectionOf(state.vms.get('vm-0003')!)] });
    press('u');
    expect(calls).toEqual([['revert', 'f-vm-0003']]);
  });

  test('q asks while a heal is under way; Ctrl-C never asks', () => {
    const state = fleetOf(30);
    const healing = incidentOf(state.vms.get('vm-0003')!, { phase: 'healing' });
    const busy = { ...state, incidents: new Map([['vm-0003', healing]]) };
    const { press, calls, view } = consoleOf(busy);
    press('q');
    expect(calls).toEqual([]);
    expect(view().dialog).toMatchObject({ kind: 'ask', choice: 'cancel' });
    press('enter');
    expect(calls).toEqual([]);
    press('q', 'y');
    expect(calls).toEqual([['leave'], ['quit']]);
    press('q', 'ctrl+c');
    expect(calls).toHaveLength(4);
    const calm = consoleOf(state);
    calm.press('q');
    expect(calm.calls).toEqual([['leave'], ['quit']]);
  });
});
