import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** Ink loads React's developer tools when DEV is set; the package is not ours to ship. */
const withoutDeveloperTools: Plugin = {
  name: 'without-developer-tools',
  setup: ({ onLoad }) => onLoad({ filter: /ink\/build\/devtools\.js$/ }, () => ({ contents: '' })),
};

/** conf checks settings by JSON Schema where it is given one; ours are checked by zod. */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  setup: ({ onLoad }) => {
    onLoad({ filter: /ajv\/dist\/2020\.js$/ }, () => ({ contents: 'export class Ajv2020 {}' }));
    onLoad({ filter: /ajv-formats\/dist\/index\.js$/ }, () => ({ contents: 'export default undefined' }));
  },
};

/** Yoga would `fetch` its own bytes from a data URL, for which Node loads its whole HTTP client: 60 ms. */
const withoutFetch: Plugin = {
  name: 'without-fetch',
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    })),
};

/**
 * Ink measures whatever it draws by string-width, whose tables for emoji and the like take 100 ms to make: they wait for
 * the first text that needs them. Each package's copy of it is replaced by this.
 */
const widthOfPlainText: Plugin = {
  name: 'width-of-plain-text',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^whole-string-width$/ }, ({ importer }) => ({ path: importer, namespace: 'whole' }));
    onLoad({ filter: /./, namespace: 'whole' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /string-width\/index\.js$/, namespace: 'file' }, () => ({ contents: plainFirst }));
  },
};

const plainFirst = `
import { narrow } from ${JSON.stringify(join(import.meta.dirname, '../screens/parts/narrow.ts'))};
const colours = /\\x1b\\[[\\d;]*m/g;
export default function stringWidth(text, options) {
  const bare = options ? undefined : String(text).replace(colours, '');
  return bare !== undefined && narrow.test(bare) ? bare.length : require('whole-string-width').default(text, options);
}`;

/** One file for Node with everything in it that is imported. */
export const bundled: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  jsx: 'automatic',
  // React's development build costs twice the time for each frame and keeps performance entries for ever.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutDeveloperTools, withoutJsonSchema, withoutFetch, widthOfPlainText],
  // CommonJS packages ask for Node's own modules with `require`.
  banner: {
    js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
  },
  logLevel: 'warning',
};
