/** A resource could not be made, changed or deleted: the reason as Heat tells it, without the resource's name. */
export class Failed extends Error {
  /** Heat's or the client's name for what happened. */
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }

  /** `BadRequest: resources.vm: …`. */
  about(resource: string): string {
    return `${this.kind}: resources.${resource}: ${this.message}`;
  }
}

/** For `catch`: that something is not there is no failure, all else is thrown on. */
export function unlessGone(error: unknown): undefined {
  if (error instanceof Failed && error.kind === 'NotFound') return undefined;
  throw error;
}
