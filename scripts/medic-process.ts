import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../dist/cli.js');

/** `cloud-medic watch` as a process that can be killed and started again. */
export class Medic {
  /** VMs that a claim was told of. */
  readonly claims = new Set<string>();
  readonly #folder: string;
  #child: ChildProcess;

  constructor(folder: string) {
    this.#folder = folder;
    this.#child = this.#start();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  restart(): void {
    this.kill();
    this.#child = this.#start();
  }

  #start(): ChildProcess {
    const child = start(this.#folder, ['watch', '--cloud', 'simulated', '--mode', 'auto']);
    let rest = '';
    child.stdout!.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const { kind, vm } = JSON.parse(line) as { readonly kind?: string; readonly vm?: string };
        if (kind === 'claimed' && vm) this.claims.add(vm);
      }
    });
    child.stderr!.pipe(process.stderr);
    return child;
  }
}

/** The built program with a folder as its home; it ends with this process at the latest. */
export function start(folder: string, args: readonly string[]): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: folder, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
  const child = spawn(process.execPath, [program, '--data-dir', folder, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}
