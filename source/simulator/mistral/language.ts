import { parseDocument, stringify } from 'yaml';
import { str } from '../python.ts';
import { GrammarError } from '../yaql/errors.ts';
import { command, engineCommands, type Next, nextOf } from './commands.ts';
import { InvalidModel, type OnClause, readWorkflow, type TaskText, type WorkflowText } from './dsl.ts';
import { checkGrammar } from './expressions.ts';

export { InvalidModel } from './dsl.ts';

export type Event = 'on-success' | 'on-error' | 'on-complete';

export type TaskSpec = {
  readonly name: string;
  readonly text: TaskText;
  readonly kind: 'ACTION' | 'WORKFLOW';
  /** The action's or the workflow's name; it may be an expression. */
  readonly target: string;
  readonly input: Readonly<Record<string, unknown>> | string;
  /** The variable of each list in `with-items`. */
  readonly items: Readonly<Record<string, unknown>> | undefined;
  /** Own policies before the workflow's. */
  readonly policies: TaskText;
  readonly next: Readonly<Record<Event, readonly Next[]>>;
  readonly join: TaskText['join'];
};

export type WorkflowSpec = {
  readonly name: string;
  readonly text: WorkflowText;
  /** Its inputs; those without a default are `required`. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly required: readonly string[];
  readonly tasks: ReadonlyMap<string, TaskSpec>;
  /** Its definition by itself. */
  readonly definition: string;
};

/** The workflows of a definition. Throws `InvalidModel` in Mistral's words. */
export function readWorkflows(yaml: string): WorkflowSpec[] {
  const document = parseDocument(yaml);
  if (document.errors[0]) throw new InvalidModel(`Definition could not be parsed: ${document.errors[0].message}`);
  const raw: unknown = document.toJS() ?? {};
  if (!raw || typeof raw !== 'object' || Array.isArray(raw)) {
    throw new InvalidModel(`Invalid DSL: ${str(raw)} is not of type 'object'`);
  }
  if (!('version' in raw)) throw new InvalidModel("Invalid DSL: 'version' is a required property");
  const { version, ...named } = raw as Record<string, unknown>;
  const entries = Object.entries(named);
  if (!entries.length)
    throw new InvalidModel(`At least one item must be in the list [data={'version': '${version}'}].`);
  const alone = entries.length === 1;
  return entries.map(([name, body]) => {
    const definition = alone ? yaml : stringify({ version: String(version), [name]: body }, { lineWidth: 0 });
    try {
      return specOf(name, readWorkflow(body), definition);
    } catch (error) {
      throw error instanceof GrammarError ? new InvalidModel(error.message) : error;
    }
  });
}

function specOf(name: string, text: WorkflowText, definition: string): WorkflowSpec {
  if (/^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(name)) {
    throw new InvalidModel('Workflow name cannot be in the format of UUID.');
  }
  if (text.type === 'reverse') throw new InvalidModel('The simulated Mistral knows direct workflows only.');
  checkGrammar([text.output, text.vars]);
  const { inputs, required } = inputsOf(text);
  const tasks = new Map(
    Object.entries(text.tasks).map(([task, each]) => [task, taskOf(task, each, text['task-defaults'] ?? {})]),
  );
  const spec = { name, text, inputs, required, tasks, definition };
  checkLinks(spec);
  return spec;
}

function inputsOf({ input = [] }: WorkflowText) {
  const inputs = new Map<string, unknown>();
  const required: string[] = [];
  for (const each of input) {
    if (typeof each === 'string') required.push(each);
    for (const [key, value] of typeof each === 'string' ? [[each, undefined]] : Object.entries(each)) {
      inputs.set(key as string, value);
    }
  }
  return { inputs, required };
}

function taskOf(name: string, text: TaskText, defaults: NonNullable<WorkflowText['task-defaults']>): TaskSpec {
  const { description: _, tags: __, ...checked } = text;
  checkGrammar(checked);
  const { name: target, params } = command(text.action ?? text.workflow ?? 'std.noop');
  const input = typeof text.input === 'string' ? text.input : { ...params, ...text.input };
  const on = (event: Event): Next[] => {
    const own = nextOf(text[event]);
    const inherited = nextOf(defaults[event] as OnClause | undefined).filter((each) => each.name !== name);
    return own.length ? own : inherited;
  };
  return {
    ...{ name, text, target, input, items: itemsOf(text), join: text.join },
    kind: text.workflow ? 'WORKFLOW' : 'ACTION',
    policies: { ...(defaults as TaskText), ...text },
    next: { 'on-success': on('on-success'), 'on-error': on('on-error'), 'on-complete': on('on-complete') },
  };
}

function itemsOf({ 'with-items': items }: TaskText): Record<string, unknown> | undefined {
  if (items === undefined) return undefined;
  const pairs = [items].flat().map((each) => {
    const match = /^\s*([\w-]+)\s*in\s*(\[.+\]|<%.*?%>)/.exec(each);
    if (!match) {
      throw new InvalidModel(
        `Wrong format of 'with-items' property. Please use format 'var in {[some, list] | <% $.array %> }: ${each}`,
      );
    }
    const list = match[2]!;
    return [match[1]!, list.startsWith('[') ? JSON.parse(list) : list];
  });
  return Object.fromEntries(pairs);
}

/** All that a task may lead to, by any event. */
export function outbound({ next }: TaskSpec): string[] {
  return Object.values(next).flatMap((each) => each.map(({ name }) => name));
}

/** The tasks that may lead to this one. */
export function inbound({ tasks }: WorkflowSpec, name: string): TaskSpec[] {
  return [...tasks.values()].filter((each) => outbound(each).includes(name));
}

function checkLinks(spec: WorkflowSpec): void {
  const { name, tasks } = spec;
  if (![...tasks.keys()].some((task) => !inbound(spec, task).length)) {
    throw new InvalidModel(
      `Failed to find start tasks in direct workflow. There must be at least one task without inbound transition.[workflow_name=${name}]`,
    );
  }
  for (const target of [...tasks.values()].flatMap(outbound)) {
    if (!tasks.has(target) && !engineCommands.includes(target)) throw new InvalidModel(`Task '${target}' not found.`);
  }
  for (const { name: task, join } of tasks.values()) {
    const found = inbound(spec, task).length;
    if (join === 'all' && !found) {
      throw new InvalidModel(`No inbound tasks for task with 'join: all' [task_name=${task}]`);
    }
    const needed = join === 'one' ? 1 : join;
    if (typeof needed === 'number' && found < needed) {
      const about = `[task_name=${task}, join=${needed}, inbound_tasks=${found}]`;
      throw new InvalidModel(`Not enough inbound tasks for task with 'join' ${about}`);
    }
  }
}
