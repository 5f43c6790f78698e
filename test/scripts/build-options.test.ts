import { build } from 'esbuild';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { bundled } from '../../scripts/build-options.ts';

test('the bundle measures text as string-width does, whether or not that is asked', async () => {
  const { outputFiles } = await build({
    ...bundled,
    stdin: { contents: "export { default } from 'string-width';", resolveDir: import.meta.dirname },
    banner: {},
    write: false,
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  const { default: measure } = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
  const texts = [
    '',
    'web-1',
    '── 5 % ●',
    '\x1b[31mred ●\x1b[39m',
    '\x1b]0;title\x07',
    '日本語',
    '👩‍💻 x',
    'e\u0301',
    '\u200b',
    'a\tb',
  ];
  expect(texts.map((text) => measure(text))).toEqual(texts.map((text) => stringWidth(text)));
  expect(measure('\x1b[31mred\x1b[39m', { countAnsiEscapeCodes: true })).toBe(11);
});
