import type { Agenda } from '../agenda.ts';
import { type Inside, NeverAnswered } from '../inside.ts';
import type { Token } from '../tokens.ts';
import { type Action, ActionError } from './action.ts';
import type { ActionRun, Dict, Records, TaskRun } from './records.ts';

type End = { readonly state: 'SUCCESS' | 'ERROR'; readonly result: unknown };

/** Runs actions. What they come to is written into them, and told to who wants to know. */
export class Runner {
  readonly #records: Records;
  readonly #agenda: Agenda;
  readonly #inside: Inside;
  readonly #ended: (task: TaskRun) => void;

  constructor(records: Records, agenda: Agenda, inside: Inside, ended: (task: TaskRun) => void) {
    this.#records = records;
    this.#agenda = agenda;
    this.#inside = inside;
    this.#ended = ended;
  }

  /** Begins an action of a task; it runs right after. */
  start(action: Action, input: Dict, token: Token, origin: string, task: TaskRun): void {
    const run = this.#note(action, input, token, task);
    task.work.push(run);
    this.#agenda.after(0, () => this.#perform(action, run, token, origin));
  }

  /** One action by itself, to its end. One that never ends is answered as it is. */
  async once(action: Action, input: Dict, token: Token, origin: string): Promise<ActionRun> {
    const run = this.#note(action, input, token, undefined);
    await this.#perform(action, run, token, origin);
    return run;
  }

  #note(action: Action, input: Dict, token: Token, task: TaskRun | undefined): ActionRun {
    const at = this.#records.world.now();
    const run: ActionRun = {
      ...{ id: this.#records.newId(), name: action.name, task, input, state: 'RUNNING', output: undefined },
      ...{ accepted: false, projectId: token.project?.projectId ?? '', createdAt: at, updatedAt: at },
    };
    this.#records.actions.set(run.id, run);
    return run;
  }

  async #perform(action: Action, run: ActionRun, token: Token, origin: string): Promise<void> {
    const outcome = action.run(run.input, { token, origin, inside: this.#inside });
    const end = (found: End | undefined) => found && this.#end(run, found);
    if (outcome.kind === 'later') {
      this.#agenda.after(outcome.seconds, () => end({ state: 'SUCCESS', result: outcome.result }));
    } else if (outcome.kind === 'outside') this.#agenda.whenever(ending(action, run, outcome.result), end);
    else end(await ending(action, run, outcome.result));
  }

  #end(run: ActionRun, { state, result }: End): void {
    Object.assign(run, { state, output: { result }, accepted: true, updatedAt: this.#records.world.now() });
    if (run.task && this.#records.tasks.has(run.task.id)) this.#ended(run.task);
  }
}

/** How it ends; undefined: never. */
async function ending(action: Action, run: ActionRun, result: Promise<unknown>): Promise<End | undefined> {
  try {
    return { state: 'SUCCESS', result: await result };
  } catch (error) {
    if (error instanceof NeverAnswered) return undefined;
    if (error instanceof ActionError && error.data !== undefined) return { state: 'ERROR', result: error.data };
    const about = `action=${action.label}, action_ex_id=${run.task ? run.id : 'None'}, msg='${(error as Error).message}'`;
    return { state: 'ERROR', result: `The action raised an exception [${about}]` };
  }
}
