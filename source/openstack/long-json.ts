import { setImmediate as breath } from 'node:timers/promises';

/** JSON, and Python's way of writing it: Gnocchi answers bare NaN where several series are lined up. `broken`: it is none. */
export async function readJson(text: string): Promise<{ readonly body: unknown; readonly broken: string | undefined }> {
  if (text.trim() === '') return { body: undefined, broken: undefined };
  try {
    return { body: await parseLong(text, lenient), broken: undefined };
  } catch {
    return { body: undefined, broken: text.slice(0, 1000) };
  }
}

function lenient(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(bareNumbers, '$1null'));
  }
}

const bareNumbers = /([[,:]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g;

/** Characters that are parsed without a pause: some milliseconds. */
const atOnce = 500_000;

/** JSON in whatever length, with pauses between pieces of a long list. Throws what `parse` throws. */
export async function parseLong(text: string, parse: (text: string) => unknown, piece = atOnce): Promise<unknown> {
  if (text.length <= piece || !text.startsWith('[')) return parse(text);
  const all: unknown[] = [];
  for (const part of pieces(text, piece)) {
    await breath();
    for (const element of parse(`[${part}]`) as unknown[]) all.push(element);
  }
  return all;
}

const [quote, backslash, comma] = [34, 92, 44];
const opens = [91, 123];
const closes = [93, 125];

/** The elements of a list as text, so many together that a piece is about `size` characters. */
function* pieces(text: string, size: number): Generator<string> {
  let depth = 0;
  let from = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) i = endOfString(text, i);
    else if (code === opens[0] || code === opens[1]) depth++;
    else if (code === closes[0] || code === closes[1]) depth--;
    else if (code === comma && depth === 1 && i - from >= size) {
      const piece = text.slice(from, i);
      if (!piece.trim()) break;
      yield piece;
      from = i + 1;
    }
    if (depth > 0) continue;
    const last = text.slice(from, i);
    if (text.slice(i + 1).trim() || (from > 1 && !last.trim())) break;
    yield last;
    return;
  }
  throw new SyntaxError('the list has no end, or does not end there');
}

/** The place of the quote that ends the string which begins at `start`; the text's end where none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
