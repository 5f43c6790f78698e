import { isTrue } from '../yaql/values.ts';
import { engineCommands } from './commands.ts';
import type { OnClause } from './dsl.ts';
import { evaluateAll } from './expressions.ts';
import { type Event, inbound } from './language.ts';
import { type Command, type Dict, type Execution, isDone, type TaskRun } from './records.ts';
import { outboundOf, scopeOf } from './scope.ts';

/** The tasks that nothing leads to. */
export function startCommands({ spec }: Execution): Command[] {
  const names = [...spec.tasks.keys()].filter((name) => !inbound(spec, name).length);
  return names.map((name) => ({ name, params: {}, context: {} }));
}

/** Gives the variables that a task has to publish their values. */
export function publish(task: TaskRun, now: () => number): void {
  if (task.state !== 'SUCCESS' && task.state !== 'ERROR') return;
  const { execution, spec } = task;
  const plain = task.state === 'SUCCESS' ? spec.text.publish : spec.text['publish-on-error'];
  const clauses = eventsOf(task).map((event) => published(spec.text[event]));
  const scope = scopeOf(execution, [task.context], now, task);
  const of = (parts: readonly (Dict | undefined)[]) => evaluateAll(Object.assign({}, ...parts), scope) as Dict;
  task.published = of([plain, ...clauses.map((clause) => clause?.branch)]);
  Object.assign(execution.context, of(clauses.map((clause) => clause?.global)));
}

/** What a task that has ended leads to. */
export function commandsAfter(task: TaskRun, now: () => number): Command[] {
  if (isDone(task.execution.state) || task.state === 'CANCELLED') return [];
  const context = outboundOf(task);
  const scope = scopeOf(task.execution, [context], now, task);
  return eventsOf(task)
    .toReversed()
    .flatMap((event) =>
      task.spec.next[event]
        .filter(({ condition }) => !condition || isTrue(evaluateAll(condition, scope)))
        .map(({ name, params }) => ({
          name,
          params: evaluateAll(params, scope) as Dict,
          context,
          by: { task, event },
        })),
    );
}

/** Whether a command starts a task, and is none for the engine itself. */
export function startsTask({ name }: Command): boolean {
  return !engineCommands.includes(name);
}

/** The wider event first: what the narrower one says counts more. */
function eventsOf({ state }: TaskRun): Event[] {
  return ['on-complete', state === 'SUCCESS' ? 'on-success' : 'on-error'];
}

function published(clause: OnClause | undefined): { branch?: Dict; global?: Dict } | undefined {
  const hasPublish = clause && typeof clause === 'object' && !Array.isArray(clause) && 'publish' in clause;
  return hasPublish ? (clause.publish as { branch?: Dict; global?: Dict }) : undefined;
}
