import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../models/event.ts';
import { emptyState, type State } from '../../../models/state.ts';
import { clean } from '../../../screens/parts/text.ts';
import { keys } from '../../../screens/shell/keys.ts';
import { attemptOf } from '../care-fixture.ts';
import { fleetOf, incidentOf, model, now, stateOf, verdictOf, vmOf } from '../fixture.ts';
import { hostile, hostileState } from '../hostile.ts';
import { speaking } from './said.ts';

const web = vmOf('web-3', { host: 'cpu1' });
const db = vmOf('db-1', { host: 'cpu2' });
const calm = stateOf([web, db]);

const sick: State = {
  ...calm,
  verdicts: new Map([
    ['web-3', verdictOf('web-3', 0.92, { diagnosis: 'cpu-hog', confidence: 0.8, reasons: ['cpu at 99 %'] })],
    ['db-1', verdictOf('db-1', 0.02)],
  ]),
  incidents: new Map([['web-3', incidentOf(web, { diagnosis: 'cpu-hog' })]]),
};

const line = (kind: Entry['kind'], words: string, rest: Partial<Entry> = {}): Entry => ({
  ...{ at: now, kind, vm: 'web-3', vmName: 'web-3', incident: 'i-web-3', who: 'cloud-medic', words, data: {} },
  ...rest,
});

/** The state with lines more in its audit, the newest last. */
const after = (state: State, ...lines: Entry[]): State => ({
  ...state,
  entries: [...lines.toReversed(), ...state.entries],
});

describe('where one is', () => {
  test('at the start: the cloud, the mode, the keys to know, the fleet, the row under the cursor', () => {
    const words = speaking(calm).said();
    expect(words[0]).toBe('cloud-medic, simulated, demo, operator, RegionOne.');
    expect(words[1]).toBe('SIMULATED, mode CONFIRM.');
    expect(words[2]).toBe('question mark tells the keys, full stop reads the whole screen.');
    expect(words[3]).toBe('Fleet: 2 VMs, 0 unhealthy.');
    expect(words[4]).toMatch(
      /^db-1 on cpu2: well, probability \d percent, cpu \d+ percent, .*disk \d+ percent\. 1 of 2\.$/,
    );
  });

  test('before the cloud has answered, and when it does', () => {
    const { said, become } = speaking(emptyState(model, 'confirm'));
    expect(said()).toContain('Fleet: the cloud has not answered yet.');
    const words = become(calm);
    expect(words[0]).toBe('Connected to simulated, demo, operator, RegionOne, SIMULATED, mode CONFIRM.');
    expect(words.slice(1)).toEqual(['Fleet: 2 VMs, 0 unhealthy.', expect.stringMatching(/^db-1 on cpu2/)]);
  });

  test('the cursor says its row, and stays with its VM when another one is worse', () => {
    const { press, become } = speaking(calm);
    expect(press('j')).toEqual([expect.stringMatching(/^web-3 on cpu1: well, .* 2 of 2\.$/)]);
    press('k');
    expect(become({ ...sick, at: now + 10_000 })).toEqual([]);
    expect(press('h')).toEqual([expect.stringContaining('Heal db-1 by hand'), expect.any(String), expect.any(String)]);
  });

  test.each(keys.filter(({ intent }) => intent('').type === 'go').map(({ keys: [key] }) => key!))(
    'the screen of key %s says what it is',
    (key) => {
      const { press } = speaking(fleetOf(30));
      press('G');
      const words = press(key);
      if (key === '1') return;
      expect(words.length).toBeGreaterThan(0);
      expect(words.join(' ').length).toBeGreaterThan(10);
    },
  );

  test('of a VM: how it is, why, what becomes of it; lines are read one by one, and several', () => {
    const { press } = speaking(after(sick, line('alarm', 'first'), line('held', 'second'), line('note', 'third')));
    const words = press('enter');
    expect(words[0]).toMatch(/^web-3 on cpu1: failing now: cpu hog \(80 percent sure\), probability 92 percent/);
    expect(words).toContain('because: cpu at 99 percent.');
    expect(words.find((one) => one.startsWith('ladder'))).toBe(
      'ladder: soft reboot is next, then hard reboot comes later.',
    );
    expect(words.at(-1)).toMatch(/note, third, by cloud-medic\.$/);
    expect(press('down')).toEqual([expect.stringContaining('held, second')]);
    expect(press('pagedown').at(-1)).toMatch(/by cloud-medic|probability/);
    expect(press('G').length).toBeLessThanOrEqual(1);
  });

  test('one key reads the whole screen, in dialogs the dialog', () => {
    const { press } = speaking(sick);
    const words = press('.');
    expect(words[0]).toBe('simulated, demo, operator, RegionOne, SIMULATED, mode CONFIRM.');
    expect(words.some((one) => one.startsWith('nova 2 seconds old, gnocchi 9 seconds old'))).toBe(true);
    expect(words.at(-1)).toMatch(/^Keys: .*h heal/);
    press('h');
    expect(press('.')[0]).toBe('Question: Soft reboot web-3?');
  });

  test('the help reads the keymap', () => {
    const words = speaking(calm).press('?');
    for (const spec of keys)
      expect(
        words.some((one) => one.includes(spec.words.replaceAll(' min', ' minutes').slice(0, 30))),
        spec.name,
      ).toBe(true);
    expect(words).toContain('h: Heal the VM: shows the plan and asks. It asks first.');
  });
});

