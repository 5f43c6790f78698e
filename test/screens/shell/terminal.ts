import { Console } from 'node:console';
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import type { ConsolePort } from '../../../screens/shell/console-port.ts';
import { startConsole } from '../../../screens/shell/start.tsx';
import type { Looks, Size } from '../../../screens/shell/theme.ts';

// The test runner's console lacks it, and Ink needs it to keep stray output out of the frame.
Object.assign(console, { Console });

/** A real terminal emulator around the console: what is on its screen is what an operator would see. */
export function terminalOf(
  port: ConsolePort,
  size: Size = { columns: 80, rows: 24 },
  looks: Looks & { refresh?: number; spoken?: boolean } = {},
) {
  const term = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, convertEol: true });
  term.write('$ cloud-medic\r\n');
  const stdout = new Output(term, size);
  const stdin = new Input();
  const host = new EventEmitter();
  let ahead = 0;
  const stops: string[] = [];
  const started = startConsole(port, {
    refresh: 0,
    ...looks,
    host,
    now: () => performance.now() + ahead,
    stop: () => stops.push(term.buffer.active.type),
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
  });
  const screen = () =>
    Array.from(
      { length: term.rows },
      (_, y) => term.buffer.active.getLine(y)?.translateToString(true, 0, term.cols).trimEnd() ?? '',
    );
  const resize = (columns: number, rows: number) => {
    term.resize(columns, rows);
    stdout.resize(columns, rows);
  };
  return {
    ...started,
    term,
    stdout,
    host,
    screen,
    resize,
    type: (text: string | Buffer) => stdin.send(text),
    raw: () => stdin.raw,
    /** The console's clock goes on by so many ms. */
    later: (milliseconds: number) => {
      ahead += milliseconds;
    },
    stops,
  };
}

class Output extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  bytes = 0;
  readonly #term: xterm.Terminal;

  constructor(term: xterm.Terminal, { columns, rows }: Size) {
    super();
    this.#term = term;
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string, done?: unknown, after?: unknown): boolean {
    this.bytes += Buffer.byteLength(text);
    this.#term.write(text);
    const callback = typeof done === 'function' ? done : after;
    if (typeof callback === 'function') callback();
    return true;
  }

  resize(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }
}

class Input extends EventEmitter {
  readonly isTTY = true;
  raw = false;
  #waiting: string | Buffer | null = null;

  send(text: string | Buffer) {
    this.#waiting = text;
    this.emit('readable');
  }

  read() {
    const text = this.#waiting;
    this.#waiting = null;
    return text;
  }

  setRawMode(raw: boolean) {
    this.raw = raw;
    return this;
  }

  setEncoding() {}
  ref() {}
  unref() {}
  resume() {}
  pause() {}
}
