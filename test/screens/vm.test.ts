import { describe, expect, test, vi } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { Failure } from '../../source/failure.ts';
import { firstVm, lab } from '../scenarios/lab.ts';
import { attemptOf, stormy } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { fleetOf, incidentOf, now, stateOf, verdictOf, vmOf } from './fixture.ts';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
];
const large = sizes[2]!;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a leak on the stand-in: alarm, fault and forecast are on the axis of all charts', async () => {
  const cloud = lab();
  const medic = await cloud.medic({ mode: 'confirm' });
  const { id, name } = firstVm(medic);
  await cloud.pass(1200, [medic]);
  medic.dispatch({ type: 'injections', injections: [await cloud.inject('memory-leak', id)] });
  const seen = () => {
    const { incidents, verdicts } = medic.getState();
    return incidents.has(id) && verdicts.get(id)?.timeToFailureBand;
  };
  for (let passed = 0; passed < 1200 && !seen(); passed += 10) await cloud.pass(10, [medic]);
  expect(seen()).toBeTruthy();
  for (const size of sizes) {
    const { press, lines, view, frame } = consoleOf(medic.getState(), size);
    press('enter');
    expect(view().openedName).toBe(name);
    await settled();
    const drawn = lines();
    const axis = drawn.findIndex((line) => /^ {8}\d\d:\d\d.*─F.*A.*▒/.test(line));
    expect(axis, frame()).toBeGreaterThan(0);
    const [, bare = ''] = / {8}(\S+)/.exec(drawn[axis]!)!;
    for (const letter of ['F', 'A'] as const) {
      const cell = drawn[axis]!.indexOf(letter);
      const marked = [cell, cell + bare.length + 10].filter((own) => drawn.some((line) => line[own] === '┊'));
      expect(marked.length, letter).toBe(2);
    }
    expect(frame()).toMatch(/Memory \d+ %, full in \d+ min/);
    expect(frame()).toContain('░');
    expect(frame()).toContain('╌');
    expect(drawn[axis + 1]).toMatch(/A alarm {2}F fault in *$/);
    press('>', '>');
    expect(frame()).toContain('last 5 min');
  }
}, 30_000);

describe('the charts', () => {
  test('as many as fit, all of them on a large terminal', () => {
    const titles = sizes.map((size) => {
      const { press, frame } = consoleOf(fleetOf(30), size);
      press('enter');
      return [...frame().matchAll(/ (P\(failing\)|CPU \d|Memory|Disk|Network|Packet|Errors \d)/g)].length;
    });
    expect(titles).toEqual([2, 6, 12]);
  });

  test('the one that tells of the trouble is first', () => {
    const { press, lines } = consoleOf(fleetOf(30));
    press('enter');
    expect(lines().find((line) => line.includes('P(failing)'))).toContain('Memory');
  });

  test('< and > change how far back they look, as far as samples are kept', () => {
    const { press, view } = consoleOf(fleetOf(30));
    press('enter', '>');
    expect(view()).toMatchObject({ zoom: 5 * 60_000, notice: 'The charts show the last 5 min.' });
    press('>');
    expect(view().zoom).toBe(5 * 60_000);
    press('<', '<');
    expect(view()).toMatchObject({ zoom: undefined, notice: 'The charts show all that is kept.' });
  });
});