describe('what has happened', () => {
  test('an alarm under the cursor, with the key to heal', () => {
    const { become, press } = speaking(calm);
    press('j');
    expect(become(after(sick, line('alarm', 'cpu-hog, probability 0.92'), line('plan', 'waits')))).toEqual([
      'Alarm: VM web-3 on host cpu1: failing now, probability 92 percent, likely CPU hog, because: cpu at 99 percent. Press h to heal.',
    ]);
  });

  test('elsewhere, the key that leads to it; where nothing may be done, none', () => {
    const raised = after(sick, line('alarm', 'x'));
    expect(speaking(calm).become(raised)[0]).toMatch(/Press 3 for the alarms\.$/);
    expect(speaking({ ...calm, readOnly: true }).become({ ...raised, readOnly: true })[0]).toMatch(/99 percent\.$/);
  });

  test('a heal from the claim to the recovery', () => {
    const under = { ...sick.incidents.get('web-3')!, attempts: [attemptOf(web)] };
    const put = (state: State, rest: object) => ({ ...state, incidents: new Map([['web-3', { ...under, ...rest }]]) });
    const { become } = speaking(sick);
    const sent = after(put(sick, { phase: 'healing' }), line('claimed', 'Soft reboot is sent', { who: 'ann' }));
    expect(become(sent)).toEqual(['web-3: Soft reboot is sent, by ann.']);
    const done = after(put(sent, { phase: 'verifying' }), line('done', 'Soft reboot done'));
    expect(become(done)).toEqual(['web-3: Soft reboot done.']);
    const one = put(done, { phase: 'verifying', healthyInARow: 1 });
    expect(become(one)).toEqual(['web-3: 1 of 3 healthy verdicts.']);
    expect(become({ ...one, at: now + 1000 })).toEqual([]);
    const well = after({ ...one, incidents: new Map() }, line('resolved', 'healed by soft reboot'));
    expect(become(well)).toEqual(['web-3: recovered, healed by soft reboot.']);
  });

  test('refusals and changes of mode with their words; notes not', () => {
    const { become } = speaking(sick);
    const held = after(sick, line('held', 'not done: the VM is locked'), line('note', 'nothing much'));
    expect(become(held)).toEqual(['web-3: held: not done: the VM is locked.']);
    const mode = line('mode', 'mode confirm → auto', { vm: undefined, vmName: undefined, who: 'ann' });
    expect(become(after({ ...held, mode: 'auto' }, mode))).toEqual(['mode confirm to auto, by ann.']);
  });

  test('numbers that only change say nothing', () => {
    const { become } = speaking(sick);
    const verdicts = new Map([...sick.verdicts].map(([id, one]) => [id, { ...one, probability: 0.93, sampleAge: 1 }]));
    expect(become({ ...sick, at: now + 5000, novaAt: now + 5000, verdicts })).toEqual([]);
  });

  test('a storm in one sentence', () => {
    const many = fleetOf(400);
    const { become } = speaking({ ...many, incidents: new Map() });
    const lines = [...many.incidents.values()].map(({ vm, vmName }) => line('alarm', 'x', { vm, vmName }));
    const words = become(after(many, ...lines));
    expect(words).toHaveLength(1);
    expect(words[0]).toMatch(/^40 alarms at once, vm-\d+, .* and 35 more\.$/);
  });
});

