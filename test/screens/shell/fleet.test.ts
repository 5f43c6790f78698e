import { describe, expect, test } from 'vitest';
import type { State } from '../../../models/state.ts';
import { attemptOf } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, incidentOf } from '../fixture.ts';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
];
const [small, middle, large] = sizes as [(typeof sizes)[0], (typeof sizes)[0], (typeof sizes)[0]];

const rows = (lines: string[]) => lines.filter((line) => /^[▸ ][● ]vm-/.test(line));
const bare = (line: string | undefined) => line?.slice(2, 9);

describe('marks', () => {
  test('v marks the VM under the cursor and goes on; V marks all that are listed, or none', () => {
    const { press, view, lines } = consoleOf(fleetOf(30));
    press('v', 'v');
    expect([...view().marked]).toEqual(['vm-0003', 'vm-0013']);
    expect(view().selected).toBe('vm-0023');
    expect(lines()[4]).toMatch(/^ ●vm-0003/);
    expect(lines()[6]).toMatch(/^▸ vm-0023/);
    expect(lines()[22]).toContain('2 marked');
    press('up', 'v');
    expect([...view().marked]).toEqual(['vm-0003']);
    press('V');
    expect(view().marked.size).toBe(30);
    press('V');
    expect(view().marked.size).toBe(0);
  });

  test('what was just said is read whole, and where the list stands comes back after it', () => {
    const { press, lines } = consoleOf(fleetOf(30), small);
    expect(lines()[22]).toContain('worst first');
    press('X');
    expect(lines()[22]).toMatch(/^Auto is STOPPED on simulated: no heal starts by itself, nor by its alarm.*[^…]$/);
    expect(lines()[22]).not.toContain('worst first');
    press('down');
    expect(lines()[22]).toContain('worst first');
  });

  test('Esc takes the filter away first, then the marks; a VM that goes takes its mark along', () => {
    const { press, view, change } = consoleOf(fleetOf(30));
    press('v', 'v', 'f', 'esc');
    expect(view().marked.size).toBe(2);
    change((state) => ({ ...state, vms: new Map([...state.vms].filter(([id]) => id !== 'vm-0003')) }));
    expect([...view().marked]).toEqual(['vm-0013']);
    press('esc');
    expect(view().marked.size).toBe(0);
  });

  test('a asks once for all of them: how many, which, Cancel is the default', () => {
    const { press, view, calls, frame } = consoleOf(fleetOf(30), middle);
    press('v', 'v', 'a');
    expect(view().dialog).toMatchObject({ kind: 'ask', choice: 'cancel' });
    expect(frame()).toContain('Take over these 2 incidents?');
    expect(frame()).toMatch(/2 VMs +vm-0003, vm-0013 /);
    press('enter');
    expect(calls).toEqual([]);
    expect(view().marked.size).toBe(2);
    press('a', 'y');
    expect(calls).toEqual([['acknowledge', ['i-vm-0003', 'i-vm-0013'], true]]);
    expect(view().marked.size).toBe(0);
  });

  test('what the filter hides is told and not touched', () => {
    const { press, calls, frame } = consoleOf(fleetOf(30), middle);
    press('v', 'v', 'v', '/', '0', '0', '1', 'enter', 'a');
    expect(frame()).toContain('Take over this incident?');
    expect(frame()).toMatch(/hidden +left out, since the filter hides them: vm-0003, vm-0023/);
    press('y');
    expect(calls).toEqual([['acknowledge', ['i-vm-0013'], true]]);
  });

  test('the question is frozen on its targets', () => {
    const { press, calls, change, frame } = consoleOf(fleetOf(30), middle);
    press('v', 'v', 'a');
    change((state) => without(state, 'vm-0003'));
    expect(frame()).toMatch(/2 VMs +vm-0003, vm-0013 /);
    press('y');
    expect(calls).toEqual([['acknowledge', ['i-vm-0003', 'i-vm-0013'], true]]);
  });

  test('marked VMs without an incident to take over are counted; where none has one, that is said', () => {
    const { press, view, frame } = consoleOf(fleetOf(30), middle);
    press('V', 'a');
    expect(frame()).toMatch(/3 VMs +vm-0003, vm-0013, vm-0023/);
    expect(frame()).toContain('27 marked without an open incident');
    press('esc', 'V', 'G', 'v', 'a');
    expect(view().dialog).toBeUndefined();
    expect(view().notice).toBe('No marked VM that is listed has an incident to take over.');
  });

  test('many are named as far as there is room', () => {
    const { press, frame } = consoleOf(fleetOf(400), small);
    press('V', 'a');
    expect(frame()).toContain('Take over these 40 incidents?');
    expect(frame()).toMatch(/vm-0003, vm-0053,[\s\S]* and 24 more/);
    expect(frame()).toContain('Take over 40 ');
  });

  test('nothing of it in read-only', () => {
    const { press, view } = consoleOf({ ...fleetOf(30), readOnly: true });
    press('V', 'a');
    expect(view().dialog).toBeUndefined();
    expect(view().notice).toContain('read-only');
  });

  const without = (state: State, id: string): State => ({
    ...state,
    incidents: new Map([...state.incidents].filter(([vm]) => vm !== id)),
  });
});

