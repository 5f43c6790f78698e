import { expect, test } from 'vitest';
import { consoleOf } from '../draw.tsx';
import { fleetOf } from '../fixture.ts';

const line = (lines: string[]) => lines[22]!.trimEnd();

test('Esc goes back along the way one came, and the way is told', () => {
  const { press, lines, view } = consoleOf(fleetOf(30));
  press('enter', '3', 'enter', '?');
  expect(line(lines())).toBe('fleet › vm-0003 › alarms › healing › help');
  const way: string[] = [];
  for (let i = 0; i < 5; i++) {
    press('esc');
    way.push(view().screen);
  }
  expect(way).toEqual(['healing', 'alarms', 'vm', 'fleet', 'fleet']);
});

test('a place on the way is gone back to: there are no rounds', () => {
  const { press, lines, view } = consoleOf(fleetOf(30));
  press('enter', '4', '3', '2');
  expect(line(lines())).toBe('fleet › vm-0003');
  press('1');
  expect(view().history.way).toEqual([]);
});

test('- goes to and fro between the last two views, each with its VM or incident', () => {
  const { press, view } = consoleOf(fleetOf(30));
  press('-');
  expect(view().notice).toBe('There is no last view yet.');
  press('3', 'down', 'down');
  const { incident } = view();
  press('1', 'down', 'enter', '-');
  expect(view().screen).toBe('fleet');
  press('-');
  expect(view()).toMatchObject({ screen: 'vm', opened: 'vm-0013' });
  press('4', 'down', '-', '-');
  expect(view().screen).toBe('healing');
  press('3', '-');
  expect(view().screen).toBe('healing');
  expect(incident).toBeDefined();
});

test('two VMs are two places', () => {
  const { press, view } = consoleOf(fleetOf(30));
  press('enter', '1', 'down', 'enter');
  const second = view().opened;
  press('3', 'esc');
  expect(view()).toMatchObject({ screen: 'vm', opened: second });
});

test('on the fleet, where the way begins, Esc takes the filter away', () => {
  const { press, view } = consoleOf(fleetOf(30));
  press('3', '1', 'f', 'esc');
  expect(view()).toMatchObject({ screen: 'fleet', faultsOnly: false });
});
