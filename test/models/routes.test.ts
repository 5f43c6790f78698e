import { expect, test } from 'vitest';
import { actionById, actions } from '../../models/actions/index.ts';
import type { CloudInfo } from '../../models/cloud-info.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { open } from '../../models/raise.ts';
import { wayOf } from '../../models/routes.ts';
import type { State } from '../../models/state.ts';
import { uuidOf } from '../../models/uuid.ts';
import { aState, aVerdict, aVm, now } from './fixture.ts';

const cloud: CloudInfo = {
  ...{ name: 'c', project: 'p', user: 'medic', region: 'r', simulated: true },
  roles: ['admin'],
  services: ['compute', 'workflow', 'orchestration'],
};
const way = (id: Parameters<typeof actionById>[0], news: Partial<State> = {}, vm = aVm()) => {
  const state = aState({ cloud, vm, ...news });
  return wayOf(actionById(id), open(aVerdict(), state, now), vm, state);
};
const byMistral = { settings: { ...defaultSettings, routes: { 'hard-reboot': 'mistral', rebuild: 'heat' } as const } };

test('straight to Nova, and from rung 4 on under a lock, if we are administrators', () => {
  expect(way('soft-reboot')).toMatchObject({ route: 'nova', before: [], undo: [] });
  expect(way('hard-reboot')).toMatchObject({
    before: [{ body: { lock: { locked_reason: expect.stringMatching(/^cloud-medic heal .*-aaaaaaaa/) } } }],
    undo: [{ body: { unlock: null } }],
  });
  expect(way('hard-reboot', { cloud: { ...cloud, roles: ['member'] } }).before).toEqual([]);
});

test('by Mistral: the same attempt has the same id, another one has another', () => {
  const { call, follow } = way('hard-reboot', byMistral);
  expect(call).toMatchObject({ service: 'workflow', method: 'POST', path: '/executions' });
  expect(call.body).toMatchObject({ workflow_name: 'cloud_medic.hard_reboot', input: { vm: aVm().id } });
  expect(way('hard-reboot', byMistral).follow).toEqual(follow);
  expect(way('hard-reboot', byMistral, aVm({ id: 'b' })).follow).not.toEqual(follow);
});

test('a route that is not to be had gives way to Nova, with the reason', () => {
  const { services: _, ...bare } = cloud;
  expect(way('hard-reboot', { ...byMistral, cloud: bare }).because).toBe(
    'the cloud offers no Mistral: straight to Nova',
  );
  const sources = [{ source: 'mistral', ok: false, newest: undefined, reason: 'down' }] as const;
  expect(way('hard-reboot', { ...byMistral, sources }).because).toBe('Mistral does not answer: straight to Nova');
  expect(way('rebuild', byMistral)).toMatchObject({ route: 'nova', because: 'heat cannot do it' });
});

test('by Heat: marked, updated, and unmarked if the update is refused', () => {
  const stack = { name: 'web', id: 's-1', resource: 'vm' };
  const found = way('heat-replace', {}, aVm({ stack }));
  expect([...found.before, found.call, ...found.undo].map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PATCH', '/stacks/web/s-1/resources/vm', expect.objectContaining({ mark_unhealthy: true })],
    ['PATCH', '/stacks/web/s-1', { existing: true }],
    ['PATCH', '/stacks/web/s-1/resources/vm', expect.objectContaining({ mark_unhealthy: false })],
  ]);
  expect(found.follow).toEqual({ kind: 'stack', id: 's-1', resource: 'vm' });
});

test('ten thousand texts, ten thousand UUIDs', () => {
  const ids = new Set(Array.from({ length: 10_000 }, (_, i) => uuidOf(`vm ${i}`)));
  expect(ids.size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the ladder: mildest first, what destroys never by itself', () => {
  const rungs = actions.map(({ rung }) => rung);
  expect(rungs).toEqual(rungs.toSorted((a, b) => a - b));
  expect(actions.filter(({ destroys }) => destroys).every(({ rung }) => rung > defaultSettings.ceiling)).toBe(true);
});
