import { intervalBounds, type LimitName, limitNames, readLimit } from '../../models/heal-settings.ts';
import type { State } from '../../models/state.ts';
import { type OwnSettingName, type ThemeName, themeNames } from '../../models/wishes.ts';
import type { SavedView } from './saved-views.ts';

/** What the operator has set for good, as it holds now. */
export type OwnSettings = {
  /** Where it is kept. */
  readonly file: string;
  readonly ascii: boolean;
  readonly theme: ThemeName;
  readonly views: Readonly<Record<string, SavedView>>;
};

export type SettingValue = string | number | boolean;

/** A setting that may be changed while the console runs. */
export type SettingSpec = {
  /** Its name in the file. */
  readonly name: OwnSettingName;
  readonly words: string;
  /** What is offered; `read` may take more. */
  readonly values: readonly SettingValue[];
  readonly now: (state: State, own: OwnSettings) => SettingValue;
  /** What was typed as a value, or why it will not do. */
  readonly read: (typed: string) => { readonly value: SettingValue } | { readonly why: string };
};

const { least, most } = intervalBounds;

const limitWords: Readonly<Record<LimitName, string>> = {
  concurrent: 'heals under way at once',
  perHost: 'heals under way at once on one host',
  budget: 'heals of the fleet in its window',
  brakeCount: 'unhealthy VMs at once that put on the brake',
  hostVms: 'bad VMs on one host that make it a matter of the host',
};

const limitSpecs = limitNames.map(
  (name): SettingSpec => ({
    name,
    words: limitWords[name],
    values: [name === 'hostVms' ? 2 : 1, 3, 5, 10, '5 %', '20 %'],
    now: ({ settings }) => settings[name],
    read: (typed) => {
      const value = readLimit(typed, name === 'hostVms' ? 2 : 1);
      return value === undefined ? { why: `${name} is a whole number, or a share such as 20 %.` } : { value };
    },
  }),
);

export const settingSpecs: readonly SettingSpec[] = [
  {
    name: 'interval',
    words: 'seconds between two polls',
    values: [5, 10, 20, 30, 60, 120, 300],
    now: ({ settings }) => settings.interval,
    read: (typed) =>
      Number(typed) >= least && Number(typed) <= most
        ? { value: Number(typed) }
        : { why: `The interval is a number of seconds from ${least} to ${most}.` },
  },
  {
    name: 'ascii',
    words: 'draw with ASCII characters only',
    values: [true, false],
    now: (_, { ascii }) => ascii,
    read: (typed) =>
      ['on', 'off'].includes(typed) ? { value: typed === 'on' } : { why: 'ascii is either on or off.' },
  },
  {
    name: 'theme',
    words: 'the colours',
    values: themeNames,
    now: (_, { theme }) => theme,
    read: (typed) =>
      themeNames.some((name) => name === typed)
        ? { value: typed }
        : { why: `The themes are ${themeNames.join(', ')}.` },
  },
  ...limitSpecs,
];

export const valueWords = (value: SettingValue): string =>
  typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
