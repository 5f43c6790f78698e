import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { bundled } from './build-options.ts';

/** Bundles the program into dist/: a launcher that any Node can read, the program in pieces that are loaded when they are
 * wanted, and the workers. */
rmSync('dist', { recursive: true, force: true });

await build({
  entryPoints: ['source/launcher.ts'],
  outfile: 'dist/cli.js',
  format: 'esm',
  platform: 'node',
  target: 'node14.8',
  banner: { js: '#!/usr/bin/env node' },
});

await build({
  ...bundled,
  entryPoints: {
    main: 'source/cli.tsx',
    'telemetry-worker': 'source/telemetry-worker.ts',
    'training-worker': 'source/training-worker.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'part-[hash]',
});

chmodSync('dist/cli.js', 0o755);
