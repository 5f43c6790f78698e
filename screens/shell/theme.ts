import { createContext, useContext } from 'react';
import type { ThemeName } from '../../models/wishes.ts';
import { type Dress, type Look, themes } from './themes.ts';

/** What a piece of text means. Nothing rests on its colour alone: a word or a sign says the same. */
export type Tone = 'bad' | 'warn' | 'good' | 'quiet' | 'strong';

export type Theme = {
  readonly ascii: boolean;
  readonly border: 'round' | 'classic';
  readonly tones: Readonly<Record<Tone, Look>>;
};

/** What the look is made from. */
export type Looks = {
  readonly ascii?: boolean;
  /** As the NO_COLOR convention wants it: no colours, but emphasis. */
  readonly noColor?: boolean;
  readonly theme?: ThemeName;
  /** 2 and more where the terminal has 256 colours or all; else the 16 names are used. */
  readonly level?: number;
};

export function themeOf({ ascii = false, noColor = false, theme = 'neutral', level = 1 }: Looks = {}): Theme {
  const { bad, warn, good, quiet, strong } = themes[noColor ? 'mono' : theme];
  const look = ({ rich, ...plain }: Dress): Look => (level >= 2 ? { ...plain, ...rich } : plain);
  return {
    ascii,
    border: ascii ? 'classic' : 'round',
    tones: { bad: look(bad), warn: look(warn), good: look(good), quiet: look(quiet), strong: look(strong) },
  };
}

/** Size of the terminal in cells. */
export type Size = { readonly columns: number; readonly rows: number };

export const ThemeContext = createContext<Theme>(themeOf());
export const useTheme = () => useContext(ThemeContext);
