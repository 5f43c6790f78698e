import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundled } from './build-options.ts';

/** Processor time in ms, memory in MB after a garbage collection. */
export type Frames = {
  readonly cpuPerFrame: number;
  readonly bytesPerFrame: number;
  readonly memories: readonly { readonly rss: number; readonly heap: number }[];
};

/**
 * Draws so many frames of 100 VMs in which every value changes, in a process of its own; `memories` are eleven looks,
 * evenly spread, the first after a tenth more frames have warmed it up.
 */
export async function drawnFrames(frames: number, columns: number, rows: number): Promise<Frames> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-frames-'));
  try {
    const outfile = join(folder, 'soak.mjs');
    await build({ ...bundled, entryPoints: [join(import.meta.dirname, 'soak.ts')], outfile });
    const printed = execFileSync(process.execPath, ['--expose-gc', outfile, frames, columns, rows].map(String), {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1)) as Frames;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
