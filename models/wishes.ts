/** Words that the settings, the command line and the screens share: what an operator can choose from. */

import type { LimitName } from './heal-settings.ts';

/** `neutral` can be read on dark and on light grounds: nothing tells us which one a terminal has. */
export const themeNames = ['neutral', 'dark', 'light', 'high-contrast', 'colour-blind', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Ways into a VM, by commands of the settings. */
export type LoginKind = 'ssh' | 'serial';

/** What may be set while the console runs, and is kept for good. */
export type OwnSettingName = 'interval' | 'ascii' | 'theme' | LimitName;

/** Where a file may be saved: the program's data folder, or where the program was started. */
export type SavingPlace = 'data' | 'here';
