import { all, just, type KeySpec } from './key-spec.ts';
import { chosenLine } from './reduce-journal.ts';

/** The journal's screen and its keys. */
export const journalKeys: readonly KeySpec[] = [
  {
    name: 'open-moment',
    keys: ['enter'],
    shown: 'Enter',
    hint: 'look at it',
    words: 'The VM as it was at that moment',
    screens: ['journal'],
    intent: just('enter'),
    disabled: ({ journal }) => (chosenLine(journal) ? undefined : 'There is no line to look at.'),
  },
  {
    name: 'filter-journal',
    keys: ['/'],
    hint: 'filter',
    words: 'Only lines with these words (!word: without it)',
    screens: ['journal'],
    intent: just('filter'),
  },
  { name: 'journal', keys: ['7'], words: 'Journal', screens: all, intent: () => ({ type: 'go', screen: 'journal' }) },
];
