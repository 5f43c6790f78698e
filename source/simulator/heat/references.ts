import { Fault, invalid } from './fault.ts';
import type { Dict } from './stack.ts';
import type { Definition, Template } from './template.ts';

/** Heat's functions that are known here; another one is refused rather than taken for data. */
const known = ['get_param', 'get_resource', 'get_attr', 'str_replace', 'list_join'];
const others = [
  ...['get_file', 'repeat', 'digest', 'resource_facade', 'map_merge', 'map_replace', 'yaql', 'equals', 'if', 'not'],
  ...['and', 'or', 'filter', 'str_split', 'str_replace_strict', 'str_replace_vstrict', 'list_concat', 'make_url'],
];

export type Call = { readonly name: string; readonly argument: unknown };

/** A function call in a template: an object with the one key that names it. */
export function callOf(value: unknown): Call | undefined {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [''];
  if (entries.length !== 1) return undefined;
  if (others.includes(name)) throw invalid(`The simulated Heat does not know the function ${name}.`);
  return known.includes(name) ? { name, argument } : undefined;
}

/** All function calls in a value, the inner ones too. */
export function callsIn(value: unknown): Call[] {
  const call = callOf(value);
  if (call) return [call, ...callsIn(call.argument)];
  return value && typeof value === 'object' ? Object.values(value).flatMap(callsIn) : [];
}

/** The resources that a definition needs. */
export function requirements({ properties, dependsOn }: Definition): string[] {
  const named = callsIn(properties).flatMap(({ name, argument }) => {
    if (name === 'get_resource') return [String(argument)];
    return name === 'get_attr' ? [String((argument as unknown[])[0])] : [];
  });
  return [...new Set([...named, ...dependsOn])];
}

/** Resources in the order in which they can be made: each group needs only what is in those before it. */
export function groups(resources: ReadonlyMap<string, Definition>): string[][] {
  const left = new Map([...resources].map(([name, definition]) => [name, requirements(definition)]));
  const found: string[][] = [];
  while (left.size) {
    const ready = [...left].filter(([, needs]) => !needs.some((need) => left.has(need))).map(([name]) => name);
    if (!ready.length) {
      throw new Fault(400, 'CircularDependencyException', `Circular Dependency Found: ${[...left.keys()].join(', ')}`);
    }
    for (const name of ready) left.delete(name);
    found.push(ready);
  }
  return found;
}

/** Throws `Fault` (400) where a resource refers to what is not in the template. */
export function checkReferences({ parameters, resources }: Template): void {
  for (const [name, definition] of resources) {
    for (const [property, value] of Object.entries(definition.properties)) {
      const place = `${name}.Properties.${property}`;
      for (const call of callsIn(value)) checkCall(call, place, name, property, parameters, resources);
    }
    for (const need of definition.dependsOn) {
      if (!resources.has(need)) throw dangling(need, `${name}.DependsOn`);
    }
  }
  groups(resources);
}

function checkCall(
  { name, argument }: Call,
  place: string,
  resource: string,
  property: string,
  parameters: Dict,
  resources: Template['resources'],
): void {
  const first = String(Array.isArray(argument) ? argument[0] : argument);
  if (name === 'get_param' && !(first in parameters) && !first.startsWith('OS::')) {
    const where = `resources.${resource}.properties.${property}`;
    throw invalid(`Property error: : ${where}: : The Parameter (${first}) was not provided.`);
  }
  if ((name === 'get_resource' || name === 'get_attr') && !resources.has(first)) throw dangling(first, place);
}

function dangling(name: string, place: string): Fault {
  return new Fault(400, 'InvalidTemplateReference', `The specified reference "${name}" (in ${place}) is incorrect.`);
}
