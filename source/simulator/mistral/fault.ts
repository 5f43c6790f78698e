/** What Mistral refuses: an HTTP status and its sentence. */
export class Fault extends Error {
  readonly status: 400 | 403 | 404 | 409 | 500;

  constructor(status: Fault['status'], message: string) {
    super(message);
    this.status = status;
  }
}
