import { expect, test } from 'vitest';
import { lyingCloud } from './lying.ts';

const look = async ({ cloud }: ReturnType<typeof lyingCloud>) =>
  (await cloud.checks()).find(({ service }) => service === 'nova')!;

test('a cell that is down is found and told as that, not as an API that tells no locks', async () => {
  const lying = lyingCloud({
    servers: (servers) => {
      for (const [at, { id, created, tenant_id }] of servers.entries())
        if (at < 2) servers[at] = { id, created, tenant_id, status: 'UNKNOWN', links: [] };
    },
  });
  const { ok, detail, fix } = await look(lying);
  expect(ok).toBe(false);
  expect(detail).toMatch(
    /6 VMs\. Unknown, because Nova does not reach their cell: 2 VMs, one of them [-0-9a-f]{36}\.$/,
  );
  expect(fix).toContain('database and the message queue of that cell');
});

test('a single record that lacks something does not speak for all', async () => {
  const lying = lyingCloud({ servers: (servers) => Object.assign(servers[0] ?? {}, { name: 'odd-01', tags: 'x' }) });
  const { detail } = await look(lying);
  expect(detail).toContain('Nova does not tell tags of odd-01 at microversion 2.93: no such VM is healed by itself.');
  lying.lab.lie = {
    servers: (servers) => {
      for (const one of servers) one.tags = 'x';
    },
  };
  expect((await look(lying)).detail).toContain('Nova does not tell tags at microversion 2.93: nothing is healed');
});
