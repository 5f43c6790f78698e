import type { State } from '../../models/state.ts';
import { duration } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { contentOf, fileName } from '../saved/content.tsx';
import { faultTitle } from '../select.ts';
import { confirmationOf } from './confirmation.ts';
import type { ConsolePort } from './console-port.ts';
import { type KeySpec, keyOf } from './key-spec.ts';
import { keys as ownKeys } from './keys.ts';
import { Pace } from './pace.ts';
import { reduce } from './reduce.ts';
import { performVm, type Terminal } from './store-vm.ts';
import type { Looks, Size } from './theme.ts';
import { Travel } from './travel.ts';
import { type Command, type Context, type Intent, initialView, type View } from './view.ts';

/** What is drawn: one state and one view of it, never of two moments. */
export type Snapshot = { readonly state: State; readonly view: View };

/** What the shell draws by. */
export type Shown = Pick<ConsoleStore, 'port' | 'subscribe' | 'snapshot' | 'context'>;

export type StoreOptions = {
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** The date of what is saved, in ms since 1970. */
  readonly date?: () => number;
  /** The keymap, where the operator has keys of his own. */
  readonly keys?: readonly KeySpec[];
  /** The state is followed at most once in so many ms; keys are answered at once. */
  readonly refresh?: number;
  readonly terminal?: Terminal;
  /** What is shown is read out, and not drawn. */
  readonly spoken?: boolean;
};

/** Brings the port's state and the operator's keys together, outside of React: one listener, one notice per change. */
export class ConsoleStore {
  readonly port: ConsolePort;
  /** How it is drawn, for what is saved of it. */
  looks: Looks | undefined;
  readonly #now: () => number;
  readonly #date: () => number;
  readonly #leave: () => void;
  readonly #keys: readonly KeySpec[];
  readonly #travel: Travel;
  readonly #terminal: Terminal;
  readonly #spoken: boolean;
  readonly #listeners = new Set<() => void>();
  readonly #pace: Pace;
  #size: Size;
  #snapshot: Snapshot;

