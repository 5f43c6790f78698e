import { InvalidModel, type OnClause } from './dsl.ts';

/** What comes after a task: a task or a command of the engine, on a condition, with parameters. */
export type Next = {
  readonly name: string;
  readonly condition: string;
  readonly params: Readonly<Record<string, unknown>>;
};

export const engineCommands = ['noop', 'fail', 'succeed', 'pause'];

/** A name and what follows it: `std.echo output=<% $.x %>`, `fail(msg="no")`. Mistral's own patterns, quirks and all. */
export function command(text: string): { readonly name: string; readonly params: Record<string, unknown> } {
  if (!text.includes(' ')) {
    const twice = /^\w+\(\w+=.*\)$/.test(text);
    if (twice)
      throw new InvalidModel(`Invalid DSL: '${text}' is valid under each of a task name and a task with params`);
    return { name: text, params: {} };
  }
  const name = /^([\w.]+[^=(\s"]*|<%.*?%>)/.exec(text)?.[0];
  if (!name) throw new InvalidModel(`Invalid action/workflow task property: ${text}`);
  return { name, params: parameters(text) };
}

const parameter = /([-_\w]+)=("[^"]*"\s*|'[^']*'\s*|<%.*?%>|\[.*\]\s*|true|false|null|\d+)/g;

function parameters(text: string): Record<string, unknown> {
  return Object.fromEntries([...text.matchAll(parameter)].map(([, key, value]) => [key!, literal(value!.trim())]));
}

function literal(text: string): unknown {
  if (text.startsWith('"') || text.startsWith("'")) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an on-clause leads to. */
export function nextOf(clause: OnClause | undefined): Next[] {
  if (clause === undefined) return [];
  if (typeof clause === 'string') return [nextTo(clause, '')];
  if (Array.isArray(clause)) return clause.flatMap((each) => nextOf(each as OnClause));
  if ('next' in clause || 'publish' in clause) return nextOf(clause.next as OnClause | undefined);
  return Object.entries(clause).map(([name, condition]) => nextTo(name, String(condition)));
}

function nextTo(text: string, condition: string): Next {
  return { ...command(text), condition };
}
