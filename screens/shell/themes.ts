import type { ForegroundColorName } from 'chalk';
import type { ThemeName } from '../../models/wishes.ts';
import type { Tone } from './theme.ts';

/** How a tone looks: by names where a terminal has 16 colours, by `rich` where it has 256 or more. */
export type Look = {
  readonly color?: ForegroundColorName | `#${string}`;
  readonly backgroundColor?: ForegroundColorName | `#${string}`;
  readonly dimColor?: boolean;
  readonly bold?: boolean;
  readonly underline?: boolean;
};

export type Dress = Look & { readonly rich?: Look };

const quiet: Dress = { dimColor: true };
const strong: Dress = { bold: true };

export const themes: Readonly<Record<ThemeName, Readonly<Record<Tone, Dress>>>> = {
  neutral: {
    bad: { color: 'red', bold: true },
    warn: { color: 'magenta' },
    good: { color: 'green' },
    quiet,
    strong,
  },
  dark: {
    bad: { color: 'redBright', bold: true, rich: { color: '#ff6b6b' } },
    warn: { color: 'yellow', rich: { color: '#ffb454' } },
    good: { color: 'greenBright', rich: { color: '#7ee787' } },
    quiet: { dimColor: true, rich: { color: '#9aa4ad', dimColor: false } },
    strong,
  },
  light: {
    bad: { color: 'red', bold: true, rich: { color: '#b3001b' } },
    warn: { color: 'magenta', rich: { color: '#8a4b00' } },
    good: { color: 'blue', rich: { color: '#00602b' } },
    quiet: { dimColor: true, rich: { color: '#57606a', dimColor: false } },
    strong,
  },
  /** Nothing is dim, and what matters stands on a ground of its own, so that the terminal's does not matter. */
  'high-contrast': {
    bad: { color: 'white', backgroundColor: 'red', bold: true, rich: { color: '#ffffff', backgroundColor: '#a80000' } },
    warn: { color: 'black', backgroundColor: 'yellow', rich: { color: '#000000', backgroundColor: '#ffd75f' } },
    good: { color: 'black', backgroundColor: 'cyan', rich: { color: '#000000', backgroundColor: '#5fd7ff' } },
    quiet: {},
    strong: { bold: true, underline: true },
  },
  /** Told apart by how light they are and by blue against orange, which all kinds of colour blindness leave. */
  'colour-blind': {
    bad: { color: 'red', bold: true, rich: { color: '#d55e00' } },
    warn: { color: 'magenta', rich: { color: '#b07aa1' } },
    good: { color: 'blueBright', rich: { color: '#1f78d1' } },
    quiet,
    strong,
  },
  mono: {
    bad: { bold: true, underline: true },
    warn: { underline: true },
    good: {},
    quiet,
    strong,
  },
};
