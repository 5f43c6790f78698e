import type { Intent } from './view.ts';

const longest = 120;

/** The text after a key that edits it, or undefined for any other key. */
export function edited(text: string, intent: Intent): string | undefined {
  if (intent.type === 'typed') return [...text, ...intent.text].slice(0, longest).join('');
  return intent.type === 'erase' ? [...text].slice(0, -1).join('') : undefined;
}

export const clamp = (index: number, length: number) => Math.max(0, Math.min(length - 1, index));
