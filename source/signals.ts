const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A polite wish that the program end. `exitCode` is what shells say of a program that ended by it. */
export type Interruption = { readonly name: keyof typeof exitCodes; readonly exitCode: number };

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; with `until` they have their usual effect again after that. */
export function interrupted(until?: AbortSignal): Promise<Interruption> {
  return new Promise((resolve) => {
    for (const name of Object.keys(exitCodes) as Interruption['name'][]) {
      const heard = () => resolve({ name, exitCode: exitCodes[name] });
      process.once(name, heard);
      until?.addEventListener('abort', () => process.off(name, heard), { once: true });
    }
  });
}
