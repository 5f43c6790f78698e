import { all, just, type KeySpec } from './key-spec.ts';

/** Keys of the screens that show how well it goes, and of what is kept of a screen. */
export const showKeys: readonly KeySpec[] = [
  {
    name: 'model',
    keys: ['6'],
    words: 'Model: the brain in use, how good it is, its other versions',
    screens: all,
    intent: () => ({ type: 'go', screen: 'model' }),
  },
  {
    name: 'wall',
    keys: ['9'],
    words: 'Wall, for big displays',
    screens: all,
    intent: () => ({ type: 'go', screen: 'wall' }),
  },
  {
    name: 'save',
    keys: ['p'],
    hint: 'save',
    words: 'Save ("print") the screen: a picture, text, or a table as CSV or JSON',
    screens: all,
    intent: just('save'),
  },
];
