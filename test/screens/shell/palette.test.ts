import { describe, expect, test } from 'vitest';
import { settingSpecs } from '../../../screens/shell/own-settings.ts';
import type { Looks, Size } from '../../../screens/shell/theme.ts';
import { stormy, withIncident } from '../care-fixture.ts';
import { consoleOf, small } from '../draw.tsx';
import { fleetOf, vmOf } from '../fixture.ts';

const views = { night: { screen: 'fleet', sort: 'memory', filter: 'vm-001', faultsOnly: true } };
const settings = { file: '/etc/config.json', ascii: false, theme: 'neutral' as const, views };

function opened(state = fleetOf(30), size: Size = small, looks?: Looks) {
  const made = consoleOf(state, size, looks, { settings });
  const find = (text: string) => made.press(':', ...[...text].map((key) => (key === ' ' ? 'space' : key)));
  const titles = () => made.view().palette!.found.map(({ entry }) => entry.title);
  return { ...made, find, titles };
}

describe('the palette finds', () => {
  test.each([
    ['heal', 'heal'],
    ['take over', 'acknowledge'],
    ['alrms', 'alarms'],
    ['vm12', 'vm-0012'],
    ['VM vm-0012', 'vm-0012'],
    ['host compute-3', 'host compute-3'],
    ['nigh', 'view night'],
    ['interval 30', 'set interval 30'],
    ['ascii', 'set ascii on'],
    ['cooldown', 'setting cooldown'],
    ['mode auto', 'mode auto'],
  ])('%s: %s', (text, title) => {
    const { find, titles } = opened();
    find(text);
    expect(titles()[0]).toBe(title);
  });

  test('every command, screen, host, setting and view', () => {
    const { press, view, store } = opened();
    press(':');
    const known = view().palette!.entries.map(({ title }) => title);
    for (const { name } of store.context().keys)
      if (!['move', 'page', 'jump', 'palette'].includes(name)) expect(known).toContain(name);
    const others = (name: string) => settingSpecs.every((spec) => spec.name !== name);
    for (const name of Object.keys(store.context().state.settings).filter(others))
      expect(known).toContain(`setting ${name}`);
    expect(known).toEqual(
      expect.arrayContaining(['host compute-0', 'view night', 'forget view night', 'mode observe']),
    );
  });

  test('a VM by the beginning of its id; nothing by nonsense, and Enter does nothing then', () => {
    const state = fleetOf(3);
    const id = 'ad5a36bb-973b-43a0-ae2a-4c1e4286979c';
    const vm = { ...state.vms.get('vm-0001')!, id, name: 'db' };
    const { find, titles, press, view, lines } = opened({ ...state, vms: new Map([...state.vms, [id, vm]]) });
    find('ad5a36bb');
    expect(titles()).toContain('db');
    press('esc');
    find('§§§§');
    expect(lines()[4]).toContain('Nothing is called like that');
    press('enter');
    expect(view().palette).toBeDefined();
  });

  test('among 10,000 VMs within a key press', () => {
    const state = fleetOf(3);
    const names = Array.from({ length: 10_000 }, (_, i) => `vm-${i}`);
    const { find, titles, press, view } = opened({ ...state, vms: new Map(names.map((id) => [id, vmOf(id)])) });
    const begun = performance.now();
    find('vm-9876');
    expect((performance.now() - begun) / 8).toBeLessThan(500);
    expect(titles()[0]).toBe('vm-9876');
    press('enter');
    expect(view()).toMatchObject({ screen: 'vm', opened: 'vm-9876', palette: undefined });
  });
});

