import { type Dice, dice } from '../../../models/random.ts';
import { uuid } from '../ids.ts';
import type { Token } from '../tokens.ts';
import type { World } from '../world.ts';
import type { Next } from './commands.ts';
import type { Event, TaskSpec, WorkflowSpec } from './language.ts';

export type State = 'IDLE' | 'WAITING' | 'RUNNING' | 'DELAYED' | 'PAUSED' | 'SUCCESS' | 'CANCELLED' | 'ERROR';

export type Workflow = {
  readonly id: string;
  readonly projectId: string;
  spec: WorkflowSpec;
  readonly createdAt: number;
  updatedAt: number | undefined;
};

export type Dict = Record<string, unknown>;

/** What an execution was started with. */
export type Params = { readonly env: Dict; readonly namespace: string; readonly [name: string]: unknown };

export type Execution = {
  readonly id: string;
  readonly workflow: Workflow;
  /** As it was when the execution began. */
  readonly spec: WorkflowSpec;
  readonly params: Params;
  readonly input: Dict;
  /** Variables of the whole execution, the caller's token among them. */
  readonly context: Dict;
  /** On whose behalf it runs, and by which address. */
  readonly token: Token;
  readonly origin: string;
  /** The task that it is the work of. */
  readonly parent: TaskRun | undefined;
  description: string;
  state: State;
  info: string | null;
  output: Dict;
  /** Whether it counts for the result of that task. */
  accepted: boolean;
  readonly tasks: TaskRun[];
  /** All that there are, this one too. */
  readonly peers: ReadonlyMap<string, Execution>;
  /** What was to be done when it was paused. */
  backlog: Command[];
  readonly createdAt: number;
  updatedAt: number;
};

export type TaskRun = {
  readonly id: string;
  readonly execution: Execution;
  readonly spec: TaskSpec;
  /** The variables that it was started with. */
  context: Dict;
  published: Dict;
  state: State;
  info: string | null;
  readonly runtime: Dict;
  processed: boolean;
  /** Whether something was told to happen on its error. */
  handled: boolean;
  /** The tasks that it led to, each with the event. */
  next: (readonly [name: string, event: Event])[];
  /** Its actions, or the executions that are its work, in the order of their start. */
  readonly work: (ActionRun | Execution)[];
  /** Of `with-items`: what each action gets, and how many have been started. */
  items: readonly Dict[];
  started: number;
  readonly createdAt: number;
  updatedAt: number;
  startedAt: number | undefined;
  finishedAt: number | undefined;
};

export type ActionRun = {
  readonly id: string;
  readonly name: string;
  readonly task: TaskRun | undefined;
  readonly input: Dict;
  state: State;
  output: Dict | undefined;
  /** Whether it counts for the task's result. */
  accepted: boolean;
  readonly projectId: string;
  readonly createdAt: number;
  updatedAt: number;
};

/** What a task leads to, with the variables for it. */
export type Command = Pick<Next, 'name' | 'params'> & {
  readonly context: Dict;
  readonly by?: { readonly task: TaskRun; readonly event: Event };
};

export function isDone(state: State): boolean {
  return state === 'SUCCESS' || state === 'ERROR' || state === 'CANCELLED';
}

export function isExecution(work: ActionRun | Execution): work is Execution {
  return 'workflow' in work;
}

/** Mistral's data base. */
export class Records {
  readonly world: World;
  readonly workflows = new Map<string, Workflow>();
  readonly executions = new Map<string, Execution>();
  readonly tasks = new Map<string, TaskRun>();
  readonly actions = new Map<string, ActionRun>();
  readonly #ids: Dice;

  constructor(world: World) {
    this.world = world;
    this.#ids = dice(world.seed).fork('mistral');
  }

  newId(): string {
    return uuid(this.#ids);
  }

  /** By its name or id, of the caller's project or, for an admin, of any. */
  workflow(identifier: string, { project, admin }: Token): Workflow | undefined {
    const found = [...this.workflows.values()].filter(({ id, spec }) => id === identifier || spec.name === identifier);
    const mine = found.find(({ projectId }) => projectId === project?.projectId);
    return mine ?? (admin ? found[0] : undefined);
  }

  /** With all that ran in it. */
  forget(execution: Execution): void {
    this.executions.delete(execution.id);
    for (const task of execution.tasks) {
      this.tasks.delete(task.id);
      for (const work of task.work) {
        if (isExecution(work)) this.forget(work);
        else this.actions.delete(work.id);
      }
    }
  }
}
