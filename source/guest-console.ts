import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Vm } from '../models/vm.ts';
import type { LoginKind } from '../models/wishes.ts';
import { Failure } from './failure.ts';
import { loginArguments, runOnTerminal } from './login.ts';
import type { Setup } from './setup.ts';

/** The ways into VMs that the console offers, by the commands of the settings. */
export function logins({ engine, settings }: Pick<Setup, 'engine' | 'settings'>) {
  const commandOf = (kind: LoginKind): readonly string[] => {
    const { sshCommand, serialCommand } = settings.console;
    const own = kind === 'ssh' ? sshCommand : serialCommand;
    if (own) return own;
    if (kind === 'ssh' && !engine.getState().cloud?.simulated) return ['ssh', '{address}'];
    throw kind === 'ssh' ? noSsh() : noSerial();
  };
  return {
    whyNoLogin: (kind: LoginKind, vm: Vm): string | undefined => {
      try {
        loginArguments(commandOf(kind), vm);
        return undefined;
      } catch (error) {
        if (error instanceof Failure) return `${error.message} ${error.hint}`;
        throw error;
      }
    },
    logIn: async (kind: LoginKind, id: string): Promise<string> => {
      const { vms, readOnly } = engine.getState();
      const vm = vms.get(id);
      if (!vm) throw new Failure('data', 'no-vm', 'There is no such VM any more.', 'Choose another one.');
      const argv = loginArguments(commandOf(kind), vm);
      const own = readOnly ? ' Read-only binds the console, not what you do in there.' : '';
      return `${await runOnTerminal(argv, `cloud-medic: ${argv.join(' ')}\n${own.trim()}`)}${own}`;
    },
  };
}

const noSsh = () =>
  new Failure(
    'usage',
    'no-login',
    'VMs of the simulated cloud take no ssh.',
    '"console.sshCommand" in the settings can name another command, e.g. "ssh root@{address}".',
  );

const noSerial = () =>
  new Failure(
    'usage',
    'no-login',
    'No command for the serial console is set.',
    '"console.serialCommand" in the settings names one, e.g. "openstack console log show {id}".',
  );

/**
 * Gives a text to the tmux that this process runs in: as its own program it may set the terminal's clipboard where
 * programs inside it may not (its default). false: there is no tmux, or it did not take it.
 */
export async function toTmux(text: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (!env.TMUX) return false;
  const tmux = spawn('tmux', ['load-buffer', '-w', '-'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  // A tmux that takes nothing ends the pipe early; its exit code tells.
  tmux.stdin.on('error', () => undefined);
  tmux.stdin.end(text);
  const [code] = await once(tmux, 'exit').catch(() => [1]);
  return code === 0;
}
