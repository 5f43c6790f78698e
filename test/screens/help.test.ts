import { expect, test } from 'vitest';
import { consoleOf } from './draw.tsx';
import { fleetOf } from './fixture.ts';

const body = (lines: string[]) =>
  lines
    .slice(3, 22)
    .map((line) => line.trimEnd())
    .filter(Boolean);

test('/ in the help leaves only the lines with what is typed, under their titles', () => {
  const { press, lines, view } = consoleOf(fleetOf(3));
  press('?', '/', ...'heal vm');
  expect(lines()[22]).toContain('/heal vm█');
  const [title, ...found] = body(lines());
  expect(title).toBe('The VM under the cursor');
  expect(found[0]).toMatch(/^ {2}h +Heal the VM: shows the plan and asks {2}asks first$/);
  expect(found.filter((line) => /^ {2}\S/.test(line) && !/heal/i.test(line))).toEqual([]);
  press('enter');
  expect(lines()[22]).toContain('Only lines with heal vm');
  press('esc');
  expect(view()).toMatchObject({ screen: 'help', help: { text: '' } });
  press('esc');
  expect(view().screen).toBe('fleet');
});

test('words and signs are told; a key’s name in the settings finds it', () => {
  const { press, lines } = consoleOf(fleetOf(3));
  press('?', '/', ...'quarantine');
  expect(body(lines()).join('\n')).toMatch(/Release the VM[\s\S]*Words[\s\S]*so many heals brought nothing/);
  press('esc', '/', ...'snooze');
  expect(body(lines()).join('\n')).toContain('Put the incident off');
  press('esc', '/', ...'verdict');
  expect(body(lines()).join('\n')).toContain('what the network thinks');
});

test('nothing found says so; keys of the screen are text meanwhile', () => {
  const { press, lines, view } = consoleOf(fleetOf(3));
  press('?', '/', ...'qX1');
  expect(view().screen).toBe('help');
  expect(body(lines())[0]).toBe('Nothing here has "qX1" in it. Esc shows all.');
  press('backspace', 'backspace', 'backspace');
  expect(body(lines())[0]).toBe('Everywhere');
});
