import { expect, test } from 'vitest';
import { knownMetadata, knownServer, knownTags } from '../../models/known-fields.ts';

const server = {
  id: 'a',
  name: 'web',
  key_name: 'ops',
  status: 'ERROR',
  description: 's3cret plan',
  adminPass: 's3cret',
  'OS-EXT-SRV-ATTR:user_data': 'czNjcmV0',
  'OS-EXT-SRV-ATTR:host': 'h1',
  metadata: { db_pw: 's3cret', jwt: 's3cret', empty: '', 'cloud-medic': 'off' },
  tags: ['s3cret', 'cloud-medic:off'],
  fault: {
    code: 500,
    message: 'cannot reach amqp://nova:s3cret@mq',
    details: 'File x, password s3cret',
    created: 'then',
  },
  flavor: { original_name: 'small', vcpus: 2, extra_specs: { 'hw:cpu_policy': 'dedicated' } },
  addresses: { net: [{ addr: '10.0.0.1', version: 4, 'OS-EXT-IPS:type': 'fixed', note: 's3cret' }] },
  security_groups: [{ name: 'default' }],
  links: [{ rel: 'self', href: 'https://nova/s3cret' }],
  'of another extension': { deep: ['s3cret'] },
  __proto__: { status: 'x' },
  constructor: 's3cret',
  image: '',
  locked: true,
  locked_reason: 'ask with pw=s3cret',
};

test('of a server only what is known to be harmless is shown; of the rest that it is there, and how long', () => {
  const shown = knownServer(server) as Record<string, unknown>;
  expect(JSON.stringify(shown)).not.toMatch(/s3cret|czNj/);
  expect(shown).toMatchObject({
    ...{ id: 'a', name: 'web', key_name: 'ops', status: 'ERROR', image: '', locked: true },
    'OS-EXT-SRV-ATTR:host': 'h1',
    'OS-EXT-SRV-ATTR:user_data': '(hidden, 8 characters)',
    metadata: { db_pw: '(hidden, 6 characters)', jwt: '(hidden, 6 characters)', empty: '', 'cloud-medic': 'off' },
    tags: ['(hidden, 6 characters)', 'cloud-medic:off'],
    fault: { code: 500, message: 'cannot reach amqp://…', created: 'then' },
    flavor: { original_name: 'small', vcpus: 2, extra_specs: { 'hw:cpu_policy': 'dedicated' } },
    addresses: { net: [{ addr: '10.0.0.1', version: 4, 'OS-EXT-IPS:type': 'fixed', note: '(hidden, 6 characters)' }] },
    security_groups: [{ name: 'default' }],
    links: '(hidden, 1 entry)',
    'of another extension': '(hidden, 1 entry)',
    locked_reason: 'ask with pw=(hidden, 6 characters)',
  });
  expect(knownServer(shown)).toEqual(shown);
});

test('metadata and tags are free text: only what is said to us is shown', () => {
  expect(knownMetadata({ a: 'b', 'cloud-medic': 'on' })).toEqual({ a: '(hidden, 1 character)', 'cloud-medic': 'on' });
  expect(knownTags(['cloud-medic:on', 'x', 7])).toEqual(['cloud-medic:on', '(hidden, 1 character)', '(hidden)']);
});
