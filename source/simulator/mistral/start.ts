import type { Token } from '../tokens.ts';
import type { Engine } from './engine.ts';
import { evaluateAll } from './expressions.ts';
import type { Dict, Execution, Params, TaskRun, Workflow } from './records.ts';
import { rootOf, scopeOf } from './scope.ts';

/** The input is not what the workflow takes. */
export class InvalidInput extends Error {}

export type Start = {
  readonly id?: string;
  readonly input: Dict;
  readonly params: Params;
  readonly description: string;
  readonly token: Token;
  readonly origin: string;
  readonly parent?: TaskRun;
};

/** Begins an execution. Throws `InvalidInput` and `ExpressionError`. */
export function startExecution(engine: Engine, workflow: Workflow, start: Start): Execution {
  const { spec } = workflow;
  checkInput(workflow, start.input);
  const { records } = engine;
  const at = engine.now();
  const execution: Execution = {
    ...{ id: start.id ?? records.newId(), workflow, spec, params: start.params, token: start.token },
    ...{ origin: start.origin, parent: start.parent, description: start.description, context: {}, state: 'IDLE' },
    input: { ...start.input, ...defaults(workflow, start.input) },
    ...{
      info: null,
      output: {},
      accepted: false,
      tasks: [],
      peers: records.executions,
      backlog: [],
      createdAt: at,
      updatedAt: at,
    },
  };
  if (start.parent) {
    const root = rootOf(execution);
    const place = { root_execution_id: root, task_execution_id: start.parent.id, index: 0 };
    Object.assign(execution, { params: { ...place, ...start.params } });
  }
  Object.assign(execution.context, { openstack: aboutCaller(execution), __execution: { id: execution.id } });
  Object.assign(execution.context, evaluateAll(spec.text.vars ?? {}, scopeOf(execution, [], engine.now)) as Dict);
  records.executions.set(execution.id, execution);
  engine.begin(execution);
  return execution;
}

function checkInput({ spec }: Workflow, input: Dict): void {
  const missing = spec.required.filter((name) => !(name in input));
  const unexpected = Object.keys(input).filter((name) => !spec.inputs.has(name));
  if (!missing.length && !unexpected.length) return;
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  const parts = [`name=${spec.name}`, 'class=DirectWorkflowSpec'];
  if (missing.length) parts.push(`missing=${list(missing)}`);
  if (unexpected.length) parts.push(`unexpected=${list(unexpected)}`);
  throw new InvalidInput(`Invalid input [${parts.join(', ')}]`);
}

function defaults({ spec }: Workflow, input: Dict): Dict {
  return Object.fromEntries([...spec.inputs].filter(([name]) => !(name in input)));
}

/** What expressions find under `$.openstack`: with the token, as in every Mistral. */
function aboutCaller({ token, origin }: Execution): Dict {
  const { user, project, admin } = token;
  return {
    ...{ auth_token: token.id, auth_uri: `${origin}/identity/v3`, user: user.userId, user_name: user.name },
    ...{ project_id: project?.projectId, project_name: project?.name, is_admin: admin, is_trust_scoped: false },
    ...{ roles: [...(admin ? ['admin'] : []), 'reader', 'member'], region_name: 'RegionOne' },
  };
}
