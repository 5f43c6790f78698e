import chalk from 'chalk';
import { render } from 'ink';
import { Device } from '../terminal/device.ts';
import { type Patience, patienceOf } from '../terminal/sequences.ts';
import { App } from './app.tsx';
import type { ConsolePort } from './console-port.ts';
import type { KeySpec } from './key-spec.ts';
import type { Looks } from './theme.ts';

export { keymapOf } from './keymap.ts';

export type StartOptions = Looks & {
  /** The terminal is a tmux. */
  readonly inTmux?: boolean;
  readonly stdin?: NodeJS.ReadStream;
  /** Its writes should not wait for a terminal that does not read. */
  readonly stdout?: NodeJS.WriteStream;
  /** Where signals and fatal errors are heard. */
  readonly host?: NodeJS.EventEmitter;
  /** Stops this very process, as SIGTSTP does where nobody listens for it. */
  readonly stop?: () => void;
  readonly keys?: readonly KeySpec[];
  /** The state is drawn at most once in so many ms; keys are always answered at once. */
  readonly refresh?: number;
  /** For a screen reader: sentences are appended, and nothing is drawn. */
  readonly spoken?: boolean;
  /** Of whatever changes, keys included. */
  readonly maxFps?: number;
  /** How long the rest of what the terminal has begun to send is waited for. */
  readonly patience?: Patience;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
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
  const { keys, inTmux = false, refresh = 500, spoken = false, now, stop = stopItself, ...more } = rest;
  const { patience = patienceOf(process.env), ...given } = more;
  const looks: Looks = { level: chalk.level, ...given };
  let over = false;
  let away = false;
  const device = new Device({ stdin, stdout, spoken, patience, repaint, ...(now && { now }) });
  const { frames } = device;
  const lent = (isAway: boolean) => {
    away = isAway;
    if (away) device.give();
    else if (!over) device.take();
    if (!away) app.rerender(whole());
  };
  const whole = () => {
    const size = { columns: stdout.columns, rows: stdout.rows };
    const own = {
      port,
      looks,
      size,
      refresh,
      inTmux,
      lent,
      spoken,
      device,
      ...(keys && { keys }),
      ...(now && { now }),
    };
    return <App {...own} leave={() => unmount()} />;
  };
  const app = render(whole(), {
    stdin,
    stdout: frames as unknown as NodeJS.WriteStream,
    // What others say there would stand in the middle of the frame, and wait for a terminal that does not read.
    ...(process.stderr.isTTY && { stderr: frames as unknown as NodeJS.WriteStream }),
    alternateScreen: !spoken,
    incrementalRendering: true,
    isScreenReaderEnabled: spoken,
    exitOnCtrlC: false,
    patchConsole: true,
    maxFps,
    // Else Ink erases the line that the sentences end on before it adds one.
    interactive: !spoken,
    onRender: () => frames.drawn(),
  });
  /** What is on the screen is unknown: it goes, and the frame is drawn whole. */
  function repaint() {
    if (over || away || spoken) return;
    app.clear();
    frames.write(homeAndErase);
    app.rerender(whole());
  }
  // At a new size Ink first draws the old frame, which may wrap there.
  frames.on('resize', repaint);
  function unmount() {
    if (over) return;
    over = true;
    for (const signal of endings) host.off(signal, signal === 'SIGINT' ? interrupted : end);
    host.off('SIGTSTP', stopped);
    host.off('SIGCONT', goOn);
    host.off('uncaughtExceptionMonitor', unmount);
    frames.off('resize', repaint);
    device.last();
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
  /** As with Ctrl-C: in a program that has the terminal, Ctrl-Z stops that program alone. */
  const stopped = async () => {
    if (away || over) return;
    host.off('SIGTSTP', stopped);
    await device.stop();
    stop();
    // Who is stopped goes on here only afterwards; who has no shell that could let him go on is never stopped.
    setImmediate(() => {
      if (over) return;
      host.on('SIGTSTP', stopped);
      goOn();
    });
  };
  const goOn = () => {
    if (!away && !over) device.goOn();
  };
  for (const signal of endings) host.on(signal, signal === 'SIGINT' ? interrupted : end);
  host.on('SIGTSTP', stopped);
  host.on('SIGCONT', goOn);
  host.on('uncaughtExceptionMonitor', unmount);
  stdout.on('error', end);
  const waitUntilExit = async () => {
    await app.waitUntilExit();
    await frames.end();
  };
  return { waitUntilExit, unmount };
}

const stopItself = () => void process.kill(process.pid, 'SIGTSTP');
