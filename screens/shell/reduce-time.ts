import { notNow } from './key-spec.ts';
import type { TimeIntent } from './moment.ts';
import type { Step } from './reduce.ts';
import type { Command, Context, Intent, View } from './view.ts';

const timeIntents: readonly string[] = ['walk', 'moment', 'freeze', 'end', 'faster'] satisfies TimeIntent['type'][];

/** A key that walks through time; undefined for all others, and for End where it is now. */
export function timed(view: View, intent: Intent): Step | undefined {
  if (!isTime(intent) || (intent.type === 'end' && !view.moment)) return undefined;
  return { view, command: { type: 'travel', intent } };
}

const isTime = (intent: Intent): intent is TimeIntent => timeIntents.includes(intent.type);

/** What may be done while an old picture is shown: it changes nothing, or stops something. */
const harmless: ReadonlySet<Command['type']> = new Set([
  'quit',
  'halt',
  'travel',
  'read-journal',
  'read-models',
  'read-actions',
  'copy',
  'save',
  'keep',
  'keep-view',
]);

/** Nothing else is done on the grounds of an old picture, whatever key asks for it. */
export function onlyNow(before: View, step: Step, context: Context): Step {
  if (!before.moment || !step.command || harmless.has(step.command.type)) return step;
  return { view: { ...before, notice: notNow(before, context) } };
}
