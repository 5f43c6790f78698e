import { Failure } from './failure.ts';
import { printJsonLine, remark } from './print.ts';

/** Says on stderr why a command failed and what to do, with `json` on stdout as well; returns the exit code. A stack only with `debug`. */
export function tell(error: unknown, { json, debug }: Telling): number {
  const failure = error instanceof Failure ? error : undefined;
  const message = failure?.message ?? `cloud-medic stumbled over an error of its own: ${String(error)}`;
  const hint = failure?.hint ?? 'Run it again with --debug and report what it prints.';
  remark(`cloud-medic: ${message} ${hint}`);
  if (json) printJsonLine({ error: { code: failure?.code ?? 'internal', message, hint } });
  if (debug && error instanceof Error) remark(...framesOf(error));
  return failure?.exitCode ?? 1;
}

/** Where it happened. The message, which may have line breaks of others, was told before. */
const framesOf = ({ name, stack = '' }: Error): string[] => [name, ...(stack.match(/^ {4}at .*$/gm) ?? [])];

/** What shells say of a program whose reader has gone, as `head` does. */
const noReader = 141;

/** Ends the program with what nobody caught. Node itself would print as it is what others have put into a message. */
export function tellUncaught(options: () => Telling): void {
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? noReader : tell(error, options()));
  });
}

type Telling = { readonly json: boolean; readonly debug: boolean };
