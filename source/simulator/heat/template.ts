import { parseDocument } from 'yaml';
import { badRequest, Fault, invalid } from './fault.ts';
import { kinds } from './kinds.ts';
import { checkReferences } from './references.ts';
import type { Dict } from './stack.ts';

export type Parameter = {
  readonly type: string;
  readonly default?: unknown;
  readonly hidden?: boolean;
  readonly description?: string;
  readonly label?: string;
  readonly constraints?: readonly Dict[];
};

export type Definition = {
  readonly type: string;
  readonly properties: Dict;
  readonly description: string;
  readonly dependsOn: readonly string[];
};

export type Template = {
  readonly source: Dict;
  readonly description: string | undefined;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly resources: ReadonlyMap<string, Definition>;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly description?: string }>>;
};

/** A template of Heat, as an object or in YAML, checked as far as that goes without values. Throws `Fault` (400). */
export function readTemplate(given: unknown): Template {
  const source = typeof given === 'string' ? fromYaml(given) : given;
  if (!source || typeof source !== 'object') throw badRequest('No template specified');
  const { heat_template_version: version, description, parameters, resources, outputs } = source as Dict;
  if (version === undefined) {
    throw new Fault(
      400,
      'InvalidTemplateVersion',
      'The template version is invalid: Template version was not provided',
    );
  }
  const template: Template = {
    source: source as Dict,
    description: typeof description === 'string' ? description : undefined,
    parameters: (parameters ?? {}) as Template['parameters'],
    resources: new Map(Object.entries((resources ?? {}) as Dict).map(([name, each]) => [name, definitionOf(each)])),
    outputs: (outputs ?? {}) as Template['outputs'],
  };
  for (const [name, definition] of template.resources) checkResource(name, definition);
  checkReferences(template);
  return template;
}

function fromYaml(text: string): unknown {
  const document = parseDocument(text);
  if (!document.errors[0]) return document.toJS();
  throw badRequest(`Template not in valid format: Error parsing template [root stack] ${document.errors[0].message}`);
}

function definitionOf(raw: unknown): Definition {
  const { type, properties, depends_on: needs, description } = (raw ?? {}) as Dict;
  if (typeof type !== 'string') throw invalid('Each Resource must contain a type key.');
  return {
    ...{ type, properties: (properties ?? {}) as Dict, description: String(description ?? '') },
    dependsOn: [needs ?? []].flat().map(String),
  };
}

function checkResource(name: string, { type, properties }: Definition): void {
  const kind = kinds[type];
  if (!kind) throw invalid(`The Resource Type (${type}) could not be found.`);
  const place = `Property error: : resources.${name}.properties: :`;
  const unknown = Object.keys(properties).find((each) => kind.properties && !kind.properties.includes(each));
  if (unknown) throw invalid(`${place} Unknown Property ${unknown}`);
  const missing = kind.required.find((each) => properties[each] === undefined);
  if (missing) throw invalid(`${place} Property ${missing} not assigned`);
}
