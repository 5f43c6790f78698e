import { chmodSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

/** Ink loads React's developer tools when DEV is set; the package is not ours to ship. */
const withoutDeveloperTools: Plugin = {
  name: 'without-developer-tools',
  setup: ({ onLoad }) => onLoad({ filter: /ink\/build\/devtools\.js$/ }, () => ({ contents: '' })),
};

/** Bundles the program into dist/: a launcher that any Node can read, everything else in one file, and the training's worker. */
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
  entryPoints: { main: 'source/cli.tsx', 'training-worker': 'source/training-worker.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  jsx: 'automatic',
  // React's development build costs twice the time for each frame and keeps performance entries for ever.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutDeveloperTools],
  // CommonJS packages ask for Node's own modules with `require`.
  banner: {
    js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

chmodSync('dist/cli.js', 0o755);
