/** How Python writes values: OpenStack's sentences and details are full of them. */

/** A float as `str()` writes it: "20.0", "1e-05". */
export function float(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e16) return value.toFixed(1);
  if (size >= 1e-4 && size < 1e16) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** JSON with a space after each comma and colon and in ASCII alone, as `json.dumps` writes it. */
export function dumps(value: unknown): string {
  return write(value, (leaf) => {
    const text = leaf instanceof Date ? leaf.toISOString().replace('Z', '') : (leaf ?? null);
    return JSON.stringify(text).replace(/[\u007f-\uffff]/g, code);
  });
}

/** A value as `str()` writes it: text as it is, all else as `repr` does. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : repr(value);
}

/** A value as `repr()` writes it: {'name': 'p', 'enabled': True}. */
export function repr(value: unknown): string {
  return write(value, (leaf) => {
    if (typeof leaf === 'string') return quoted(leaf);
    if (leaf instanceof Date) return leaf.toISOString().replace('T', ' ').replace('Z', '+00:00');
    return { true: 'True', false: 'False', null: 'None', undefined: 'None' }[String(leaf)] ?? String(leaf);
  });
}

/** The name of a JSON value's type. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict';
}

function write(value: unknown, leaf: (value: unknown) => string): string {
  if (Array.isArray(value)) return `[${value.map((one) => write(one, leaf)).join(', ')}]`;
  if (value === null || typeof value !== 'object' || value instanceof Date) return leaf(value);
  const pairs = Object.entries(value).map(([name, one]) => `${leaf(name)}: ${write(one, leaf)}`);
  return `{${pairs.join(', ')}}`;
}

/** In single quotes, or in double ones where it has single ones itself. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

function code(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
