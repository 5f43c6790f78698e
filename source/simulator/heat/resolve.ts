import { callOf } from './references.ts';
import type { Dict, Stack } from './stack.ts';

/** A reference that leads nowhere: outputs tell it as their error. */
export class Unresolved extends Error {}

/** A value of the template with Heat's functions done. Throws `Unresolved`. */
export function resolve(value: unknown, stack: Stack): unknown {
  const call = callOf(value);
  if (call) return functions[call.name]!(call.argument, stack);
  if (Array.isArray(value)) return value.map((each) => resolve(each, stack));
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, stack)]));
}

type Fn = (argument: unknown, stack: Stack) => unknown;

const functions: Readonly<Record<string, Fn>> = {
  get_param(argument, stack) {
    const [name, ...path] = [argument].flat().map(String);
    return follow({ ...stack.parameters, ...pseudo(stack) }[name!], path);
  },
  get_resource(argument, { resources }) {
    const resource = resources.get(String(argument));
    if (!resource) throw new Unresolved(`The specified reference "${argument}" (in unknown) is incorrect.`);
    // Before it is there, Heat gives its name in the template.
    return resource.physicalId || resource.name;
  },
  get_attr(argument, { resources }) {
    const [name, attribute, ...path] = (argument as unknown[]).map(String);
    const resource = resources.get(name!);
    if (!resource) throw new Unresolved(`The specified reference "${name}" (in unknown) is incorrect.`);
    if (resource.action === 'INIT' || !resource.physicalId) return null;
    if (!(attribute! in resource.attributes)) {
      throw new Unresolved(`The Referenced Attribute (${name} ${attribute}) is incorrect.`);
    }
    return follow(resource.attributes[attribute!], path);
  },
  str_replace(argument, stack) {
    const { template, params } = resolve(argument, stack) as { template: string; params: Dict };
    const longestFirst = Object.keys(params).toSorted((a, b) => b.length - a.length);
    return longestFirst.reduce((text, key) => text.replaceAll(key, () => String(params[key])), template);
  },
  list_join(argument, stack) {
    const [separator, ...lists] = resolve(argument, stack) as [string, ...unknown[][]];
    return lists.flat().join(separator);
  },
};

/** What every stack has without being given. */
export function pseudo({ id, name, owner }: Stack): Dict {
  return { 'OS::stack_id': id, 'OS::project_id': owner.project.projectId, 'OS::stack_name': name };
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Dict | null | undefined)?.[key] ?? null, value);
}