  /** `leave` gives the terminal back. */
  constructor(port: ConsolePort, size: Size, leave: () => void, options: StoreOptions = {}) {
    const {
      now = () => performance.now(),
      date = Date.now,
      keys = ownKeys,
      refresh = 0,
      terminal = noTerminal,
      spoken = false,
    } = options;
    this.#keys = keys;
    this.#terminal = terminal;
    this.#spoken = spoken;
    this.port = port;
    this.#size = size;
    this.#leave = leave;
    this.#now = now;
    this.#date = date;
    this.#pace = new Pace(refresh, this.#changed);
    this.#snapshot = { state: port.getState(), view: initialView };
    this.#travel = new Travel(port, (moment, words) => {
      this.#snapshot = { state: this.#travel.state, view: this.#snapshot.view };
      this.dispatch({ type: 'arrived', moment, words });
    });
    this.dispatch({ type: 'state-changed' });
    this.#travel.begin();
  }

  /** Follows the port from here on, and does not wait for the fleet's first sight; returns how to stop. */
  follow(): () => void {
    this.#changed();
    const stop = this.port.subscribe(() => {
      if (this.#snapshot.state.novaAt === undefined) this.#changed();
      else this.#pace.ask();
    });
    return () => {
      stop();
      this.#pace.stop();
      this.#travel.stop();
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  context(): Context {
    const { state } = this.#snapshot;
    const { canInject, whyNoLogin, settings } = this.port;
    return {
      state,
      live: this.port.getState(),
      now: this.#now(),
      size: this.#size,
      canInject,
      whyNoLogin,
      keys: this.#keys,
      settings,
      spoken: this.#spoken,
    };
  }

  /** A key means the newest state, also where that is not drawn yet. */
  dispatch(intent: Intent): void {
    this.#pace.hurry();
    const { state, view } = this.#snapshot;
    const step = reduce(view, intent, this.context());
    if (step.view !== view) {
      this.#snapshot = { state, view: step.view };
      for (const listener of this.#listeners) listener();
    }
    if (step.command) this.#perform(step.command);
  }

  resize(size: Size): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.dispatch({ type: 'resized' });
  }

  /** The picture of another moment stands still: only how much has happened since is told. */
  readonly #changed = (): void => {
    if (!this.#travel.isNow) {
      const { since } = this.#travel;
      if (since !== this.#snapshot.view.moment?.since) this.dispatch({ type: 'since', count: since });
      return;
    }
    const state = this.port.getState();
    if (state === this.#snapshot.state) return;
    this.#snapshot = { state, view: this.#snapshot.view };
    this.dispatch({ type: 'state-changed' });
  };

  #perform(command: Command): void {
    const { port } = this;
    switch (command.type) {
      case 'withdraw':
        port.withdraw(command.incident);
        break;
      case 'confirm':
        port.confirm(command.incident, command.action, ...confirmationOf(command));
        break;
      case 'acknowledge':
        port.acknowledge(command.incidents, command.on);
        break;
      case 'snooze':
        port.snooze(command.incident, command.until);
        break;
      case 'set-maintenance':
        port.setMaintenance(command.subject, command.reason, command.until);
        break;
      case 'clear-maintenance':
        port.clearMaintenance(command.subject);
        break;
      case 'release':
        port.liftQuarantine(command.vm);
        break;
      case 'halt':
        port.halt(command.on);
        break;
      case 'ask-heal':
        port.askHeal(command.vm, command.action);
        break;
      case 'set-mode':
        port.setMode(command.mode);
        break;
      case 'inject':
        this.#tell(
          port.inject(command.fault, command.vm, command.seconds),
          `${faultTitle(command.fault)} is in ${command.vmName} for ${duration(command.seconds * 1000)}; ${keyOf(this.#keys, 'undo')} takes it out.`,
        );
        break;
      case 'revert':
        this.#tell(port.revert(command.id), `The fault in ${command.vmName} is undone.`);
        break;
      case 'keep':
        this.#tell(port.keep(command.setting, command.value), command.words);
        break;
      case 'keep-view':
        this.#tell(port.keepView(command.name, command.saved), command.words);
        break;
      case 'save':
        void this.#save(command);
        break;
      case 'read-models':
        port.models().then(
          (models) => this.dispatch({ type: 'models-read', models }),
          (error: unknown) => this.dispatch({ type: 'say', words: wordsOf(error) }),
        );
        break;
      case 'read-log':
      case 'read-actions':
      case 'read-server':
      case 'copy':
      case 'log-in':
        void performVm(command, port, this.#terminal, (intent) => this.dispatch(intent), wordsOf);
        break;
      case 'travel':
        this.#travel.go(command.intent);
        break;
      case 'read-journal':
        this.dispatch({ type: 'journal-read', entries: port.older?.(command.at, command.known) ?? [] });
        break;
      case 'quit':
        this.#leave();
        port.quit();
    }
  }

  async #save({ format, place }: Extract<Command, { type: 'save' }>): Promise<void> {
    const name = fileName(this.#snapshot.view.screen, format, this.#date());
    try {
      // Ink can draw nothing else while it hands on a key.
      await Promise.resolve();
      const path = await this.port.save({ place, name, text: contentOf(format, this) });
      this.dispatch({ type: 'say', words: clean(`Saved as ${path}`) });
    } catch (error) {
      this.dispatch({ type: 'say', words: wordsOf(error) });
    }
  }

  #tell(done: Promise<void>, words: string): void {
    done.then(
      () => this.dispatch({ type: 'say', words: clean(words) }),
      (error: unknown) => this.dispatch({ type: 'say', words: wordsOf(error) }),
    );
  }
}

const noTerminal: Terminal = { copy() {}, lend: (use) => use() };

/** A failure's sentence and its hint. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'That failed, nobody said why.';
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  return clean(`${error.message}${hint}`);
}
