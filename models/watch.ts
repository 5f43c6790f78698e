import { mayAct } from './claims.ts';
import type { State } from './state.ts';
import type { Watch } from './vm.ts';

/** Before the alarm it has to be known whether somebody is at the VM already. */
function isSuspect(vm: string, { probabilities, model }: State): boolean {
  return (probabilities.get(vm)?.at(-1) ?? 0) >= model.thresholds.raise;
}

/** What the next observation should look at more closely: what heals under way, and planned ones, depend on. */
export function watched(state: State): Watch {
  const attempts = [...state.incidents.values()].flatMap(({ phase, attempts }) =>
    phase === 'healing' ? (attempts.at(-1) ?? []) : [],
  );
  return {
    vms: [
      ...state.incidents.keys(),
      ...[...state.vms.values()].flatMap(({ id, unknown }) =>
        !state.incidents.has(id) && (unknown || isSuspect(id, state)) ? id : [],
      ),
    ],
    executions: [
      ...attempts.flatMap(({ follow }) => (follow.kind === 'execution' ? follow.id : [])),
      ...leftRunning(state),
    ],
    stacks: attempts.flatMap(({ follow }) => (follow.kind === 'stack' ? follow.id : [])),
  };
}

/** Executions of ours that were given up on and may still be at a VM. */
function leftRunning({ claims, executions }: State): string[] {
  return claims.flatMap(({ execution, outcome }) =>
    execution !== undefined && outcome !== 'under way' && mayAct(executions.get(execution)?.state) ? execution : [],
  );
}
