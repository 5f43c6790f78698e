import { expect, test } from 'vitest';
import { copySequence } from '../../../screens/parts/clipboard.ts';

test('the text is base64 of its UTF-8: nothing in it can reach the terminal', () => {
  const sequence = copySequence('数 \x1b]0;x\x07', false);
  const sent = sequence.slice('\x1b]52;c;'.length, -1);
  expect(sent).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(sent, 'base64').toString()).toBe('数 \x1b]0;x\x07');
});

test('in tmux it is sent to tmux, and wrapped for the terminal around it', () => {
  const plain = copySequence('a', false);
  expect(copySequence('a', true)).toBe(`${plain}\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\`);
});
