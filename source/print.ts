import stringWidth from 'string-width';
import { cleanLine, toJson } from '../models/clean.ts';
import { Failure } from './failure.ts';

/**
 * The one way out for text by stdout and stderr (what Ink draws is cleaned by the same functions): each text that is
 * handed over becomes one line, whatever tenants and files have put into it.
 */
export function print(...lines: readonly string[]): void {
  process.stdout.write(asText(lines));
}

/** The same on stderr: for what is no result. */
export function remark(...lines: readonly string[]): void {
  process.stderr.write(asText(lines));
}

/** A value as JSON over several lines. */
export function printJson(value: unknown): void {
  process.stdout.write(`${toJson(value, 2)}\n`);
}

/** A value as JSON in one line. */
export function printJsonLine(value: unknown): void {
  process.stdout.write(`${toJson(value)}\n`);
}

/** A JSON array with a line for each value, written as they come and are taken: they may be a million. */
export async function printJsonList(values: Iterable<unknown>): Promise<void> {
  let before = '[\n';
  for (const value of values) {
    await written(before + toJson(value));
    before = ',\n';
  }
  await written(before === '[\n' ? '[]\n' : '\n]\n');
}

/** A line for each text, in the same way. */
export async function printEach(lines: Iterable<string>): Promise<void> {
  for (const line of lines) await written(asText([line]));
}

/** Written, and waited for while whoever reads, e.g. a pipe, has enough. */
async function written(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise((taken) => process.stdout.write('', taken));
}

/** Words in a line that is written again and again, and only for eyes; undefined takes the line away. */
export function showProgress(words: string | undefined): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${cleanLine(words ?? '')}`);
}

/** Milliseconds that a question has to stand before it can have been read. */
const readingTime = 500;

/**
 * Asks at the keyboard and returns the answer, trimmed. What was typed or pasted before the question could be read is none.
 * Throws a Failure where Ctrl-C or Ctrl-D is the answer.
 */
export async function ask(words: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const question = createInterface({ input: process.stdin, output: process.stderr });
  for (;;) {
    const since = performance.now();
    const answer = await question.question(`${cleanLine(words)} `).catch(unanswered);
    if (performance.now() - since < readingTime) {
      remark('That came before the question could be read, and answers nothing.');
      continue;
    }
    question.close();
    return answer.trim();
  }
}

function unanswered(error: Error): never {
  if (error.name !== 'AbortError') throw error;
  remark('');
  throw new Failure('usage', 'unconfirmed', 'The question was not answered: nothing was done.', 'Answer y, or n.');
}

/** Rows of cells as lines whose columns stand below each other, by the cells of a terminal that a text takes. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const texts = rows.map((row) => row.map(cleanLine));
  const widths = texts.reduce<number[]>(
    (widest, row) => row.map((text, column) => Math.max(widest[column] ?? 0, stringWidth(text))),
    [],
  );
  return texts.map((row) =>
    row
      .map((text, column) => padded(text, widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** The text with blanks behind it up to so many cells. */
export function padded(text: string, width: number): string {
  const own = cleanLine(text);
  return own + ' '.repeat(Math.max(0, width - stringWidth(own)));
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

/** How the command line's own help and complaints go out. */
export const whatCommanderSays = {
  writeOut: (text: string): void => print(...linesOf(text)),
  // What was typed may have line ends of its own; help, which is ours, has some too.
  writeErr: (text: string): void => remark(...(text.startsWith('error:') ? [text.trimEnd()] : linesOf(text))),
};

const asText = (lines: readonly string[]) => lines.map((line) => `${cleanLine(line)}\n`).join('');