describe('the JSON', () => {
  const secret = vmOf('web', { metadata: { admin_password: 'xyzzy', service: 'web' } });

  test('has Nova’s record, the verdict and the incident; it can be scrolled and copied whole', async () => {
    const copied: string[] = [];
    const toTmux = async (text: string) => copied.push(text) > 0;
    const { press, frame, view } = consoleOf(fleetOf(30), undefined, undefined, { toTmux });
    press('enter', 'o');
    expect(frame()).toContain('Asking Nova');
    await settled();
    expect(frame()).toContain('"name": "as Nova has it"');
    expect(frame()).not.toContain('P(failing)');
    press('G');
    expect(frame()).toMatch(/\n {2}}\n/);
    press('y');
    const { verdict, incident } = JSON.parse(copied[0]!);
    expect([verdict.vm, incident.id]).toEqual(['vm-0003', 'i-vm-0003']);
    expect(view().notice).toMatch(/^Copied all \d+ lines of the JSON\.$/);
  });

  test('where Nova gives none it is what we hold, without secrets, and that is said', async () => {
    const server = async () => {
      throw new Failure('cloud', 'not-found', 'Nova answered 404.', 'It may be gone.');
    };
    const { press, frame, view } = consoleOf(stateOf([secret]), { columns: 120, rows: 60 }, undefined, { server });
    press('enter', 'o');
    await settled();
    expect(frame()).toContain('"admin_password": "(hidden, 5 characters)"');
    expect(frame()).not.toContain('xyzzy');
    expect(view().notice).toBe('This is what was last seen of it: Nova answered 404. It may be gone.');
    press('tab', 'tab');
    expect(frame()).toContain('admin_password=(hidden, 5 characters), service=(hidden, 3 characters)');
  });
});

test('Nova’s own record is read when the VM is opened, and again when the VM has changed', async () => {
  const action = { action: 'stop', userId: 'u-7', requestId: 'req-7', startedAt: now - 60_000, message: undefined };
  const instanceActions = vi.fn(async () => [action]);
  const { press, frame, change } = consoleOf(fleetOf(30), large, undefined, { instanceActions });
  press('enter');
  await settled();
  expect(frame()).toContain('stop req-7, by user u-7');
  change((state) => ({ ...state }));
  expect(instanceActions).toHaveBeenCalledTimes(1);
  change((state) => {
    const vm = state.vms.get('vm-0003')!;
    return { ...state, vms: new Map(state.vms).set(vm.id, { ...vm, updatedAt: now }) };
  });
  expect(instanceActions).toHaveBeenCalledTimes(2);
});

test('who asked Nova for it stands there by id until the name is known', async () => {
  const action = { action: 'stop', userId: 'u-7', requestId: 'req-7', startedAt: now - 60_000, message: undefined };
  const { promise, resolve } = Promise.withResolvers<string>();
  const { press, frame } = consoleOf(fleetOf(30), large, undefined, {
    instanceActions: async () => [action, { ...action, requestId: 'req-8', userId: undefined }],
    who: () => promise,
  });
  press('enter');
  await settled();
  expect(frame()).toContain('stop req-7, by user u-7');
  resolve('user a\x1b[31mda');
  await settled();
  expect(frame()).toContain('stop req-7, by user ada');
  expect(frame()).toContain('stop req-8, by Nova itself');
});

const injected: Entry = {
  at: now - 60_000,
  kind: 'fault',
  vm: 'vm-0003',
  vmName: 'vm-0003',
  incident: undefined,
  who: 'ada',
  words: 'SIMULATED fault hang injected',
  data: {},
};

test('where the JSON takes the charts’ place, nothing speaks of charts', async () => {
  const { press, frame, lines, view } = consoleOf(fleetOf(30, { entries: [injected] }));
  press('enter');
  expect(frame()).toMatch(/ F fault in/);
  press('o');
  await settled();
  expect(frame()).not.toMatch(/ F fault in/);
  expect(lines().at(-1)).not.toMatch(/zoom|metric/);
  press('<');
  expect(view().notice).toBe('There is no room for charts beside this: Tab leads to another pane.');
});

test('the details tell how much of them is hidden', () => {
  const { press, frame, resize } = consoleOf(fleetOf(30));
  press('enter', 'tab');
  const [, hidden] = frame().match(/↓ (\d+) more/) ?? [];
  expect(Number(hidden)).toBeGreaterThan(5);
  press('G');
  expect(frame()).not.toMatch(/↓ \d+ more/);
  expect(frame()).toContain('metadata');
  resize(120, 60);
  press('g');
  expect(frame()).not.toMatch(/↓ \d+ more/);
});

