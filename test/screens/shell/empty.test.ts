import { expect, test } from 'vitest';
import { consoleOf } from '../draw.tsx';
import { stateOf, vmOf } from '../fixture.ts';

const well = () => consoleOf(stateOf([vmOf('web')]), { columns: 120, rows: 40 });

test('where no VM is in trouble, that is said, and not that a filter hides them', () => {
  const { press, frame } = well();
  press('f');
  expect(frame()).toContain('No VM is in trouble. Esc shows all.');
  press('/', 'x', 'enter');
  expect(frame()).toContain('No VM passes the filter. Esc shows all.');
});

test('no key is hinted at that has nothing to act on, and pressed it says why', () => {
  const { press, lines, view } = well();
  press('5');
  expect(lines().at(-1)).not.toContain('undo');
  press('u');
  expect(view().notice).toBe('No fault of ours is in now.');
  press('7');
  expect(lines().at(-1)).not.toContain('look at it');
  press('enter');
  expect(view().notice).toBe('There is no line to look at.');
});
