import { describe, expect, test } from 'vitest';
import type { Engine } from '../../source/engine.ts';
import type { Trouble } from '../../source/simulator/trouble.ts';
import { consoleOf } from '../screens/draw.tsx';
import { firstVm, type Lab, lab, type MedicOptions } from './lab.ts';

/** What begins to go wrong, whether it ends, and what is to be read afterwards. */
type Turn = readonly [words: string, trouble: Trouble, comesBack: boolean];

const routes = { 'hard-reboot': 'mistral', start: 'mistral', 'soft-reboot': 'mistral' } as const;
const isStart = ({ service, method }: { readonly service: string; readonly method: string }) =>
  service === 'workflow' && method === 'POST';

/** A hung VM that is healed by Mistral; `meddle` is called just before and just after the execution is asked for. */
async function healing(meddle: (trouble: Trouble[], when: 'before' | 'after') => void, options: MedicOptions = {}) {
  const cloud = lab({ vms: 12, timeout: 1 });
  await cloud.setUp();
  const { trouble } = cloud.simulator;
  const act: MedicOptions['act'] = async (call, send) => {
    if (!isStart(call)) return send(call);
    meddle(trouble, 'before');
    try {
      return await send(call);
    } finally {
      meddle(trouble, 'after');
    }
  };
  const medic = await cloud.medic({ settings: { routes }, act, ...options });
  const { id, host } = firstVm(medic);
  await cloud.pass(60, [medic]);
  await cloud.inject('hang', id);
  const other = [...medic.getState().vms.values()].find((vm) => vm.host !== host)!.id;
  return { cloud, trouble, medic, id, other, attempts: () => attemptsOf(medic, id) };
}

const attemptsOf = (medic: Engine, vm: string) =>
  [...medic.getState().history, ...medic.getState().incidents.values()]
    .filter((one) => one.vm === vm)
    .flatMap((one) => one.attempts);

/** Meanwhile samples come, another VM that dies is started, and each screen can be read. */
async function goesOn(cloud: Lab, medic: Engine, vm: string, other: string) {
  await cloud.inject('crash', other);
  await cloud.pass(120, [medic]);
  expect((await cloud.deeds(other)).filter((deed) => deed === 'start')).toEqual(['start']);
  const { at, sources, vms } = medic.getState();
  expect(at - (sources.find(({ source }) => source === 'gnocchi')?.newest ?? 0)).toBeLessThan(40_000);
  const { press, frame } = consoleOf(medic.getState());
  const name = vms.get(vm)!.name;
  for (const screen of ['1', '3', '4']) {
    press(screen);
    expect(frame()).toContain(name);
  }
}

/** Until no incident is left, of this VM after there was one; for a quarter of an hour at most. */
async function settled(cloud: Lab, medic: Engine, vm?: string) {
  const hasEnded = () => !medic.getState().incidents.size && (!vm || attemptsOf(medic, vm).length > 0);
  for (let polls = 0; polls < 90 && !hasEnded(); polls++) await cloud.pass(10, [medic]);
}

describe('Mistral, once it has the execution,', () => {
  const service = 'workflowv2';
  test.each<Turn>([
    ['answers what is cut in the middle, and comes back', { service, kind: 'half-json' }, true],
    ['answers what is cut in the middle, and stays away', { service, kind: 'half-json' }, false],
    ['answers 404 to whatever it is asked, and comes back', { service, kind: 'status', status: 404 }, true],
  ])('%s: one reboot, and how it ends can be read', async (_, broken, comesBack) => {
    let begun = false;
    const { cloud, trouble, medic, id, other, attempts } = await healing((list, when) => {
      if (when === 'before' || begun) return;
      begun = true;
      list.push(broken);
    });
    await cloud.pass(60, [medic]);
    expect(medic.getState().incidents.get(id)?.phase).toBe('healing');
    await goesOn(cloud, medic, id, other);
    if (comesBack) trouble.length = 0;
    await settled(cloud, medic);
    expect(await cloud.deeds(id)).toEqual(['reboot']);
    expect(medic.getState().incidents.size).toBe(0);
    expect(attempts()).toHaveLength(1);
    if (comesBack) expect(attempts()[0]).toMatchObject({ route: 'mistral', outcome: 'healed' });
    else expect(attempts()[0]?.words).toMatch(/after 240 s: Mistral does not answer: ./);
  });

  test.each([
    ['the answer is cut', { service, path: '/executions', kind: 'half-json', times: 1 }],
    ['the connection breaks', { service, path: '/executions', kind: 'reset', times: 1 }],
    ['no answer comes', { service, path: '/executions', kind: 'hang', times: 1 }],
  ] as const)('%s when it is asked for it: the VM is rebooted once all the same', async (_, broken) => {
    let begun = false;
    const { cloud, medic, id, attempts } = await healing((list, when) => {
      if (when === 'after' || begun) return;
      begun = true;
      list.push({ ...broken });
    });
    await settled(cloud, medic, id);
    expect((await cloud.deeds(id)).filter((deed) => deed === 'reboot')).toHaveLength(1);
    expect(medic.getState().incidents.size).toBe(0);
    expect(attempts().at(-1)).toMatchObject({ outcome: 'healed' });
    for (const { outcome, words } of attempts().slice(0, -1)) {
      expect(outcome).toMatch(/lost|refused/);
      expect(words).toMatch(/Mistral/);
    }
  });
});

describe('Aodh, while its alarm is up and the heal under way,', () => {
  const service = 'alarming';
  test.each<Turn>([
    ['fails, and comes back', { service, kind: 'status', status: 500 }, true],
    ['answers what is cut in the middle, and stays away', { service, kind: 'half-json' }, false],
  ])('%s: the heal goes on, and what it said last is shown as that', async (_, broken, comesBack) => {
    let begun = false;
    const { cloud, trouble, medic, id, other, attempts } = await healing(() => undefined, {
      act: async (call, send) => {
        // Aodh sees two values before it has its alarm; the heal waits for that here.
        if (call.path.includes(id) && !begun) {
          begun = true;
          await cloud.pass(30);
          trouble.push(broken);
        }
        return send(call);
      },
      settings: {},
    });
    for (let polls = 0; polls < 40 && !begun; polls++) await cloud.pass(10, [medic]);
    const said = medic.getState().aodh.get(id)?.state;
    expect(said).toBeDefined();
    await cloud.pass(20, [medic]);
    expect(medic.getState().sources.find(({ source }) => source === 'aodh')).toMatchObject({ ok: false });
    expect(medic.getState().aodh.get(id)?.state).toBe(said);
    const { press, frame } = consoleOf(medic.getState());
    press('3');
    expect(frame()).toContain(`was ${said}`);
    await goesOn(cloud, medic, id, other);
    if (comesBack) trouble.length = 0;
    await settled(cloud, medic);
    expect((await cloud.deeds(id)).filter((deed) => deed === 'reboot')).toHaveLength(1);
    expect(attempts()).toMatchObject([{ outcome: 'healed' }]);
    expect(medic.getState().incidents.size).toBe(0);
    if (comesBack) expect(medic.getState().aodh.get(id)).toMatchObject({ state: 'ok' });
  });
});
