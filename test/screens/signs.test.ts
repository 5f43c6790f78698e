import { expect, test } from 'vitest';
import { toAscii } from '../../screens/parts/text.ts';
import { phaseCell, phaseSigns, phaseWidth, phaseWords } from '../../screens/phase-words.ts';
import { healths } from '../../screens/wall-health.ts';
import { stormy } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { fleetOf } from './fixture.ts';

test.each([
  ['a VM', healths.map(({ sign }) => sign)],
  ['an incident', phaseSigns.map(([sign]) => sign)],
])('each state of %s has a sign of its own, in ASCII as well', (_, signs) => {
  expect(new Set(signs).size).toBe(signs.length);
  expect(new Set(signs.map(toAscii)).size).toBe(signs.length);
  expect(signs.every((sign) => sign.length === 1 && sign !== ' ')).toBe(true);
});

test('an incident has its sign before its words, and room for both', () => {
  const state = stormy();
  for (const incident of state.incidents.values()) {
    const [text] = phaseCell(incident, state);
    expect(text.slice(2)).toBe(phaseWords(incident, state)[0]);
    expect(phaseSigns.map(([sign]) => sign)).toContain(text[0]);
    expect(text.length).toBeLessThanOrEqual(phaseWidth);
  }
});

test.each([80, 120])(
  'the fleet tells a failing VM from one that is well without a colour, at %d columns',
  (columns) => {
    const { lines, press, frame } = consoleOf(fleetOf(30), { columns, rows: 24 }, { ascii: true, noColor: true });
    expect(lines()[4]).toMatch(/^> vm-\d+ +# /);
    expect(lines().find((line) => line.includes('vm-0002'))).toMatch(/vm-0002 +\. /);
    press('/', ...'health:failing', 'enter');
    expect(frame()).toContain('of 3');
  },
);
