import { afterEach, expect, test } from 'vitest';
import { Aodh } from '../../../source/openstack/aodh.ts';
import { Mistral } from '../../../source/openstack/mistral.ts';
import { OwnMetrics } from '../../../source/openstack/own-metrics.ts';
import type { Session } from '../../../source/openstack/session.ts';
import { answer, type Handler, type Loopback } from './loopback.ts';
import { services } from './services.ts';

let lab: Loopback;
afterEach(() => lab.close());

const named = (id: string) => ({ id, alarm_id: id, name: 'p', resource_id: 'vm', definition: '' });
const lists: readonly [
  string,
  number,
  string,
  (page: object[]) => unknown,
  (session: Session) => Promise<unknown[]>,
][] = [
  ['alarms', 1000, 'GET /alarming/v2/alarms', (page) => page, (session) => new Aodh(session).alarms()],
  ['metrics', 1000, 'GET /metric/v1/metric', (page) => page, (session) => new OwnMetrics(session).named('p')],
  [
    ...(['workflows', 100, 'GET /workflow/v2/workflows'] as const),
    ...([
      (page: object[]) => ({ workflows: page }),
      (session: Session) => new Mistral(session).workflows('p'),
    ] as const),
  ],
];

test.each(lists)('all pages of %s are read, up to one that is not full', async (_, size, path, body, read) => {
  const pages: Handler = (got, response) => {
    const from = Number(new URL(got.path, 'http://x').searchParams.get('marker') ?? -1) + 1;
    const page = Array.from({ length: Math.min(size, size + 1 - from) }, (_, i) => named(String(from + i)));
    answer(response, 200, body(page));
  };
  const opened = await services({ [path]: pages });
  lab = opened.lab;
  expect(await read(opened.session)).toHaveLength(size + 1);
  expect(lab.count(path)).toBe(2);
});

test.each(lists)('of %s a page that repeats itself is a failure, not the end', async (_, size, path, body, read) => {
  const page = Array.from({ length: size }, (_, i) => named(String(i)));
  const opened = await services({ [path]: (_, response) => answer(response, 200, body(page)) });
  lab = opened.lab;
  await expect(read(opened.session)).rejects.toThrow('its pages never end');
});
