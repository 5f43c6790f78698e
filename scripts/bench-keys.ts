import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inTerminal } from './terminal-program.ts';

const program = join(import.meta.dirname, '../dist/cli.js');
const down = '\u001B[B';

/** The console in a pseudo-terminal of 120×40. */
export function consoleWith(options: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  return inTerminal(`${process.execPath} ${program} ${options.join(' ')}`, 120, 40, env);
}

/**
 * Milliseconds from the start to the first frame, and from a key's arrival to the first bytes that it brings to the
 * terminal, while a cloud of so many VMs streams. The stand-in is a process of its own, so that only the console itself
 * can keep a key waiting. Polls, and with them samples and verdicts of all VMs, come each 10 seconds; the keys are
 * pressed at whatever comes in between.
 */
export async function keyTimes(vms: number, keys: number, folder: string) {
  const clouds = join(folder, 'clouds.yaml');
  const cloud = await simulator(vms, clouds);
  const options = ['--cloud', 'simulated', '--data-dir', join(folder, 'keys'), '--interval', '10'];
  const start = () => consoleWith(options, { OS_CLIENT_CONFIG_FILE: clouds });
  const firstFrames: number[] = [];
  for (let run = 0; run < 7; run++) {
    const began = performance.now();
    const child = start();
    await output(child, /connecting|unhealthy/);
    firstFrames.push(performance.now() - began);
    await quit(child);
  }
  const child = start();
  await output(child, /unhealthy of/);
  // The history of the first poll is read once.
  await wait(20_000);
  const keyToFrame: number[] = [];
  for (let key = 0; key < keys; key++) {
    await wait(83 + 37 * Math.sin(key));
    const pressed = performance.now();
    child.stdin.write(down);
    await output(child, /./s);
    keyToFrame.push(performance.now() - pressed);
  }
  await quit(child);
  cloud.kill();
  return { firstFrames, keyToFrame };
}

/** Resolves when what the console writes has the sign in it; rejects where it ends before. */
export function output(child: ChildProcessWithoutNullStreams, sign: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const ended = (code: number | null) => reject(new Error(`the console ended with ${code}: ${seen.slice(-500)}`));
    child.once('exit', ended);
    const look = (chunk: Buffer) => {
      seen += chunk.toString('utf8');
      if (!sign.test(seen)) return;
      child.stdout.off('data', look);
      child.off('exit', ended);
      resolve();
    };
    child.stdout.on('data', look);
  });
}

export async function quit(child: ChildProcessWithoutNullStreams): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.write('\u0003');
  await gone;
}

/** `cloud-medic simulator`, when it serves. */
async function simulator(vms: number, clouds: string): Promise<ChildProcess> {
  const options = ['simulator', '--port', '0', '--vms', String(vms), '--write-clouds', clouds];
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error('the simulator did not start')));
  });
  return child;
}
