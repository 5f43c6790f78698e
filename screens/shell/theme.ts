import { createContext, useContext } from 'react';

/**
 * What a piece of text means. Only four meanings have a colour, and these are readable on dark and light grounds
 * (no yellow, no bright white, no black); none of them rests on colour alone.
 */
export type Tone = 'bad' | 'warn' | 'good' | 'quiet' | 'strong';

export type Theme = {
  readonly ascii: boolean;
  readonly border: 'round' | 'classic';
  readonly tones: Readonly<Record<Tone, Look>>;
};

export type Look = { readonly color?: string; readonly dimColor?: boolean; readonly bold?: boolean };

/** What the look is made from: `noColor` follows the NO_COLOR convention. */
export type Looks = { readonly ascii?: boolean; readonly noColor?: boolean };

export function themeOf({ ascii = false, noColor = false }: Looks = {}): Theme {
  const colour = (color: string, rest: Look = {}): Look => (noColor ? rest : { color, ...rest });
  return {
    ascii,
    border: ascii ? 'classic' : 'round',
    tones: {
      bad: colour('red', { bold: true }),
      warn: colour('magenta'),
      good: colour('green'),
      quiet: { dimColor: true },
      strong: { bold: true },
    },
  };
}

/** Size of the terminal in cells. */
export type Size = { readonly columns: number; readonly rows: number };

export const ThemeContext = createContext<Theme>(themeOf());
export const useTheme = () => useContext(ThemeContext);
