import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Cost, TerminalProgram } from './terminal-program.ts';

export type TerminalRow = Cost & { readonly what: string; readonly seconds: number };

const columns = 200;
const rows = 50;
const ctrlC = '\u0003';

/**
 * What the console, htop and btop cost in a pseudo-terminal of 200×50. The console watches 100 VMs of a cloud in another
 * process; with everything ten times as fast, each of its polls of 10 s brings new values for every VM each second.
 */
export async function terminalCosts(seconds: number): Promise<TerminalRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-terminal-'));
  try {
    return [
      await console_('streaming, every value of 100 VMs at 1 Hz', 10, 10, seconds, folder),
      await console_('as it comes, a poll of 100 VMs in 10 s', 1, 10, seconds, folder),
      await console_('idle, no poll', 1, 3600, seconds, folder),
      await tool('htop at 1 Hz', 'htop -d 10', {}, 'q', seconds),
      await tool('btop at 1 Hz', 'btop --utf-force', btopHome(folder), 'q', seconds),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function console_(what: string, speed: number, interval: number, seconds: number, folder: string) {
  const clouds = join(folder, 'clouds.yaml');
  const cloud = fork(join(import.meta.dirname, 'bench-cloud.ts'), ['100', String(speed), clouds]);
  try {
    await new Promise((resolve) => cloud.once('message', resolve));
    const command = `${process.execPath} dist/cli.js --cloud simulated --speed ${speed} --interval ${interval} --data-dir ${folder}`;
    const program = new TerminalProgram(command, columns, rows, { OS_CLIENT_CONFIG_FILE: clouds });
    await program.sees(/\d %/);
    await program.settles();
    const cost = await program.cost(seconds);
    await program.end(ctrlC);
    return { what, seconds, ...cost };
  } finally {
    cloud.kill();
  }
}

async function tool(
  what: string,
  command: string,
  env: Readonly<Record<string, string>>,
  end: string,
  seconds: number,
) {
  const program = new TerminalProgram(command, columns, rows, env);
  await wait(5000);
  const cost = await program.cost(seconds);
  await program.end(end);
  return { what, seconds, ...cost };
}

/** btop takes its refresh from a file. */
function btopHome(folder: string): Record<string, string> {
  mkdirSync(join(folder, 'btop'));
  writeFileSync(join(folder, 'btop', 'btop.conf'), 'update_ms = 1000\n');
  return { XDG_CONFIG_HOME: folder };
}
