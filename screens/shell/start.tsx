import { render } from 'ink';
import { App } from './app.tsx';
import type { ConsolePort } from './console-port.ts';
import type { KeySpec } from './key-spec.ts';
import type { Looks } from './theme.ts';

export { keymapOf } from './keymap.ts';

export type StartOptions = Looks & {
  /** The terminal is a tmux. */
  readonly inTmux?: boolean;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** Where signals and fatal errors are heard. */
  readonly host?: NodeJS.EventEmitter;
  readonly keys?: readonly KeySpec[];
};

export type Console = {
  /** Resolves when the terminal has been given back. */
  waitUntilExit(): Promise<void>;
  unmount(): void;
};

const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/** Draws the console on the terminal and gives the terminal back, whatever ends it. */
export function startConsole(port: ConsolePort, options: StartOptions = {}): Console {
  const { stdin = process.stdin, stdout = process.stdout, host = process, ascii, noColor, keys, inTmux } = options;
  const looks: Looks = { ...(ascii && { ascii }), ...(noColor && { noColor }) };
  let over = false;
  let away = false;
  const lent = (now: boolean) => {
    away = now;
  };
  const own = { ...(keys && { keys }), ...(inTmux && { inTmux }) };
  const app = render(<App port={port} looks={looks} leave={() => unmount()} lent={lent} {...own} />, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: true,
    maxFps: 30,
    interactive: true,
  });
  function unmount() {
    if (over) return;
    over = true;
    for (const signal of endings) host.off(signal, signal === 'SIGINT' ? interrupted : end);
    host.off('uncaughtExceptionMonitor', unmount);
    app.unmount();
  }
  /** A lost connection (SIGHUP, or a terminal that takes no more) must end the program as surely as a polite SIGTERM. */
  const end = () => {
    if (over) return;
    unmount();
    port.quit();
  };
  /** A Ctrl-C in a program that has the terminal is meant for that program, though all hear it. */
  const interrupted = () => {
    if (!away) end();
  };
  for (const signal of endings) host.on(signal, signal === 'SIGINT' ? interrupted : end);
  host.on('uncaughtExceptionMonitor', unmount);
  stdout.on('error', end);
  return { waitUntilExit: async () => void (await app.waitUntilExit()), unmount };
}
