/**
 * npm run pictures: the README's pictures, docs/pictures/*.svg, made anew by the console's own save from scenarios on the
 * simulated cloud. The same program, the same bytes. An argument is another folder to put them in.
 */
import { build } from 'esbuild';

// The operator's clock and the colours are those of the pictures, wherever they are made.
process.env.TZ = 'UTC';
process.env.FORCE_COLOR = '1';
process.env.NODE_ENV = 'production';

const outdir = 'node_modules/.cache/cloud-medic';
await build({
  // The program looks for its worker beside itself.
  entryPoints: { pictures: 'scripts/pictures/draw.ts', 'telemetry-worker': 'source/telemetry-worker.ts' },
  outdir,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  logLevel: 'warning',
});
const { drawAll } = await import(`../${outdir}/pictures.js`);
await drawAll(process.argv[2] ?? 'docs/pictures');
