import { describe, expect, test } from 'vitest';
import { hardReboot } from '../../../models/actions/hard-reboot.ts';
import type { Incident } from '../../../models/incident.ts';
import type { State } from '../../../models/state.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, incidentOf, injectionOf, planOf, verdictOf, vmOf } from '../fixture.ts';

const id = 'vm-0003';
const withIncident = (state: State, rest: Partial<Incident>): State => ({
  ...state,
  incidents: new Map(state.incidents).set(id, { ...state.incidents.get(id)!, ...rest }),
});

describe('the confirm dialog', () => {
  test('names the target, the reason, the cost and the exact call', () => {
    const { press, frame } = consoleOf(fleetOf(30));
    press('h');
    for (const words of [
      'Soft reboot vm-0003?',
      'VM         vm-0003 on compute-3',
      'ID         vm-0003',
      'Memory leak, probability 97 %',
      'the guest shuts down in order',
      '1 act      POST compute /servers/ID/action {"reboot":{"type":"SOFT"}}',
    ])
      expect(frame()).toContain(words);
  });

  test('Cancel is the default', () => {
    const { press, view, calls, frame } = consoleOf(fleetOf(30));
    press('h');
    expect(frame()).toContain('▸ Cancel ◂');
    press('enter');
    expect(view().dialog).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test.each([[['right', 'enter']], [['tab', 'enter']], [['y']]])('%j is a yes', (keys) => {
    const { press, calls } = consoleOf(fleetOf(30));
    press('h', ...keys);
    expect(calls).toEqual([['confirm', `i-${id}`, 'soft-reboot']]);
  });

  test.each(['esc', 'n', 'q'])('%s is a no', (key) => {
    const { press, view, calls } = consoleOf(fleetOf(30));
    press('h', 'right', key);
    expect(view().dialog).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test('its target does not move, whatever the list does', () => {
    const { press, change, calls, wait, frame } = consoleOf(fleetOf(30));
    press('h', 'right');
    const before = frame();
    wait(60_000);
    change((state) => ({
      ...state,
      verdicts: new Map(state.verdicts).set('vm-0029', verdictOf('vm-0029', 1)).set(id, verdictOf(id, 0.5)),
      incidents: new Map([['vm-0029', incidentOf(state.vms.get('vm-0029')!)], ...state.incidents]),
    }));
    const middle = (text: string) => text.split('\n').slice(3, 22);
    expect(middle(frame())).toEqual(middle(before));
    press('down', 'j', 'G', 'enter');
    expect(calls).toEqual([['confirm', `i-${id}`, 'soft-reboot']]);
  });

  const meanwhile: [string, (state: State) => State, string][] = [
    ['the incident closed', (state) => ({ ...state, incidents: new Map() }), 'has closed meanwhile'],
    ['another incident took its place', (state) => withIncident(state, { id: 'another' }), 'has closed meanwhile'],
    ['a heal began', (state) => withIncident(state, { phase: 'healing' }), 'already under way'],
    [
      'the plan is another action',
      (state) =>
        withIncident(state, {
          plan: planOf(hardReboot, vmOf(id)),
        }),
      'changed meanwhile to hard reboot',
    ],
    ['the plan was withdrawn', (state) => withIncident(state, { plan: undefined }), 'withdrawn'],
    [
      'a guard refuses',
      (state) =>
        withIncident(state, {
          plan: { ...state.incidents.get(id)!.plan!, refusals: [{ guard: 'locked', reason: 'the VM is locked' }] },
        }),
      'A guard refuses: the VM is locked',
    ],
  ];

  test.each(meanwhile)('%s: it says so and cannot confirm', (_, change, words) => {
    const opened = consoleOf(fleetOf(30));
    opened.press('h', 'right');
    opened.change(change);
    expect(opened.frame()).toContain(words);
    expect(opened.frame()).toContain('▸ Cancel ◂');
    opened.press('y', 'enter');
    expect(opened.calls).toEqual([]);
    opened.press('esc');
    expect(opened.view().dialog).toBeUndefined();
  });

  const braked = (state: State) =>
    withIncident(state, {
      plan: {
        ...state.incidents.get(id)!.plan!,
        refusals: [{ guard: 'brake', reason: 'the brake is on: 12 of 20 VMs are unhealthy at once' }],
      },
    });

  test('warns of the brake, and a yes goes on', () => {
    const opened = consoleOf(fleetOf(30));
    opened.change(braked);
    opened.press('h');
    expect(opened.frame().replace(/[\s│]+/g, ' ')).toContain('12 of 20 VMs are unhealthy at once; you may go on');
    opened.press('y');
    expect(opened.calls).toEqual([['confirm', `i-${id}`, 'soft-reboot', undefined, ['brake']]]);
  });

  test('a brake that comes on while it is open has to be read first', () => {
    const opened = consoleOf(fleetOf(30));
    opened.press('h', 'right');
    opened.change(braked);
    expect(opened.frame()).toContain('Since you were asked: the brake is on');
    opened.press('y', 'enter');
    expect(opened.calls).toEqual([]);
  });

  test('the healing screen opens it for the incident under the cursor', () => {
    const { press, view } = consoleOf(fleetOf(30));
    press('4', 'down', 'enter');
    expect(view().dialog).toMatchObject({ about: { vm: 'vm-0013' } });
  });
});

describe('healing by hand', () => {
  const well = 'vm-0000';

  test('an action is chosen, a plan is asked for, and then confirmed', () => {
    const { press, change, view, calls, frame } = consoleOf(fleetOf(1));
    press('h');
    expect(frame()).toMatch(/Start +not now/);
    expect(frame()).toContain('Costs: the guest shuts down in order');
    press('up');
    expect(frame()).toContain('Nova starts only a VM that is SHUTOFF');
    press('down', 'enter');
    expect(calls).toEqual([['askHeal', well, 'soft-reboot']]);
    expect(view().dialog).toBeUndefined();
    change((state) => ({ ...state, incidents: new Map([[well, incidentOf(state.vms.get(well)!)]]) }));
    expect(view().dialog).toMatchObject({ kind: 'ask', choice: 'cancel', about: { vm: well } });
  });

  test('who has pressed another key since is not surprised by a dialog', () => {
    const { press, change, view } = consoleOf(fleetOf(1));
    press('h', 'enter', 'down');
    change((state) => ({ ...state, incidents: new Map([[well, incidentOf(state.vms.get(well)!)]]) }));
    expect(view().dialog).toBeUndefined();
  });
});

describe('the fault dialog', () => {
  test('fault, time, VM', async () => {
    const { press, calls, view } = consoleOf(fleetOf(30));
    press('i', 'down', 'left', 'enter');
    expect(calls).toEqual([['inject', 'memory-leak', id, 300]]);
    await expect.poll(() => view().notice).toBe('Memory leak is in vm-0003 for 5 min; u takes it out.');
  });

  test('what the cloud refuses is said with its hint', async () => {
    const refusal = Object.assign(new Error('Only one fault a VM.'), { hint: 'Undo the other one first.' });
    const { press, view } = consoleOf(fleetOf(30), undefined, undefined, { inject: () => Promise.reject(refusal) });
    press('i', 'enter');
    await expect.poll(() => view().notice).toBe('Only one fault a VM. Undo the other one first.');
  });

  test('a VM that went meanwhile gets none', () => {
    const { press, change, calls } = consoleOf(fleetOf(30));
    press('i');
    change((state) => ({ ...state, vms: new Map() }));
    press('enter');
    expect(calls).toEqual([]);
  });
});

describe('the mode dialog', () => {
  test('observe is set at once, auto asks once more', () => {
    const { press, calls, frame } = consoleOf(fleetOf(3));
    press('m', 'up', 'enter');
    expect(calls).toEqual([['setMode', 'observe']]);
    press('m', 'down', 'down', 'enter');
    expect(frame()).toContain('Let the console act by itself?');
    press('enter');
    expect(calls).toHaveLength(1);
    press('m', 'down', 'enter', 'right', 'enter');
    expect(calls.at(-1)).toEqual(['setMode', 'auto']);
  });
});

test('the buttons can be seen on the smallest terminal, with every refusal there is', () => {
  const state = fleetOf(30);
  const refusals = Array.from({ length: 9 }, (_, i) => ({ guard: `g${i}`, reason: `reason ${i}` }));
  const held = withIncident(state, { plan: { ...state.incidents.get(id)!.plan!, refusals } });
  const { press, frame } = consoleOf({ ...held, injections: [injectionOf(vmOf(id))] }, { columns: 60, rows: 12 });
  press('h');
  expect(frame()).toContain('▸ Cancel ◂');
});
