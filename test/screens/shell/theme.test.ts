import { describe, expect, test } from 'vitest';
import { type ThemeName, themeNames } from '../../../models/wishes.ts';
import { themeOf } from '../../../screens/shell/theme.ts';
import type { Look } from '../../../screens/shell/themes.ts';

const names = /^(black|red|green|yellow|blue|magenta|cyan|white)(Bright)?$/;
const tonesOf = (theme: ThemeName, level: number) => themeOf({ theme, level }).tones;
const coloursOf = (looks: readonly Look[]) =>
  looks.flatMap(({ color, backgroundColor }) => [color ?? [], backgroundColor ?? []].flat());

describe.each(themeNames)('%s', (theme) => {
  test('uses the 16 names only, unless the terminal has more', () => {
    for (const colour of coloursOf(Object.values(tonesOf(theme, 1)))) expect(colour).toMatch(names);
  });

  test.each([1, 3])('no two tones look alike at level %i', (level) => {
    const { bad, warn, good } = tonesOf(theme, level);
    expect(new Set([bad, warn, good].map((look) => JSON.stringify(look))).size).toBe(3);
  });
});

test('NO_COLOR takes the colours, not the emphasis', () => {
  for (const theme of themeNames) {
    const { tones } = themeOf({ theme, noColor: true, level: 3 });
    expect(coloursOf(Object.values(tones))).toEqual([]);
    expect(tones.bad.bold).toBe(true);
  }
});

describe('colours can be read', () => {
  const grounds = { dark: ['#000000', '#1e1e1e'], light: ['#ffffff', '#fdf6e3'] };

  test.each([
    ['dark', grounds.dark, 4.5],
    ['light', grounds.light, 4.5],
    ['colour-blind', ['#000000', '#ffffff'], 3],
  ] as const)('%s on %j', (theme, on, least) => {
    for (const colour of coloursOf(Object.values(tonesOf(theme, 3))))
      for (const ground of on) expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThan(least);
  });

  test('high contrast brings its ground along', () => {
    for (const { color, backgroundColor } of Object.values(tonesOf('high-contrast', 3)))
      if (color) expect(contrast(color, backgroundColor!)).toBeGreaterThan(7);
  });
});

test.each(['protanopia', 'deuteranopia'] as const)('the colour-blind theme is told apart with %s', (kind) => {
  const { bad, warn, good } = tonesOf('colour-blind', 3);
  const seen = [bad, warn, good].map(({ color }) => seenWith(kind, color!));
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    expect(Math.hypot(...seen[a]!.map((value, i) => value - seen[b]![i]!))).toBeGreaterThan(0.15);
});

/** Linear light, 0…1. */
const linear = (colour: string): number[] =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });

/** WCAG's contrast, 1…21. */
function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((colour) => linear(colour))
    .map(([red, green, blue]) => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!)
    .sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const matrices = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const seenWith = (kind: keyof typeof matrices, colour: string): number[] => {
  const light = linear(colour);
  return matrices[kind].map((row) => row.reduce((sum, weight, i) => sum + weight * light[i]!, 0));
};
