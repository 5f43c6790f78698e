import chalk from 'chalk';
import { render } from 'ink';
import { App } from './app.tsx';
import type { ConsolePort } from './console-port.ts';
import type { KeySpec } from './key-spec.ts';
import type { Looks } from './theme.ts';

export { keymapOf } from './keymap.ts';

export type StartOptions = Looks & {
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** Where signals and fatal errors are heard. */
  readonly host?: NodeJS.EventEmitter;
  readonly keys?: readonly KeySpec[];
  /** The state is drawn at most once in so many ms; keys are always answered at once. */
  readonly refresh?: number;
};

export type Console = {
  /** Resolves when the terminal has been given back. */
  waitUntilExit(): Promise<void>;
  unmount(): void;
};

const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/** Draws the console on the terminal and gives the terminal back, whatever ends it. */
export function startConsole(port: ConsolePort, options: StartOptions = {}): Console {
  const { stdin = process.stdin, stdout = process.stdout, host = process, keys, refresh = 500, ...rest } = options;
  const looks: Looks = { level: chalk.level, ...rest };
  let over = false;
  const app = render(
    <App port={port} looks={looks} refresh={refresh} leave={() => unmount()} {...(keys && { keys })} />,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: true,
      maxFps: 30,
      interactive: true,
    },
  );
  function unmount() {
    if (over) return;
    over = true;
    for (const signal of endings) host.off(signal, end);
    host.off('uncaughtExceptionMonitor', unmount);
    app.unmount();
  }
  /** A lost connection (SIGHUP, or a terminal that takes no more) must end the program as surely as a polite SIGTERM. */
  const end = () => {
    if (over) return;
    unmount();
    port.quit();
  };
  for (const signal of endings) host.on(signal, end);
  host.on('uncaughtExceptionMonitor', unmount);
  stdout.on('error', end);
  return { waitUntilExit: async () => void (await app.waitUntilExit()), unmount };
}
