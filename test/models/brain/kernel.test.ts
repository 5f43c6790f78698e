import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { kernelBytes } from '../../../models/brain/kernel.ts';

test('its bytes are what its words say', async () => {
  const { parseWat } = await wabt();
  const words = readFileSync(new URL('../../../models/brain/kernel.wat', import.meta.url), 'utf8');
  const { buffer } = parseWat('kernel.wat', words, { simd: true }).toBinary({});
  expect(Buffer.from(kernelBytes).toString('base64')).toBe(Buffer.from(buffer).toString('base64'));
});
