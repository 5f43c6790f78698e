import { deliberate as wish } from '../condition.ts';
import type { Guard } from '../guard.ts';

export const deliberate: Guard = {
  id: 'deliberate',
  check: ({ vm }) => wish(vm)?.concat(', until somebody changes that'),
};
