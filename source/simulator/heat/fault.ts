/** What Heat refuses: an HTTP status, the name of its exception and a sentence. */
export class Fault extends Error {
  readonly status: keyof typeof explanations;
  readonly type: string;

  constructor(status: Fault['status'], type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const explanations = {
  400: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  403: 'Access was denied to this resource.',
  404: 'The resource could not be found.',
  409: 'There was a conflict when trying to complete your request.',
  500: 'The server has either erred or is incapable of performing the requested operation.',
};
const titles = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
};

export function faultView({ status, type, message }: Fault) {
  // Of its own mistakes Heat tells no words.
  const error = { type, traceback: null, ...(status === 500 ? {} : { message }) };
  return { code: status, title: titles[status], explanation: explanations[status], error };
}

/** The commonest: something in the template. */
export function invalid(message: string): Fault {
  return new Fault(400, 'StackValidationFailed', message);
}

export function badRequest(message: string): Fault {
  return new Fault(400, 'HTTPBadRequest', message);
}
