import { just, type KeySpec } from './key-spec.ts';

const screens = ['fleet'] as const;

/** What the fleet screen shows, in which order, and what is marked on it. */
export const fleetKeys: readonly KeySpec[] = [
  {
    name: 'filter',
    keys: ['/'],
    hint: 'filter',
    words: 'Filter: web !db host:compute-1 p>0.8 cpu>90 status:error, all must hold',
    screens,
    intent: just('filter'),
  },
  { name: 'faults-only', keys: ['f'], words: 'Only VMs in trouble', screens, intent: just('faults-only') },
  {
    name: 'sort',
    keys: ['s'],
    words: 'Sort by the next column; after the last, worst first again',
    screens,
    intent: just('sort'),
  },
  { name: 'reverse', keys: ['S'], words: 'Turn the order round', screens, intent: just('reverse') },
  { name: 'wide', keys: ['w'], words: 'More columns, in less room each', screens, intent: just('wide') },
  { name: 'group', keys: ['b'], words: 'Group by host', screens, intent: just('group') },
  {
    name: 'mark',
    keys: ['v'],
    words: 'Mark the VM: all that are marked and listed are taken over together',
    screens,
    intent: just('mark'),
  },
  { name: 'mark-all', keys: ['V'], words: 'Mark all that are listed, or none', screens, intent: just('mark-all') },
];
