/**
 * npm run pictures: the README's pictures, docs/pictures/*.svg, made anew by the console's own save from scenarios on the
 * simulated cloud. The same program, the same bytes. An argument is another folder to put them in.
 */
import { build } from 'esbuild';

// The operator's clock and the colours are those of the pictures, wherever they are made.
process.env.TZ = 'UTC';
process.env.FORCE_COLOR = '1';
process.env.NODE_ENV = 'production';

const outfile = 'node_modules/.cache/cloud-medic/pictures.mjs';
await build({
  entryPoints: ['scripts/pictures/draw.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  logLevel: 'warning',
});
const { drawAll } = await import(`../${outfile}`);
await drawAll(process.argv[2] ?? 'docs/pictures');