describe('Enter in the palette', () => {
  test('does nothing that changes the cloud without the dialog that its key opens', () => {
    const { find, press, view, calls } = opened(withIncident());
    find('heal');
    press('enter');
    expect(view().dialog).toMatchObject({ kind: 'ask', choice: 'cancel' });
    press('esc');
    find('mode auto');
    press('enter');
    expect(view().dialog).toMatchObject({ kind: 'mode', index: 2 });
    press('enter');
    expect(view().dialog).toMatchObject({ kind: 'ask', choice: 'cancel' });
    expect(calls).toEqual([]);
  });

  test('of each dangerous command opens its dialog, or says why not', () => {
    for (const state of [fleetOf(30), stormy(), withIncident()])
      for (const screen of ['1', '2', '3', '4', '5', '8']) {
        const { press, view, store, calls, find } = opened(state);
        press(screen);
        for (const { name } of store.context().keys.filter(({ danger }) => danger)) {
          find(name);
          const entry = view().palette!.found.find((one) => one.entry.title === name)!;
          press(...Array(view().palette!.found.indexOf(entry)).fill('down'), 'enter');
          const { dialog, notice } = view();
          expect(dialog ?? notice, `${name} on ${screen}`).toBeDefined();
          press('esc');
          expect(calls.filter(([call]) => call !== 'withdraw')).toEqual([]);
        }
      }
  });

  test('says why a command is disabled, and on which screens it works', () => {
    const { find, press, view } = opened();
    find('release');
    press('enter');
    expect(view().notice).toBe('vm-0003 is not in quarantine.');
    find('log');
    press('enter');
    expect(view().notice).toBe('Read the console log: only on vm.');
    find('setting cooldown');
    press('enter');
    expect(view().notice).toContain('cooldown is 300. It is changed in /etc/config.json');
  });

  test('opens a VM, also from another one; Esc goes back', () => {
    const { find, press, view } = opened();
    press('enter');
    find('vm-0012');
    press('enter');
    expect(view()).toMatchObject({ screen: 'vm', opened: 'vm-0012', openedName: 'vm-0012' });
    press('esc');
    expect(view().opened).toBe('vm-0003');
  });

  test('shows a host alone', () => {
    const { find, press, view } = opened();
    press('3');
    find('host compute-3');
    press('enter');
    expect(view().screen).toBe('fleet');
    expect(view().order.length).toBe(7);
    expect(view().filter).toBe('host:^compute-3$');
    expect(view().order.every((id) => Number(id.slice(3)) % 4 === 3)).toBe(true);
  });

  test('sets what may be set, by choice or by value', () => {
    const { find, press, calls, view } = opened();
    find('set interval 30');
    press('enter');
    find('set int 7');
    press('enter');
    find('set interval 0');
    press('enter');
    expect(view().notice).toBe('The interval is a number of seconds from 1 to 3600.');
    find('ascii on');
    press('enter');
    expect(calls).toEqual([
      ['keep', 'interval', 30],
      ['keep', 'interval', 7],
      ['keep', 'ascii', true],
    ]);
  });
});

describe('saved views', () => {
  test('are saved with the screen and how the fleet is listed', () => {
    const { press, find, calls } = opened();
    press('s', 's', 'f', '/', ...'vm-001', 'enter');
    find('save view my night-2');
    press('enter');
    expect(calls).toEqual([
      [
        'keepView',
        'my night-2',
        { screen: 'fleet', sort: 'status', reversed: false, grouped: false, filter: 'vm-001', faultsOnly: true },
      ],
    ]);
  });

  test('come back, and are forgotten', () => {
    const { find, press, view, calls } = opened();
    press('3');
    find('view night');
    press('enter');
    expect(view()).toMatchObject({ screen: 'fleet', sort: 'memory', filter: 'vm-001', faultsOnly: true });
    expect(view().order).toEqual(['vm-0013']);
    find('forget view night');
    press('enter');
    expect(calls).toEqual([['keepView', 'night', undefined]]);
  });

  test('of a file that somebody has edited: what is unknown is as at the start', () => {
    const odd = { odd: { screen: 'mars', sort: 'sideways', filter: 7, colour: 'red' } };
    const { press, view } = consoleOf(fleetOf(3), small, undefined, { settings: { ...settings, views: odd } });
    press(':', ...'view', 'space', ...'odd', 'enter');
    expect(view()).toMatchObject({ screen: 'fleet', sort: 'worst', filter: '', faultsOnly: false });
    expect('colour' in view()).toBe(false);
  });

  test('need a name', () => {
    const { find, press, view, calls } = opened();
    find('save view ');
    press('enter');
    expect(view().notice).toBe('A name is wanted behind it.');
    find('save view __proto__');
    press('enter');
    expect(view().notice).toContain('A name is up to 40 letters');
    expect(calls).toEqual([]);
  });
});

describe('the palette on the screen', () => {
  test.each([
    [80, 24],
    [120, 40],
  ])('at %i×%i: the input, the list with the cursor, and the screen below', (columns, rows) => {
    const { find, press, lines, view } = opened(fleetOf(300), { columns, rows });
    find('vm');
    expect(lines()).toHaveLength(rows);
    expect(lines()[3]).toMatch(/^:vm█ +1 of \d+ *$/);
    expect(lines()[4]).toMatch(/^▸ /);
    press('down', 'down');
    expect(lines()[6]).toMatch(/^▸ /);
    press(...Array(60).fill('down'));
    expect(lines().filter((line) => line.startsWith('▸'))[0]).toContain(view().palette!.found.at(-1)!.entry.title);
    expect(lines().at(-1)).toContain('Enter do it');
    expect(lines().join('\n')).toContain('NAME');
  });

  test('nothing in the list moves while the fleet changes', () => {
    const { find, change, view } = opened();
    find('vm-00');
    const before = view().palette;
    change(fleetOf(5));
    expect(view().palette).toBe(before);
  });

  test('Esc leaves it, and all is as before', () => {
    const { press, frame, find } = opened();
    const before = frame();
    find('heal');
    press('esc');
    expect(frame()).toBe(before);
  });

  test('letters are text there, also those of keys', () => {
    const { find, view, calls } = opened();
    find('qX1?:-');
    expect(view().palette?.text).toBe('qX1?:-');
    expect(calls).toEqual([]);
  });
});
