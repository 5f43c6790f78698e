import { expect, test } from 'vitest';
import { alarms, thresholdAlarm } from './alarms.ts';
import { standIn } from './stand-in.ts';

const rule = (change: object) => thresholdAlarm('x', { rule: change });
const event = (change: object) => ({ name: 'p', type: 'event', event_rule: {}, ...change });
const mandatory = (name: string) =>
  `Invalid input for field/attribute ${name}. Value: 'None'. Mandatory field missing.`;
const { threshold: _, ...noThreshold } = thresholdAlarm('x').gnocchi_resources_threshold_rule as Record<
  string,
  unknown
>;

test.each<[string, unknown, string | RegExp]>([
  ['no type', { name: 'p' }, mandatory('type')],
  ['no name', { type: 'event', event_rule: {} }, mandatory('name')],
  [
    'an unknown type',
    { name: 'p', type: 'nope' },
    /^Invalid input for field\/attribute type\. Value: 'nope'\. Value should be one of: .*\bgnocchi_resources_threshold\b/,
  ],
  [
    'no rule',
    { name: 'p', type: 'gnocchi_resources_threshold' },
    'gnocchi_resources_threshold_rule must be set for gnocchi_resources_threshold type alarm',
  ],
  ['no rule for an event', { name: 'p', type: 'event' }, 'event_rule must be set for event type alarm'],
  [
    'two rules',
    event({ gnocchi_resources_threshold_rule: rule({}).gnocchi_resources_threshold_rule }),
    'event_rule and gnocchi_resources_threshold_rule cannot be set at the same time',
  ],
  ['no threshold', { ...rule({}), gnocchi_resources_threshold_rule: noThreshold }, mandatory('threshold')],
  [
    'a threshold that is no number',
    event({ gnocchi_resources_threshold_rule: { ...noThreshold, threshold: 'abc' } }),
    /^Invalid input for field\/attribute data\. Value: '\{'name': 'p', 'type': 'event', .*'threshold': 'abc'\}\}'\. could not convert string to float: 'abc'$/,
  ],
  [
    'an unknown comparison',
    rule({ comparison_operator: 'xx' }),
    /^Invalid input for field\/attribute comparison_operator\. Value: 'xx'\. Value should be one of: /,
  ],
  [
    'no period',
    rule({ evaluation_periods: 0 }),
    "Invalid input for field/attribute evaluation_periods. Value: '0'. Value should be greater or equal to 1",
  ],
  ['a granularity that is no number', rule({ granularity: '10s' }), /invalid literal for int\(\) with base 10: '10s'$/],
  [
    'an unknown method',
    rule({ aggregation_method: 'nope' }),
    /^aggregation_method should be in \['mean', .*\] not nope$/,
  ],
  ['an unknown attribute', event({ nonsense: 1 }), 'Unknown attribute for argument data: nonsense'],
  [
    'an unknown one in a rule',
    rule({ foo: 1 }),
    'Unknown attribute for argument data.gnocchi_resources_threshold_rule: foo',
  ],
  [
    'a name that is no text',
    event({ name: 5 }),
    "Invalid input for field/attribute name. Value: '5'. Wrong type. Expected '<class 'str'>', got '<class 'int'>'",
  ],
  [
    'an ambiguous boolean',
    event({ enabled: 'maybe' }),
    /'enabled': 'maybe'\}'\. Value not an unambiguous boolean: maybe$/,
  ],
  ['actions that are no list', event({ alarm_actions: 'http://a' }), /Value not a valid list: http:\/\/a$/],
  ['an unknown scheme', event({ alarm_actions: ['gopher://127.0.0.1/x'] }), 'Unsupported action gopher://127.0.0.1/x'],
  ['no scheme', event({ ok_actions: ['nothing'] }), 'Unsupported action nothing'],
  ['a trust of one’s own', event({ alarm_actions: ['trust+http://a@b/'] }), 'trust URL cannot contain a trust ID.'],
  ['an unknown severity', event({ severity: 'huge' }), /attribute severity\. Value: 'huge'\. Value should be one of: /],
  ['an unknown state', event({ state: 'huge' }), /attribute state\. Value: 'huge'\. Value should be one of: /],
  [
    'an odd query',
    event({ event_rule: { query: [{ field: 'a b', value: '1', type: 'string' }] } }),
    "Query value or traits invalid: does not match regular expression ^[a-zA-Z.',0-9_-]*$ for dictionary value @ data['field']",
  ],
  ['what the stand-in would not keep', event({ time_constraints: [{}] }), 'The stand-in has no time constraints'],
])('refuses %s', async (_name, body, faultstring) => {
  const { call } = await standIn({ vms: 0 });
  const answer = await call('POST', alarms, body);
  expect(answer.status).toBe(400);
  const expected = typeof faultstring === 'string' ? faultstring : expect.stringMatching(faultstring);
  expect(answer.body).toEqual({ error_message: { faultcode: 'Client', faultstring: expected, debuginfo: null } });
  expect((await call('GET', alarms)).body).toEqual([]);
});

test('takes what Aodh takes: numbers in strings, any resource type, a granularity of no policy', async () => {
  const { call } = await standIn({ vms: 0 });
  const odd = { threshold: '0.5', evaluation_periods: 2.0, resource_type: 'nope', granularity: 7 };
  const { status, body } = await call('POST', alarms, rule(odd));
  expect(status).toBe(201);
  expect(body.gnocchi_resources_threshold_rule).toMatchObject({ ...odd, threshold: 0.5, evaluation_periods: 2 });
});

test('bodies that are none', async () => {
  const { simulator, token } = await standIn({ vms: 0 });
  const post = async (body: string) => {
    const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/json' };
    const response = await simulator.fetch(new Request(simulator.url + alarms, { method: 'POST', headers, body }));
    return [
      response.status,
      ((await response.json()) as { error_message: { faultstring: string } }).error_message.faultstring,
    ];
  };
  expect(await post('')).toEqual([400, 'Missing argument: "data"']);
  expect(await post('nonsense')).toEqual([400, 'Request is not in valid JSON format']);
});

test('a state that is none', async () => {
  const { call } = await standIn({ vms: 0 });
  const { body } = await call('POST', alarms, { name: 'a', type: 'event', event_rule: {} });
  for (const state of ['huge', { state: 'ok' }, null]) {
    const answer = await call('PUT', `${alarms}/${body.alarm_id}/state`, state);
    expect([answer.status, answer.body.error_message.faultstring]).toEqual([400, 'state invalid']);
  }
});
