import { all, just, type KeySpec } from './key-spec.ts';

/** Keys that walk through time, the same on every screen. */
export const timeKeys: readonly KeySpec[] = [
  {
    name: 'walk',
    keys: ['[', ']'],
    shown: '[ ]',
    words: 'Back and on in time, by one observation',
    screens: all,
    intent: (key) => ({ type: 'walk', by: key === ']' ? 1 : -1, step: 'moment' }),
  },
  {
    name: 'walk-events',
    keys: ['{', '}'],
    shown: '{ }',
    words: 'Back and on in time, to where the journal tells of something',
    screens: all,
    intent: (key) => ({ type: 'walk', by: key === '}' ? 1 : -1, step: 'event' }),
  },
  {
    name: 'freeze',
    keys: ['space'],
    shown: 'Space',
    words: 'Freeze the picture, and let it go; in a recording: play, pause',
    screens: all,
    intent: just('freeze'),
  },
  {
    name: 'end',
    keys: ['end'],
    shown: 'End',
    words: 'From the past back to now; otherwise the last line',
    screens: all,
    intent: just('end'),
  },
  {
    name: 'faster',
    keys: ['+'],
    words: 'Play a recording faster',
    screens: all,
    intent: just('faster'),
    disabled: ({ moment }) =>
      moment?.kind === 'replay' ? undefined : 'Only a recording is played: cloud-medic replay FILE.',
  },
];