describe('the order', () => {
  test('s goes through the columns that can be seen, S turns it round; the head says which and how', () => {
    const { press, view, lines } = consoleOf(fleetOf(30));
    const seen = Array.from({ length: 9 }, () => {
      press('s');
      return view().sort;
    });
    expect(seen).toEqual(['name', 'status', 'cpu', 'memory', 'p', 'diagnosis', 'alarm', 'worst', 'name']);
    expect(lines()[3]).toMatch(/^ ↑NAME/);
    expect(bare(rows(lines())[0])).toBe('vm-0000');
    press('S');
    expect(lines()[3]).toMatch(/^ ↓NAME/);
    expect(bare(rows(lines())[0])).toBe('vm-0029');
    expect(lines()[22]).toContain('by name reversed');
    press('s', 's');
    expect(lines()[3]).toContain('↓CPU %');
  });
});

describe('grouped by host', () => {
  test.each(sizes)('a head with counts before the VMs of each host, at $columns×$rows', (size) => {
    const { press, lines } = consoleOf(fleetOf(30), size);
    press('b');
    expect(lines()[4]).toMatch(/^ {2}compute-3 {2}7 VMs {2}2 unhealthy$/);
    expect(lines()[5]).toMatch(/^▸ vm-0003/);
    expect(lines()[12]).toMatch(/^ {2}compute-1 {2}8 VMs {2}1 unhealthy$/);
  });

  test('heads cannot be selected, and the cursor is always in sight', () => {
    const { press, view, lines } = consoleOf(fleetOf(300));
    press('b');
    for (const key of ['down', 'pagedown', 'pagedown', 'up', 'G', 'pageup', 'up', 'g', 'v', 'pagedown']) {
      press(key);
      const cursor = lines().filter((line) => line.startsWith('▸'));
      expect(cursor).toHaveLength(1);
      expect(cursor[0]).toContain(view().selected);
    }
    press('g');
    expect(lines()[4]).toMatch(/^ {2}compute-3/);
    expect(lines()[22]).toContain('1–17 of 300');
  });
});

describe('the columns', () => {
  const acting = (): State => {
    const state = fleetOf(30);
    const vm = state.vms.get('vm-0003')!;
    const attempt = attemptOf(vm, { outcome: 'under way' });
    const { action, claimedAt: at } = attempt;
    const claim = { incident: 'i', number: 1, action, vm: vm.id, host: vm.host, at, outcome: 'under way' as const };
    return {
      ...state,
      incidents: new Map(state.incidents).set(vm.id, incidentOf(vm, { phase: 'healing', attempts: [attempt] })),
      claims: [{ ...claim, requestId: undefined, execution: undefined, endedAt: undefined }],
    };
  };

  test('all of them at 200×50, the rung under way among them', () => {
    const { lines } = consoleOf(acting(), large);
    expect(lines()[3]).toMatch(
      /NAME +HOST +PROJECT +STATUS +CPU % MEM % DISK % NET B\/s↓FAILING +DIAGNOSIS +TREND +AGE ALARM +ACTION/,
    );
    expect(lines()[4]).toMatch(/vm-0003 +\+ compute-3 +p-1 +ACTIVE .* healing +● Hard reboot$/);
  });

  test('w makes room for more of them', () => {
    for (const size of [small, middle]) {
      const { press, lines } = consoleOf(acting(), size);
      const before = lines()[3]!.trim().split(/ {1,}/).length;
      press('w');
      expect(lines()[3]!.trim().split(/ {1,}/).length).toBeGreaterThan(before);
      expect(lines()[4]).toContain('vm-0003');
    }
  });

  test('a filter that is wrong is told while it is typed, and afterwards', () => {
    const { press, lines, view } = consoleOf(fleetOf(30));
    press('/', ...'cpu>');
    expect(lines()[22]).toContain('/cpu>█  a number is wanted after cpu>');
    expect(view().order).toHaveLength(30);
    press('enter');
    expect(lines()[22]).toContain('Only cpu>  (Esc shows all)  a number is wanted');
    press('/', ...'10 p>0.5');
    expect(view().order.every((id) => ['vm-0003', 'vm-0013', 'vm-0023'].includes(id))).toBe(true);
  });
});
