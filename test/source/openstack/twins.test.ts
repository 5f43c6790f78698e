import { expect, test } from 'vitest';
import { refusals } from '../../../models/guards/index.ts';
import { sense } from '../../../models/sense.ts';
import type { State } from '../../../models/state.ts';
import { aState, aVerdict } from '../../models/fixture.ts';
import { lyingCloud } from './lying.ts';

// biome-ignore lint/suspicious/noExplicitAny: records as Nova gives them
const ghostOf = (one: any) => ({
  ...one,
  ...{ status: 'ERROR', hostId: '', addresses: {}, fault: { code: 500, message: 'No valid host was found.' } },
  ...{ 'OS-EXT-STS:vm_state': 'error', 'OS-EXT-STS:power_state': 0, 'OS-EXT-SRV-ATTR:host': null },
});

/** Ticks of ten seconds, and what is known of the first VM then. */
async function look({ clock, cloud, world }: ReturnType<typeof lyingCloud>, count = 1) {
  let found = await cloud.fleet();
  for (let tick = 1; tick < count; tick++) {
    clock.advance(10_000);
    found = await cloud.fleet();
  }
  const { id } = world.vms()[0]!;
  return { ...found, vm: found.vms.find((vm) => vm.id === id) };
}

test.each([
  ['after it', (list: unknown[], ghost: unknown) => list.push(ghost)],
  ['before it', (list: unknown[], ghost: unknown) => list.unshift(ghost)],
])('of two records with one id the one with a host is kept, wherever the ghost stands: %s', async (_, put) => {
  const lying = lyingCloud();
  lying.lab.lie = {
    servers: (servers) => {
      const one = servers.find(({ id }) => id === lying.world.vms()[0]!.id);
      if (one) put(servers, ghostOf({ ...one, updated: new Date(lying.clock.now()).toISOString() }));
    },
  };
  const { vm, vms, sources } = await look(lying, 7);
  expect(vms).toHaveLength(6);
  expect(vm).toMatchObject({
    ...{ status: 'ACTIVE', host: 'compute-1', twin: 'Nova lists it twice: ACTIVE on compute-1, and ERROR on no host' },
  });
  expect(sources).toContainEqual(
    expect.objectContaining({ source: 'nova', ok: true, reason: `lists twice: ${vm!.name}` }),
  );
  const state = { ...aState({ vm: vm!, verdict: aVerdict({ vm: vm!.id, diagnosis: 'hang' }) }), mode: 'auto' as const };
  expect(refusals({ vm: vm!, action: 'hard-reboot', at: state.at, state })).toContainEqual({
    ...{ guard: 'twin', reason: `${vm!.twin}; until one of them is gone` },
  });
  const nova = (await lying.cloud.checks()).find(({ service }) => service === 'nova');
  expect(nova).toMatchObject({ ok: false, detail: expect.stringContaining('6 VMs. Listed twice: ') });
  lying.lab.lie = {};
  expect((await look(lying, 4)).vm!.twin).toBeUndefined();
});

test('of two with a host the later changed one is kept', async () => {
  const lying = lyingCloud();
  lying.lab.lie = {
    servers: (servers) => {
      const one = servers.find(({ id }) => id === lying.world.vms()[0]!.id);
      const old = { 'OS-EXT-SRV-ATTR:host': 'compute-9', status: 'SHUTOFF', updated: '2020-01-01T00:00:00Z' };
      if (one) servers.push({ ...one, ...old });
    },
  };
  expect((await look(lying)).vm).toMatchObject({ status: 'ACTIVE', host: 'compute-1' });
});

test.each(['ERROR', 'DELETED'])(
  'a ghost that comes alone among the changes, %s, takes nothing away',
  async (status) => {
    const lying = lyingCloud();
    await look(lying);
    lying.lab.lie = {
      servers: (servers, { path }) => {
        if (!path.includes('changes-since')) return;
        const others = servers.filter(({ id }) => id !== lying.world.vms()[0]!.id);
        const ghost = { ...ghostOf({ id: lying.world.vms()[0]!.id, updated: new Date().toISOString() }), status };
        servers.splice(0, servers.length, ...others, ghost);
      },
    };
    for (let tick = 0; tick < 5; tick++) {
      lying.clock.advance(10_000);
      const { vm, gone } = await look(lying);
      expect(vm).toMatchObject({ status: 'ACTIVE', host: 'compute-1' });
      expect(gone).toEqual([]);
    }
  },
);

test('a VM that is deleted where it lives is gone', async () => {
  const lying = lyingCloud();
  await look(lying);
  const vm = lying.world.vms()[0]!;
  lying.world.delete(vm, { ...lying.world.people.admin, admin: true, requestId: 'req-1' });
  lying.clock.advance(10_000);
  expect((await look(lying)).gone).toEqual([vm.id]);
});

test('a direct look before a heal finds one record only: that there are two is kept', async () => {
  const lying = lyingCloud();
  lying.lab.lie = {
    servers: (servers) => {
      const one = servers.find(({ id }) => id === lying.world.vms()[0]!.id);
      if (one) servers.push(ghostOf(one));
    },
  };
  const { vm } = await look(lying);
  const state = aState({ vm: vm!, verdict: aVerdict({ vm: vm!.id }) });
  const seen = await lying.cloud.look(vm!.id);
  const [after] = sense(state, { type: 'looked', at: state.at, vm: vm!.id, seen } as never) as [State, unknown];
  expect(after.vms.get(vm!.id)).toMatchObject({ status: 'ACTIVE', twin: vm!.twin });
});

test('an id in other letters is the same id', async () => {
  const lying = lyingCloud();
  lying.lab.lie = {
    servers: (servers) => {
      const one = servers.find(({ id }) => id === lying.world.vms()[0]!.id);
      if (one) servers.push(ghostOf({ ...one, id: one.id.toUpperCase() }));
    },
  };
  const { vm, vms } = await look(lying, 3);
  expect(vms).toHaveLength(6);
  expect(vm).toMatchObject({ status: 'ACTIVE', twin: expect.stringContaining('Nova lists it twice') });
});
