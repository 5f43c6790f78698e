import type { Step } from './reduce.ts';
import type { View } from './view.ts';

/** Whoever comes to the model screen, by whatever way, sees the versions that there are now. */
export function entered(before: View, step: Step): Step {
  const isNew = step.view.screen === 'model' && before.screen !== 'model';
  return isNew && !step.command ? { ...step, command: { type: 'read-models' } } : step;
}
