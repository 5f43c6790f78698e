import type { State } from './state.ts';
import type { Watch } from './vm.ts';

/** What the next observation should look at more closely: what heals under way, and planned ones, depend on. */
export function watched(state: State): Watch {
  const attempts = [...state.incidents.values()].flatMap(({ phase, attempts }) =>
    phase === 'healing' ? (attempts.at(-1) ?? []) : [],
  );
  return {
    vms: [...state.incidents.keys()],
    executions: attempts.flatMap(({ follow }) => (follow.kind === 'execution' ? follow.id : [])),
    stacks: attempts.flatMap(({ follow }) => (follow.kind === 'stack' ? follow.id : [])),
  };
}
