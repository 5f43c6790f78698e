import type { InstanceAction } from '../../models/vm.ts';
import type { ConsolePort } from './console-port.ts';
import type { Command, Intent, NovaAction } from './view.ts';

/** What only the one who draws on the terminal can do. */
export type Terminal = {
  /** Asks the terminal to take a text into its clipboard. */
  copy(text: string): void;
  /** Gives the terminal away while `use` runs, and draws anew afterwards. */
  lend(use: () => Promise<void>): Promise<void>;
};

export type VmCommand = Extract<Command, { type: 'read-log' | 'read-actions' | 'read-server' | 'copy' | 'log-in' }>;

/** With who asked for it in words, where a user did. */
const named =
  (port: ConsolePort) =>
  async (action: InstanceAction): Promise<NovaAction> =>
    action.userId === undefined ? action : { ...action, who: await port.who(action.userId) };

/** Carries a command of the VM screen out; the answers come back as intents. `wordsOf` says what an error says. */
export async function performVm(
  command: VmCommand,
  port: ConsolePort,
  terminal: Terminal,
  dispatch: (intent: Intent) => void,
  wordsOf: (error: unknown) => string,
): Promise<void> {
  const say = (words: string) => dispatch({ type: 'say', words });
  switch (command.type) {
    case 'read-log': {
      const { vm } = command;
      const lines = await port.consoleLog(vm).catch(wordsOf);
      dispatch({ type: 'log-read', vm, lines: typeof lines === 'string' ? [] : lines });
      return typeof lines === 'string' ? say(lines) : undefined;
    }
    case 'read-actions': {
      const { vm } = command;
      const actions = await port.instanceActions(vm).catch(wordsOf);
      if (typeof actions === 'string') return say(`What Nova did is not known: ${actions}`);
      dispatch({ type: 'actions-read', vm, actions });
      return dispatch({ type: 'actions-read', vm, actions: await Promise.all(actions.map(named(port))) });
    }
    case 'read-server': {
      const { vm } = command;
      const read = await port.server(vm).then((server) => ({ server }), wordsOf);
      dispatch({ type: 'server-read', vm, server: typeof read === 'string' ? undefined : read.server });
      return typeof read === 'string' ? say(`This is what was last seen of it: ${read}`) : undefined;
    }
    case 'copy':
      if (!(await port.toTmux(command.text).catch(() => false))) terminal.copy(command.text);
      return;
    case 'log-in': {
      const { kind, vm } = command;
      let words = '';
      const use = async () => {
        words = await port.logIn(kind, vm).catch(wordsOf);
      };
      await terminal.lend(use).catch((error) => {
        words = wordsOf(error);
      });
      return say(words);
    }
  }
}
