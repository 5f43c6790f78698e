import { all, just, type KeySpec } from './key-spec.ts';

/** Ways to anywhere: the palette, the view before this one, the search of the help. */
export const wayKeys: readonly KeySpec[] = [
  {
    name: 'palette',
    keys: [':'],
    hint: 'find',
    words: 'Find and do any command, screen, VM, host, setting or saved view',
    screens: all,
    intent: just('palette'),
  },
  {
    name: 'last',
    keys: ['-'],
    words: 'Where one was last; once more: here again',
    screens: all,
    intent: just('last'),
    disabled: ({ history }) => (history.last ? undefined : 'There is no last view yet.'),
  },
  {
    name: 'search',
    keys: ['/'],
    hint: 'search',
    words: 'Only lines with this in them',
    screens: ['help'],
    intent: just('search'),
  },
  {
    name: 'read',
    keys: ['.'],
    words: 'With a screen reader: read the whole screen, or the open dialog',
    screens: all,
    intent: just('read'),
    disabled: (_, { spoken }) => (spoken ? undefined : 'It reads the screen out where --screen-reader is on.'),
    always: true,
  },
];
