/** Where a failure lies; the exit code follows from it. */
export type FailureKind = 'usage' | 'cloud' | 'data';

const exitCodes: Record<FailureKind, number> = { usage: 2, cloud: 3, data: 4 };

/**
 * The one error that is shown to people: a sentence that says what happened, and a hint that says what to do.
 * `message` and `hint` never hold a secret; the cause is kept for `--debug`.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  /** A short stable word for programs: "unauthorized", "timeout", "unknown-cloud" … */
  readonly code: string;
  readonly hint: string;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(kind: FailureKind, code: string, message: string, hint: string, facts: FailureFacts = {}) {
    super(message, { cause: facts.cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.status = facts.status;
    this.requestId = facts.requestId;
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

export type FailureFacts = { readonly status?: number; readonly requestId?: string; readonly cause?: unknown };

/** Refused by ourselves: `--read-only` was asked for. */
export const isReadOnly = () =>
  new Failure(
    'usage',
    'read-only',
    'This cloud-medic is read-only: it changes nothing.',
    'Start it without --read-only.',
  );

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For the console where input or output is no terminal. */
export function noTerminal(): Failure {
  const hint = 'Without one use "cloud-medic watch" or "cloud-medic vms --json".';
  return new Failure('usage', 'no-terminal', 'The console needs a terminal.', hint);
}

/** Whether the call may have reached the cloud although no good answer came back. */
export function isUncertain(error: unknown): boolean {
  return error instanceof Failure && error.code === 'uncertain';
}
