import { type Event, inbound, type TaskSpec } from './language.ts';
import { type Execution, isDone, type TaskRun } from './records.ts';

export type JoinState = {
  readonly state: 'RUNNING' | 'WAITING' | 'ERROR';
  readonly info: string | null;
  /** The tasks that decided it. */
  readonly by: readonly { readonly task: TaskRun; readonly event: Event | 'not triggered' }[];
};

/** Whether a task that waits for others may go, has to wait on, or never can. */
export function joinState(task: TaskRun): JoinState {
  const { spec, execution } = task;
  const found = inbound(execution.spec, spec.name).map((each) => ({ name: each.name, ...lead(execution, each, spec) }));
  const of = (state: JoinState['state']) => found.filter((each) => each.state === state);
  const by = (state: JoinState['state']) =>
    of(state).flatMap(({ run, event }) => (run && event ? [{ task: run, event }] : []));
  const names = (state: JoinState['state']) =>
    `[${of(state)
      .map(({ name }) => `'${name}'`)
      .join(', ')}]`;
  const needed = spec.join === 'all' ? found.length : spec.join === 'one' ? 1 : Number(spec.join);
  if (of('RUNNING').length >= needed) return { state: 'RUNNING', info: null, by: by('RUNNING') };
  if (of('ERROR').length > found.length - needed) {
    return { state: 'ERROR', info: `Failed by tasks: ${names('ERROR')}`, by: by('ERROR') };
  }
  return { state: 'WAITING', info: `Blocked by tasks: ${names('WAITING')}`, by: [] };
}

/** What one of the tasks before means for it. */
function lead(execution: Execution, before: TaskSpec, spec: TaskSpec) {
  const run = execution.tasks.findLast((each) => each.spec === before);
  if (!run) return { state: mayRun(execution, before) ? ('WAITING' as const) : ('ERROR' as const) };
  if (!isDone(run.state) || !run.processed) return { state: 'WAITING' as const, run };
  const event = run.next.find(([name]) => name === spec.name)?.[1];
  return event
    ? { state: 'RUNNING' as const, run, event }
    : { state: 'ERROR' as const, run, event: 'not triggered' as const };
}

/** Whether a task that has not begun still can. */
function mayRun(execution: Execution, spec: TaskSpec, seen: readonly TaskSpec[] = []): boolean {
  const before = inbound(execution.spec, spec.name);
  if (!before.length) return true;
  return before.some((each) => {
    if (seen.includes(each)) return false;
    const run = execution.tasks.findLast((one) => one.spec === each);
    if (!run) return mayRun(execution, each, [...seen, spec]);
    return !isDone(run.state) || !run.processed || run.next.some(([name]) => name === spec.name);
  });
}
