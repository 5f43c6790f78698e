import { share } from './aspect.ts';
import type { Window } from './window.ts';

/**
 * How surely samples of a running VM are missing: 0 up to four and a half polls, which ingestion may take; 1 from ten
 * on. A VM that is off sends none, and nobody misses them; nor those from before it was back.
 */
export function missed(window: Window): number {
  if (window.age === undefined || window.nova.kind !== 'running') return 0;
  const { age, at, vm } = window;
  const since = at >= vm.updatedAt ? Math.min(age, at - vm.updatedAt) : age;
  return share((since / 1000 / window.granularity - 4.5) / 5.5);
}
