import { describe, expect, test } from 'vitest';
import { intentOf } from '../../../screens/shell/intent-of.ts';
import { keys } from '../../../screens/shell/keys.ts';
import { allScreens } from '../../../screens/shell/view.ts';
import { stormy, withIncident } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf } from '../fixture.ts';

const states = [fleetOf(12), stormy(), withIncident()];
/** What does not change the cloud. A login is the operator's own doing: the console says so, and lets it. */
const harmless = ['consoleLog', 'server', 'logIn', 'leave', 'quit', 'keep', 'keepView'];
const screens = allScreens.map((screen) => [screen] as const);

function consoleOn(screen: (typeof allScreens)[number], state = fleetOf(12), readOnly = false) {
  const made = consoleOf({ ...state, readOnly });
  made.store.dispatch({ type: 'go', screen });
  return made;
}

describe('read-only', () => {
  test.each(screens)('no key of the %s screen, answered by yes, asks for anything', (screen) => {
    for (const state of states)
      for (const { keys: names } of keys)
        for (const key of names) {
          const { press, calls } = consoleOn(screen, state, true);
          press(key, 'y', 'enter', 'right', 'enter');
          expect(
            calls.filter(([call]) => !harmless.includes(String(call))),
            key,
          ).toEqual([]);
        }
  });

  test.each(screens)('nothing of the palette on the %s screen does either', (screen) => {
    const { press, view } = consoleOn(screen, stormy(), true);
    press(':');
    for (const place of view().palette!.entries.keys()) {
      const { press: hit, calls } = consoleOn(screen, stormy(), true);
      hit(':', ...Array(place).fill('down'), 'enter', 'y', 'enter', 'right', 'enter');
      expect(calls.filter(([call]) => !harmless.includes(String(call)))).toEqual([]);
    }
  });

  test('each key that changes something says so, wherever it works', () => {
    for (const screen of allScreens)
      for (const {
        danger,
        screens,
        keys: [key],
      } of keys) {
        if (!danger || !screens.includes(screen)) continue;
        const { store } = consoleOn(screen, stormy(), true);
        const intent = intentOf(key!, store.snapshot().view, store.context());
        expect(intent, `${key} on ${screen}`).toEqual({ type: 'say', words: expect.stringContaining('read-only') });
      }
  });
});

describe('a key that does nothing now', () => {
  test.each(screens)('says why on the %s screen, each of the keymap', (screen) => {
    for (const state of [fleetOf(12), fleetOf(0)])
      for (const { keys: names } of keys)
        for (const key of names) {
          const { store, press, view } = consoleOn(screen, state);
          const spec = keys.find((one) => one.keys.includes(key) && one.screens.includes(view().screen));
          const reason = spec?.disabled?.(store.snapshot().view, store.context());
          press(key);
          if (reason) expect(view().notice, `${key} on ${screen}`).toBe(reason);
          if (!spec && key.length === 1) expect(view().notice, `${key} on ${screen}`).toMatch(/: only on .+\.$/);
        }
  });
});
