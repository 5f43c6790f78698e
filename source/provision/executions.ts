import { workflowName } from '../../models/routes.ts';
import { autonomousWorkflow, signalWorkflow } from './names.ts';
import type { Thing } from './thing.ts';
import { healingWorkflows } from './workflows.ts';

/** What ran and runs of our workflows. `setup` makes none; `teardown` ends and removes them. */
export const executions: Thing = {
  name: 'execution',
  words: 'what Mistral ran for us, also what it still runs',
  service: 'workflow',
  async look({ mistral }) {
    const names = [...healingWorkflows.map(({ action }) => workflowName(action)), autonomousWorkflow, signalWorkflow];
    const found = await mistral.executionsOf(names);
    return found.map(({ id, workflow }) => ({
      name: `${workflow} ${id}`,
      state: 'there',
      remove: () => mistral.deleteExecution(id),
    }));
  },
};
