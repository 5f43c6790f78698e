import { all, type KeySpec } from './key-spec.ts';

/** Keys of the screens that show how well it goes, and of what is kept of a screen. */
export const showKeys: readonly KeySpec[] = [
  {
    name: 'wall',
    keys: ['9'],
    words: 'Wall, for big displays',
    screens: all,
    intent: () => ({ type: 'go', screen: 'wall' }),
  },
];