test('lines of the console log that speak of trouble are marked, counted and shown whole', async () => {
  const long = `Out of memory: Killed process 731 (java) ${'total-vm:4096kB, '.repeat(8)}end`;
  const { press, frame } = consoleOf(fleetOf(30), undefined, undefined, { consoleLog: async () => ['login:', long] });
  press('enter', 'l');
  await settled();
  expect(frame()).toContain('console log (1)');
  expect(frame()).toMatch(/\n {2}login:\n! Out of memory/);
  expect(frame()).toMatch(/kB, end/);
});

describe('y copies', () => {
  const copied = async (keys: string[], state = fleetOf(30)) => {
    const taken: string[] = [];
    const { press, view } = consoleOf(state, undefined, undefined, { toTmux: async (text) => taken.push(text) > 0 });
    press(...keys, 'y');
    return [...taken, view().notice];
  };

  test('the VM id', async () => {
    for (const keys of [[], ['enter'], ['3'], ['4']])
      expect(await copied(keys)).toEqual(['vm-0003', 'Copied the VM id vm-0003.']);
  });

  test('the request id of the last action, where there was one', async () => {
    const vm = vmOf('web');
    const attempts = [attemptOf(vm, { requestId: 'req-1' }), attemptOf(vm, { requestId: 'req-2' })];
    const state = stateOf([vm], { incidents: new Map([[vm.id, incidentOf(vm, { attempts })]]) });
    for (const key of ['3', '4']) expect(await copied([key], state)).toEqual(['req-2', 'Copied the request id req-2.']);
  });

  test('the name of a host that fails as a whole, not what a VM beneath it has', async () => {
    expect(await copied(['3'], stormy())).toEqual(['compute-1', 'Copied the name of the host compute-1.']);
    expect(await copied(['3', 'down'], stormy())).not.toContain('compute-1');
  });

  test('nothing where there is nothing', async () => {
    expect(await copied([], fleetOf(0))).toEqual(['There is nothing to copy here.']);
  });
});

describe('s and S', () => {
  test('open a way into the VM, read-only or not, and say how it ended', async () => {
    const { press, calls, view } = consoleOf({ ...fleetOf(30), readOnly: true });
    press('enter', 's');
    await settled();
    expect(calls).toEqual([['logIn', 'ssh', 'vm-0003']]);
    expect(view()).toMatchObject({ screen: 'vm', opened: 'vm-0003', notice: 'ssh ended with exit code 0.' });
    press('S');
    expect(calls[1]).toEqual(['logIn', 'serial', 'vm-0003']);
  });

  test('say why where there is none', () => {
    const { press, calls, view } = consoleOf(fleetOf(30), undefined, undefined, {
      whyNoLogin: (kind) => `No ${kind}.`,
    });
    press('enter', 's');
    expect(view().notice).toBe('No ssh.');
    press('S');
    expect(view().notice).toBe('No serial.');
    expect(calls).toEqual([]);
  });

  test('a program that cannot be started is told', async () => {
    const logIn = () => Promise.reject(new Failure('usage', 'no-program', 'ssh cannot be started.', 'Install it.'));
    const { press, view } = consoleOf(fleetOf(30), undefined, undefined, { logIn });
    press('enter', 's');
    await settled();
    expect(view().notice).toBe('ssh cannot be started. Install it.');
  });
});

test('a forecast without a band is a line alone', () => {
  const verdicts = new Map([['web', verdictOf('web', 0.9, { diagnosis: 'memory-leak', timeToFailure: 240 })]]);
  const { press, frame } = consoleOf(stateOf([vmOf('web')], { verdicts }), large);
  press('enter');
  expect(frame()).toContain('╌');
  expect(frame()).not.toContain('░');
});
