import chalk from 'chalk';
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
  /** The state is drawn at most once in so many ms; keys are always answered at once. */
  readonly refresh?: number;
  /** For a screen reader: sentences are appended, and nothing is drawn. */
  readonly spoken?: boolean;
  /** Of whatever changes, keys included. */
  readonly maxFps?: number;
};

export type Console = {
  /** Resolves when the terminal has been given back. */
  waitUntilExit(): Promise<void>;
  unmount(): void;
};

const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
const homeAndErase = '\x1b[H\x1b[J';

/** Draws the console on the terminal and gives the terminal back, whatever ends it. */
export function startConsole(port: ConsolePort, options: StartOptions = {}): Console {
  const { stdin = process.stdin, stdout = process.stdout, host = process, maxFps = 30, ...rest } = options;
  const { keys, inTmux = false, refresh = 500, spoken = false, ...given } = rest;
  const looks: Looks = { level: chalk.level, ...given };
  let over = false;
  let away = false;
  const lent = (now: boolean) => {
    away = now;
    if (!now) app.rerender(whole());
  };
  const whole = () => {
    const size = { columns: stdout.columns, rows: stdout.rows };
    const own = { port, looks, size, refresh, inTmux, lent, spoken, ...(keys && { keys }) };
    return <App {...own} leave={() => unmount()} />;
  };
  const app = render(whole(), {
    stdin,
    stdout,
    alternateScreen: !spoken,
    incrementalRendering: true,
    isScreenReaderEnabled: spoken,
    exitOnCtrlC: false,
    patchConsole: true,
    maxFps,
    // Else Ink erases the line that the sentences end on before it adds one.
    interactive: !spoken,
  });
  /** At a new size Ink first draws the old frame, which may wrap there: that goes, and the new one is drawn whole. */
  const resized = () => {
    if (away || spoken) return;
    app.clear();
    stdout.write(homeAndErase);
    app.rerender(whole());
  };
  stdout.on('resize', resized);
  function unmount() {
    if (over) return;
    over = true;
    for (const signal of endings) host.off(signal, signal === 'SIGINT' ? interrupted : end);
    host.off('uncaughtExceptionMonitor', unmount);
    stdout.off('resize', resized);
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
