import type { BuildOptions, Plugin } from 'esbuild';

/** Ink loads React's developer tools when DEV is set; the package is not ours to ship. */
const withoutDeveloperTools: Plugin = {
  name: 'without-developer-tools',
  setup: ({ onLoad }) => onLoad({ filter: /ink\/build\/devtools\.js$/ }, () => ({ contents: '' })),
};

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
  plugins: [withoutDeveloperTools],
  // CommonJS packages ask for Node's own modules with `require`.
  banner: {
    js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
  },
  logLevel: 'warning',
};