describe('what keys answer', () => {
  test('a dialog: the question, its facts, what is chosen, its keys; then only what changes', () => {
    const { press, calls } = speaking(sick);
    const words = press('h');
    expect(words[0]).toBe('Question: Soft reboot web-3?');
    expect(words).toContain('Cancel is chosen.');
    expect(words.at(-1)).toBe('Keys: left or right: choose; enter: do it; y: yes; escape: cancel.');
    expect(press('right')).toEqual(['Yes is chosen: Soft reboot.']);
    expect(press('enter')).toEqual(['Confirmed: Soft reboot web-3; 4 follows it.']);
    expect(calls).toEqual([['confirm', 'i-web-3', 'soft-reboot']]);
  });

  test('a dialog that has become void says why', () => {
    const { press, become } = speaking(sick);
    press('h');
    expect(become({ ...sick, incidents: new Map() })[0]).toMatch(/closed meanwhile/);
  });

  test('a choice: each option with its place', () => {
    const { press } = speaking(calm);
    expect(press('m')).toContain('confirm, asks before each action, now. 2 of 3.');
    expect(press('down')).toEqual(['auto, acts by itself, within the guards. 3 of 3.']);
    expect(press('esc')).toEqual(['Closed.']);
  });

  test('a key that does nothing says why, each time it is pressed', () => {
    const { press } = speaking({ ...calm, readOnly: true });
    const words = ['This console is read-only: it changes nothing.'];
    expect(press('h')).toEqual(words);
    expect(press('h')).toEqual(words);
  });

  test('typing a filter: what is typed and how many pass; the palette: what is found', () => {
    const { press } = speaking(calm);
    expect(press('/')).toEqual(['Type what to look for. Enter keeps it, escape drops it.']);
    expect(press('w')).toEqual(['w: 1 VM.']);
    expect(press('enter')[0]).toBe('Fleet: 1 of 2 VMs that pass w, 0 unhealthy.');
    expect(press(':')[0]).toMatch(/^Find:/);
    expect(press('w', 'a', 'l', 'l').at(-1)).toMatch(/^wall: wall, Wall, for big displays, key 9, 1 of/);
  });

  test('the past is said to be the past, with the row as it was; what is new is told on the way back', () => {
    const old = { ...calm, at: now - 60_000 };
    const { press } = speaking(sick, { moment: (_, which) => (which === 'before' ? old : undefined) });
    const words = press('[');
    expect(words[0]).toMatch(/^PAST, \d\d:\d\d:\d\d: 0 unhealthy of 2 VMs\.$/);
    expect(words[1]).toMatch(/^web-3 on cpu1: well/);
    expect(press('.')).toContainEqual(
      expect.stringMatching(/^PAST .*, left bracket or right bracket, left brace or right brace walk, end: now\.$/),
    );
    expect(press('h')).toEqual(['This is the past; End returns to now.']);
    expect(press('end')[0]).toMatch(/^Now again, .*: 1 unhealthy of 2 VMs\.$/);
  });

  test('what others write steers no terminal, on whatever screen', () => {
    const walk = keys.filter(({ name }) => name !== 'quit' && name !== 'quit-now').flatMap((spec) => spec.keys);
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom(...walk, '.', 'esc'), { minLength: 5, maxLength: 30 }),
        (names, presses) => {
          const { press, said } = speaking(hostileState(names));
          const words = [...said(), ...presses.flatMap((key) => [...press(key), ...press('.')])];
          for (const one of words) expect(clean(one)).toBe(one);
        },
      ),
      { numRuns: 15 },
    );
  });
});
