import { Failure } from './failure.ts';

/** Says on stderr why a command failed and what to do, with `json` on stdout as well; returns the exit code. A stack only with `debug`. */
export function tell(error: unknown, { json, debug }: Telling): number {
  const failure = error instanceof Failure ? error : undefined;
  const message = failure?.message ?? `cloud-medic stumbled over an error of its own: ${String(error)}`;
  const hint = failure?.hint ?? 'Run it again with --debug and report what it prints.';
  process.stderr.write(`cloud-medic: ${message} ${hint}\n`);
  if (json)
    process.stdout.write(`${JSON.stringify({ error: { code: failure?.code ?? 'internal', message, hint } })}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return failure?.exitCode ?? 1;
}

type Telling = { readonly json: boolean; readonly debug: boolean };
