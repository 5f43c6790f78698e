import { originOf, type ServiceContext } from '../backend.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Parameters of a list that filter nothing. */
const others = [
  'limit',
  'marker',
  'sort_keys',
  'sort_dirs',
  'fields',
  'include_output',
  'all_projects',
  'nulls',
  'namespace',
];

/** One page of a list by Mistral's query parameters: filters by any column, sorts, cuts, and names the next page. */
export function paged(c: ServiceContext, key: string, rows: readonly Row[], sortedBy: string) {
  const query = new URL(c.req.url).searchParams;
  const found = rows.filter((row) =>
    [...query].every(([name, value]) => others.includes(name) || fits(row[name], value)),
  );
  const keys = (query.get('sort_keys') ?? sortedBy).split(',');
  const directions = (query.get('sort_dirs') ?? 'asc').split(',');
  found.sort((a, b) => {
    for (const [i, name] of keys.entries()) {
      const [left, right] = [String(a[name] ?? ''), String(b[name] ?? '')];
      if (left !== right) return (left < right ? -1 : 1) * (directions[i] === 'desc' ? -1 : 1);
    }
    return 0;
  });
  const start = found.findIndex(({ id }) => id === query.get('marker')) + 1;
  const limit = Number(query.get('limit') ?? 0);
  const page = limit ? found.slice(start, start + limit) : found.slice(start);
  const fields = query.get('fields')?.split(',');
  const shown = fields ? page.map((row) => only(row, ['id', ...fields])) : page;
  if (!limit || page.length < limit) return c.json({ [key]: shown });
  query.set('marker', page.at(-1)!.id);
  return c.json({ [key]: shown, next: `${originOf(c)}${c.req.path}?${query}` });
}

/** `eq:`, `neq:`, `in:`, `nin:` and the like before a value; without, the same as `eq:`. */
function fits(value: unknown, asked: string): boolean {
  const [, operator = 'eq', wanted = asked] = /^(eq|neq|in|nin|gt|gte|lt|lte|has):(.*)$/s.exec(asked) ?? [];
  const text = String(value ?? '');
  switch (operator) {
    case 'neq':
      return text !== wanted;
    case 'in':
      return wanted.split(',').includes(text);
    case 'nin':
      return !wanted.split(',').includes(text);
    case 'gt':
      return text > wanted;
    case 'gte':
      return text >= wanted;
    case 'lt':
      return text < wanted;
    case 'lte':
      return text <= wanted;
    case 'has':
      return text.includes(wanted);
    default:
      return text === wanted;
  }
}

function only(row: Row, fields: readonly string[]) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name) || name === 'interface'));
}
