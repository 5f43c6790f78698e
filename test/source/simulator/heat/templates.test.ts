import { expect, test } from 'vitest';
import { vm, workbench } from './workbench.ts';

const parameters = { flavor: { type: 'string', default: 'm1.tiny' }, secret: { type: 'string', hidden: true } };
const withFlavor = { ...vm, properties: { ...vm.properties, flavor: { get_param: 'flavor' } } };

test.each([
  [{ template: undefined }, 'HTTPBadRequest', 'No template specified'],
  [{ stack_name: undefined }, 'HTTPBadRequest', 'No stack name specified'],
  [
    { template: { resources: {} } },
    'InvalidTemplateVersion',
    'The template version is invalid: Template version was not provided',
  ],
  [{ parameters: { zzz: 1 } }, 'UnknownUserParameter', 'The Parameter (zzz) was not defined in template.'],
  [
    { stack_name: '1 bad' },
    'StackValidationFailed',
    'Invalid stack name 1 bad must contain only alphanumeric or "_-." characters, must start with alpha and must be 255 characters or less.',
  ],
])('a stack that cannot be is refused: %j', async (change, type, message) => {
  const { call, root, template } = await workbench();
  const answer = await call('POST', `${root}/stacks`, { stack_name: 'rec', template: template({ vm }), ...change });
  expect([answer.status, answer.body.error]).toEqual([400, { type, traceback: null, message }]);
});

test.each([
  [{ x: { type: 'OS::No::Such' } }, 'The Resource Type (OS::No::Such) could not be found.'],
  [{ x: { ...vm, properties: { bogus: 1 } } }, 'Property error: : resources.x.properties: : Unknown Property bogus'],
  [{ x: { ...vm, properties: {} } }, 'Property error: : resources.x.properties: : Property flavor not assigned'],
  [
    { x: { ...vm, properties: { flavor: 'nope', image: 'debian-13' } } },
    "Property error: : resources.x.properties.flavor: : Error validating value 'nope': No Flavor matching {'name': 'nope'}. (HTTP 404)",
  ],
  [
    { x: { type: 'OS::Heat::Value', properties: { value: { get_param: 'nope' } } } },
    'Property error: : resources.x.properties.value: : The Parameter (nope) was not provided.',
  ],
  [
    { x: { type: 'OS::Heat::Value', properties: { value: { get_resource: 'nope' } } } },
    'The specified reference "nope" (in x.Properties.value) is incorrect.',
  ],
  [
    { x: { type: 'OS::Heat::Value', properties: { value: { repeat: {} } } } },
    'The simulated Heat does not know the function repeat.',
  ],
])('a template that cannot be is refused: %j', async (resources, message) => {
  const { create } = await workbench();
  const { status, body } = await create('rec', resources);
  expect([status, body.error.message]).toEqual([400, message]);
});

test('a parameter that is missing, and a name that is taken', async () => {
  const { create, made } = await workbench();
  const missing = await create('rec', { vm: withFlavor }, { parameters });
  expect(missing.body.error).toMatchObject({
    type: 'UserParameterMissing',
    message: 'The Parameter (secret) was not provided.',
  });
  await made('rec', { vm });
  const again = await create('rec', { vm });
  expect([again.status, again.body.error]).toEqual([
    409,
    { type: 'StackExists', traceback: null, message: 'The Stack (rec) already exists.' },
  ]);
});

test('a template may be YAML, and is validated without being used', async () => {
  const { call, root } = await workbench();
  const template = `
heat_template_version: 2021-04-16
description: hi
parameters:
  n: {type: number, label: Ene, description: d, constraints: [{range: {min: 1, max: 3}}]}
  b: {type: boolean, default: true, hidden: true}
`;
  expect((await call('POST', `${root}/validate`, { template })).body).toEqual({
    Description: 'hi',
    Parameters: {
      n: { Type: 'Number', Description: 'd', NoEcho: 'false', Label: 'Ene', MinValue: 1, MaxValue: 3 },
      b: { Type: 'Boolean', Description: '', NoEcho: 'true', Label: 'b', Default: true },
    },
    Environment: { resource_registry: { resources: {} }, parameters: {}, parameter_defaults: {}, event_sinks: [] },
  });
  const broken = await call('POST', `${root}/validate`, { template: 'a: [' });
  expect(broken.body.error.message).toMatch(/^Template not in valid format: Error parsing template \[root stack\]/);
});
