import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The built program. */
export const program = join(import.meta.dirname, '../../dist/cli.js');

/** How a run of the program ended, and what it said. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The built program, in a folder and home of its own, without a terminal. */
export function startProgram(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [program, '--data-dir', folder, ...args], {
    cwd: folder,
    env: { PATH, HOME: folder, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}
