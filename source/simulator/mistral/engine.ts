import type { Agenda } from '../agenda.ts';
import type { Inside } from '../inside.ts';
import { engineCommands } from './commands.ts';
import { cancel, conclude, fail, impossible, succeed } from './endings.ts';
import { commandsAfter, publish, startCommands, startsTask } from './flow.ts';
import { joinState } from './join.ts';
import { afterTask, beforeTask } from './policies.ts';
import { type Command, type Execution, isDone, type Records, type State, type TaskRun } from './records.ts';
import { Runner } from './runner.ts';
import { outboundOf } from './scope.ts';
import { makeTask, startWork, workEnded } from './task-work.ts';

/**
 * Runs executions: which task comes when, and what becomes of the whole. What it decides it decides at once; what an action
 * does, and what waits, comes back by the agenda at its own time of the world.
 */
export class Engine {
  readonly records: Records;
  readonly runner: Runner;
  readonly #agenda: Agenda;

  constructor(records: Records, agenda: Agenda, inside: Inside) {
    this.records = records;
    this.#agenda = agenda;
    this.runner = new Runner(records, agenda, inside, (task) => this.#guard(task, () => workEnded(this, task)));
  }

  readonly now = (): number => this.records.world.now();

  /** Begins an execution; its first tasks start right after. */
  begin(execution: Execution): void {
    this.#set(execution, 'RUNNING', null);
    this.#agenda.after(0, () => this.#dispatch(execution, startCommands(execution)));
  }

  pause(execution: Execution, info: string | null = null): void {
    if (execution.state === 'PAUSED') return;
    if (isDone(execution.state)) throw impossible(execution, 'PAUSED');
    this.#set(execution, 'PAUSED', info);
  }

  /** Goes on where it was halted. */
  resume(execution: Execution): void {
    if (execution.state !== 'PAUSED') return;
    this.#set(execution, 'RUNNING', null);
    this.#agenda.after(0, () => {
      const { backlog, tasks } = execution;
      execution.backlog = [];
      for (const task of tasks.filter(({ state }) => state === 'IDLE')) this.run(task);
      for (const task of tasks.filter(({ state, processed }) => isDone(state) && !processed)) this.#leave(task);
      this.#dispatch(execution, backlog);
    });
  }

  /** Ends it from outside. Throws `InvalidTransition` and `ExpressionError`. */
  stop(execution: Execution, state: 'SUCCESS' | 'ERROR' | 'CANCELLED', info: string | null): void {
    const end = { SUCCESS: succeed, ERROR: fail, CANCELLED: cancel }[state];
    end(execution, info, this.now);
    this.#tellParent(execution);
  }

  /** Does something for a task in some seconds, if it is still there. */
  later(task: TaskRun, seconds: number, run: () => void): void {
    this.#agenda.after(seconds, () => {
      if (this.records.tasks.has(task.id)) run();
    });
  }

  /** Starts what a task has to do. */
  run(task: TaskRun): void {
    if (isDone(task.state)) return;
    this.setTask(task, 'RUNNING', null);
    this.#guard(task, () => startWork(this, task), 'run task');
  }

  /** Ends a task: publishes, minds its policies, and does what comes next. */
  complete(task: TaskRun, state: State, info: string | null): void {
    if (isDone(task.state)) return;
    this.setTask(task, state, info);
    this.#guard(task, () => {
      publish(task, this.now);
      afterTask(this, task);
      if (isDone(task.state)) this.#leave(task);
    });
  }

  setTask(task: TaskRun, state: State, info: string | null): void {
    const at = this.now();
    if (state === 'RUNNING') task.startedAt ??= at;
    if (isDone(state)) task.finishedAt = at;
    Object.assign(task, { state, info, updatedAt: at });
  }

  #set(execution: Execution, state: State, info: string | null): void {
    Object.assign(execution, { state, info, updatedAt: this.now() });
  }

  /** Does what a task led to; while the whole is halted that is only made out. */
  #leave(task: TaskRun): void {
    this.#guard(task, () => {
      const commands = commandsAfter(task, this.now);
      task.next = commands.filter(startsTask).map(({ name, by }) => [name, by!.event] as const);
      task.handled = commands.some(({ by }) => by!.event === 'on-error');
      if (task.execution.state === 'PAUSED') return;
      task.processed = true;
      this.#dispatch(task.execution, commands);
    });
  }

  /** What goes wrong in an expression or a definition fails the task, and with it the whole. */
  #guard(task: TaskRun, run: () => void, doing: 'run task' | 'handle action completion' = 'handle action completion') {
    try {
      run();
    } catch (error) {
      const { execution, spec } = task;
      const action = doing === 'run task' ? '' : `, action=${spec.target}`;
      const about = `wf=${execution.spec.name}, task=${spec.name}${action}`;
      const info = `Failed to ${doing} [error=${(error as Error).message}, ${about}]`;
      this.setTask(task, 'ERROR', info);
      this.stop(execution, 'ERROR', info);
    }
  }

  /** What comes after the end of the whole is not done, and what comes after a halt later. */
  #dispatch(execution: Execution, commands: readonly Command[]): void {
    for (const [i, command] of commands.entries()) {
      if (isDone(execution.state)) break;
      if (execution.state === 'PAUSED') {
        execution.backlog.push(...commands.slice(i));
        break;
      }
      if (engineCommands.includes(command.name)) this.#obey(execution, command);
      else this.#startTask(execution, command);
    }
    this.#checkJoins(execution);
    if (isDone(execution.state)) return;
    conclude(execution, this.now);
    this.#tellParent(execution);
  }

  #obey(execution: Execution, { name, params }: Command): void {
    const message = (params.msg ?? null) as string | null;
    if (name === 'fail') this.stop(execution, 'ERROR', message);
    if (name === 'succeed') this.stop(execution, 'SUCCESS', message);
    if (name === 'pause') this.pause(execution, message);
  }

  #startTask(execution: Execution, command: Command): void {
    const spec = execution.spec.tasks.get(command.name)!;
    if (spec.join !== undefined && execution.tasks.some((each) => each.spec === spec)) return;
    const task = makeTask(this, execution, spec, command);
    if (spec.join === undefined) this.#enter(task);
    else this.setTask(task, 'WAITING', 'Task is waiting.');
  }

  #enter(task: TaskRun): void {
    this.setTask(task, 'RUNNING', null);
    this.#guard(task, () => beforeTask(this, task), 'run task');
    if (task.state === 'RUNNING') this.run(task);
  }

  /** Lets those tasks go that waited for others. */
  #checkJoins(execution: Execution): void {
    for (const task of execution.tasks) {
      if (task.state !== 'WAITING' || execution.state !== 'RUNNING') continue;
      const { state, info, by } = joinState(task);
      if (by.length) task.runtime.triggered_by = by.map((each) => ({ task_id: each.task.id, event: each.event }));
      if (state === 'ERROR') this.complete(task, 'ERROR', info);
      if (state !== 'RUNNING') continue;
      for (const { task: before } of by) Object.assign(task.context, outboundOf(before));
      this.#enter(task);
    }
  }

  /** The end of a workflow that is a task's work is the task's own. */
  #tellParent({ state, parent }: Execution): void {
    if (parent && isDone(state)) this.#guard(parent, () => workEnded(this, parent));
  }
}
