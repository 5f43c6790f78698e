import { expect, test } from 'vitest';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { lyingCloud } from './lying.ts';

/** Gnocchi has an internal address only, as where nobody but the cloud's own services shall reach it. */
const hidden = () =>
  lyingCloud({
    token: ({ catalog }) => {
      for (const { type, endpoints } of catalog)
        if (type === 'metric') for (const one of endpoints) one.interface = 'internal';
    },
  });

test('a service is looked for at the interface that is its own', async () => {
  const { config, fetch, clock } = hidden();
  const cloud = openstackCloud({ ...config, interfaces: { metric: 'internal' } }, { fetch, clock });
  clock.advance(60_000);
  const { samples, sources } = await cloud.observe();
  expect(sources).toContainEqual(expect.objectContaining({ source: 'gnocchi', ok: true }));
  expect(samples.length).toBeGreaterThan(0);
});

test('a service that another interface has is told with the key that leads to it', async () => {
  const found = (await hidden().cloud.checks()).find(({ service }) => service === 'gnocchi');
  expect(found).toMatchObject({
    ok: false,
    detail: expect.stringContaining('no service of type metric (Gnocchi; public interface'),
    fix: expect.stringContaining('metric_interface'),
  });
});
