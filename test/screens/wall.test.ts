import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { State } from '../../models/state.ts';
import { emptyTally } from '../../models/tally.ts';
import { bigLines } from '../../screens/parts/digits.ts';
import { type Health, type HostHealth, hostHealths } from '../../screens/wall-health.ts';
import { wallMap } from '../../screens/wall-map.ts';
import { consoleOf, small } from './draw.tsx';
import { fleetOf, incidentOf, injectionOf, now, verdictOf, vmOf } from './fixture.ts';

const sizes = [small, { columns: 120, rows: 40 }, { columns: 300, rows: 80 }];
const wall = (state: State, size = small) => {
  const { press, lines } = consoleOf(state, size);
  press('9');
  return lines();
};
const hostsOf = (count: number, vms: number, health: Health = 5): HostHealth[] =>
  Array.from({ length: count }, (_, i) => ({ host: `compute-${i}`, vms: Array(vms).fill(health), failing: 0 }));
const drawn = (hosts: readonly HostHealth[], columns: number, rows: number) => {
  const { lines, share } = wallMap(hosts, { columns, rows });
  return { lines: lines.map((line) => line.map((one) => (typeof one === 'string' ? one : one.text)).join('')), share };
};

describe('the map', () => {
  test('a block a VM, beside its host, as large as the place lets it be', () => {
    const row = 'compute-0 ░░░ ░░░    compute-1 ░░░ ░░░ ';
    const under = '          ░░░ ░░░              ░░░ ░░░ ';
    expect(drawn(hostsOf(2, 2), 40, 3)).toEqual({ lines: [row, under, ' '.repeat(31)], share: 1 });
  });

  test('one sick VM of many in a cell is what the cell shows', () => {
    const hosts = hostsOf(2, 100);
    const sick = hosts.map(({ host, vms }) => ({ host, vms: vms.with(57, 0), failing: 1 }));
    const { lines, share } = drawn(sick, 30, 2);
    expect(share).toBeGreaterThan(1);
    for (const line of lines) expect(line.match(/█/g)).toHaveLength(1);
  });

  test.each([
    [1, 12],
    [4, 8],
    [200, 50],
    [1000, 10],
    [10_000, 1],
    [1, 10_000],
  ])('%i hosts of %i VMs stay in their place at every size, and no host is left out', (count, vms) => {
    const last = hostsOf(count, vms);
    last[count - 1] = { ...last[count - 1]!, vms: Array(vms).fill(0), failing: vms };
    for (const [columns, rows] of [
      [78, 6],
      [118, 16],
      [298, 46],
    ] as const) {
      const { lines } = drawn(last, columns, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('')).toContain('█');
    }
  });
});

test('who is how: an incident first, then a person, then what we think', () => {
  const names = ['a-well', 'b-suspicious', 'c-failing', 'd-healing', 'e-unknown', 'f-stopped'];
  const vms = names.map((id) => vmOf(id, id === 'f-stopped' ? { status: 'PAUSED' } : {}));
  const state = {
    ...fleetOf(0),
    vms: new Map(vms.map((vm) => [vm.id, vm])),
    verdicts: new Map([
      ['a-well', verdictOf('a-well', 0.01)],
      ['b-suspicious', verdictOf('b-suspicious', 0.5)],
      ['c-failing', verdictOf('c-failing', 0.9)],
      ['d-healing', verdictOf('d-healing', 0.1)],
      ['e-unknown', verdictOf('e-unknown', 0.1, { freshness: 'stale' })],
      ['f-stopped', verdictOf('f-stopped', 0.1)],
    ]),
    incidents: new Map([['d-healing', incidentOf(vms[3]!, { phase: 'healing' })]]),
  };
  expect(hostHealths(state)[0]).toMatchObject({ vms: [5, 2, 0, 1, 3, 4], failing: 1 });
  expect(wall(state, sizes[1]).join('\n')).toMatch(
    /█ 1 failing .*\+ 1 healing .*▒ 1 suspicious .*\? 1 not known .*○ 1 left alone .*░ 1 well/,
  );
});

describe('the counters', () => {
  const cured = injectionOf(vmOf('vm-0001'), { state: 'cured' });
  const tally = { ...emptyTally, alarms: 12, healed: 9, healing: 9 * 80_000, found: new Map([[cured.id, 40_000]]) };

  test('in digits, with what they mean', () => {
    const lines = wall({ ...fleetOf(0), tally, injections: [cured] }, { columns: 160, rows: 40 });
    const numbers = ['12', '9', '0', '0', '40s', '80s'].map((one) => bigLines(one, 2, 1));
    for (let row = 0; row < 5; row++) for (const big of numbers) expect(lines[3 + row]).toContain(big[row]!.trim());
    expect(lines[8]).toMatch(/DETECTED +HEALED +FALSE +MISSED +MTTD +MTTR/);
    expect(lines[9]).toMatch(/1\/1 faults +of 12 alarms +no fault in +no alarm +to the alarm +to the proof/);
  });

  test('what cannot be known is a dash that says so', () => {
    const real = { ...fleetOf(0), tally: { ...tally, found: new Map() } };
    const lines = wall({ ...real, cloud: { ...real.cloud!, simulated: false } });
    expect(lines[9]).toMatch(/alarms +of 12 alarms +not known +not known +not known +to the proof/);
  });
});

describe('the wall', () => {
  const vms = Array.from({ length: 10_000 }, (_, i) => vmOf(`vm-${i}`, { host: `compute-${i % 200}` }));
  const verdicts = new Map(vms.map(({ id }, i) => [id, verdictOf(id, i % 500 === 7 ? 0.9 : 0.01)]));
  const what = { vm: 'x', vmName: 'db-02', incident: 'i', who: 'me', words: 'memory-leak', data: {} };
  const entries = [{ at: now, kind: 'alarm', ...what } as const];
  const huge: State = { ...fleetOf(0), vms: new Map(vms.map((vm) => [vm.id, vm])), verdicts, entries };

  test.each(sizes)('10,000 VMs fit, with the last events, at $columns×$rows', (size) => {
    const lines = wall(huge, size);
    expect(lines.length).toBeLessThanOrEqual(size.rows);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
    expect(lines.join('\n')).toMatch(/10,000 VMs on 200 hosts/);
    expect(lines.join('\n')).toMatch(/alarm +db-02 {2}memory-leak/);
    expect(lines.at(-1)).toMatch(/q quit/);
  });
});
