/** What stands where a secret was. */
export const removed = '(removed)';

const secretKeys =
  /pass(wd|word|phrase|code)?$|adminpass|passw|secret|token|credential|private.?key|api.?key|access.?key|auth.?key|user.?data|personality/i;
/** Whole values that are secrets whatever they are called: private keys, and passwords in a URL. */
const secretValues = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@/;

/** Whether what has such a name is kept from the screen, e.g. a VM's metadata "db_password". */
export const isSecret = (key: string, value?: unknown): boolean =>
  secretKeys.test(key) || (typeof value === 'string' && secretValues.test(value));

/** A value as JSON has it, with `(removed)` for everything that is called like a secret or looks like one. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => (isSecret('', one) ? removed : withoutSecrets(one)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const has = one !== null && one !== undefined && one !== '';
      return [key, has && isSecret(key, one) ? removed : withoutSecrets(one)];
    }),
  );
}
