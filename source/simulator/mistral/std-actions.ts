import { type Action, ActionError, type Outcome } from './action.ts';

/** Mistral's own actions. */
export const standardActions: readonly Action[] = [
  {
    ...{ name: 'std.echo', input: 'output, delay=0', description: 'Echo action.', label: 'EchoAction' },
    run: ({ output, delay }) =>
      Number(delay ?? 0) > 0 ? { kind: 'later', seconds: Number(delay), result: output } : here(output),
  },
  {
    ...{ name: 'std.noop', input: '', description: 'No-operation action.', label: 'NoOpAction' },
    run: () => here(null),
  },
  {
    ...{ name: 'std.fail', input: 'error_data=null', description: "'Always fail' action.", label: 'Fail action' },
    run: ({ error_data: data }) => {
      const error = data == null ? new ActionError('Fail action expected exception.') : new ActionError('', data);
      return { kind: 'here', result: Promise.reject(error) };
    },
  },
  {
    ...{ name: 'std.sleep', input: 'seconds=1', description: 'Sleep action.', label: 'SleepAction' },
    run: ({ seconds }) => ({ kind: 'later', seconds: Number(seconds ?? 1), result: null }),
  },
];

const here = (result: unknown): Outcome => ({ kind: 'here', result: Promise.resolve(result) });
