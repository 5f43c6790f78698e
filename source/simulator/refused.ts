/** The world says no: an HTTP status and the sentence that the real service would give. */
export class Refused extends Error {
  readonly status: 400 | 403 | 404 | 409;

  constructor(status: 400 | 403 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
