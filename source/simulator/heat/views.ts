import { iso } from '../backend.ts';
import { str } from '../python.ts';
import { userProjectOf } from './records.ts';
import { requirements } from './references.ts';
import { pseudo, resolve, Unresolved } from './resolve.ts';
import { type Dict, type Event, type Resource, type Stack, statusOf } from './stack.ts';

const second = (at: number | undefined) => (at === undefined ? null : `${iso(at).slice(0, 19)}Z`);
const noDescription = 'No description';

export function urlOf({ owner, name, id }: Stack, origin: string): string {
  return `${origin}/heat-api/v1/${owner.project.projectId}/stacks/${name}/${id}`;
}

/** A stack in the list. */
export function stackView(stack: Stack, origin: string) {
  return {
    ...{ id: stack.id, links: [{ href: urlOf(stack, origin), rel: 'self' }], project: stack.owner.project.projectId },
    ...{ stack_name: stack.name, description: stack.template.description ?? '', ...states(stack) },
    ...{ creation_time: second(stack.createdAt), updated_time: second(stack.updatedAt) },
    ...{ deletion_time: second(stack.deletedAt), stack_owner: stack.owner.user.name, parent: null },
    ...{ stack_user_project_id: userProjectOf(stack), tags: stack.tags.length ? stack.tags : null },
  };
}

/** A stack by itself. */
export function stackDetail(stack: Stack, origin: string) {
  const description = stack.template.description ?? noDescription;
  return {
    ...{ stack_name: stack.name, id: stack.id, links: [{ href: urlOf(stack, origin), rel: 'self' }] },
    ...{ creation_time: second(stack.createdAt), updated_time: second(stack.updatedAt) },
    ...{ deletion_time: second(stack.deletedAt), notification_topics: [], parameters: parametersOf(stack) },
    ...{ description, template_description: description, capabilities: [], disable_rollback: !stack.rollback },
    ...{ timeout_mins: stack.timeout, stack_owner: stack.owner.user.name, parent: null },
    ...{ stack_user_project_id: userProjectOf(stack), tags: stack.tags, ...states(stack) },
    outputs: Object.keys(stack.template.outputs).map((key) => outputView(stack, key)),
  };
}

function states(stack: Stack) {
  return { stack_status: statusOf(stack), stack_status_reason: stack.reason };
}

function parametersOf(stack: Stack): Dict {
  const { parameters } = stack.template;
  const own = Object.entries(stack.parameters).map(([name, value]) => [
    ...[name, parameters[name]?.hidden ? '******' : typeof value === 'object' ? value : str(value)],
  ]);
  return { ...pseudo(stack), ...Object.fromEntries(own) };
}

export function outputView(stack: Stack, key: string) {
  const { value, description = 'No description given' } = stack.template.outputs[key]!;
  const about = { output_key: key, description };
  try {
    return { ...about, output_value: resolve(value, stack) };
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error;
    return { ...about, output_error: error.message, output_value: null };
  }
}

export function resourceView(stack: Stack, resource: Resource, origin: string) {
  const url = urlOf(stack, origin);
  const dependants = [...stack.template.resources].filter(([, each]) => requirements(each).includes(resource.name));
  return {
    ...{ updated_time: second(resource.updatedAt), creation_time: second(resource.createdAt) },
    ...{ logical_resource_id: resource.name, resource_name: resource.name, physical_resource_id: resource.physicalId },
    ...{ resource_status: statusOf(resource), resource_status_reason: resource.reason },
    resource_type: resource.definition.type,
    links: [
      { href: `${url}/resources/${resource.name}`, rel: 'self' },
      { href: url, rel: 'stack' },
    ],
    required_by: dependants.map(([name]) => name).sort(),
  };
}

export function eventView(stack: Stack, event: Event, origin: string) {
  const url = urlOf(stack, origin);
  const resource = `${url}/resources/${event.resource}`;
  return {
    id: event.id,
    links: [
      { href: `${resource}/events/${event.id}`, rel: 'self' },
      { href: resource, rel: 'resource' },
      { href: url, rel: 'stack' },
    ],
    ...{ event_time: second(event.at), logical_resource_id: event.resource, resource_name: event.resource },
    ...{ physical_resource_id: event.physicalId, resource_status: event.status, resource_status_reason: event.reason },
  };
}
