/** A value as Python's `str` writes it: what services put into sentences and between words. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : inside(value);
}

/** A value as Python's `json.dumps` writes it: blanks after commas and colons, no letters beyond ASCII. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString().replace('Z', ''));
  if (value && typeof value === 'object') {
    const pairs = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${pairs.map(([key, each]) => `${ascii(key)}: ${pythonJson(each)}`).join(', ')}}`;
  }
  return typeof value === 'string' ? ascii(value) : (JSON.stringify(value) ?? 'null');
}

function inside(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '+00:00');
  if (Array.isArray(value)) return `[${value.map(inside).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${quoted(key)}: ${inside(each)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** In single quotes, or in double ones where it has single ones itself. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

function ascii(text: string): string {
  const code = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, code);
}
