import { describe, expect, test } from 'vitest';
import { helpLines } from '../../../screens/help-lines.ts';
import { textOf } from '../../../screens/parts/line.tsx';
import { fit } from '../../../screens/parts/text.ts';
import { shownKeys } from '../../../screens/shell/key-spec.ts';
import { keys } from '../../../screens/shell/keys.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf } from '../fixture.ts';

describe('the keys', () => {
  test('each has a name of its own, as the settings call it', () => {
    const names = keys.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('no key means two things on one screen', () => {
    const meanings = keys.flatMap(({ keys, screens }) =>
      screens.flatMap((screen) => keys.map((key) => `${screen} ${key}`)),
    );
    expect(meanings.filter((one, index) => meanings.indexOf(one) !== index)).toEqual([]);
  });

  test('none is one that tmux or the shell takes for itself', () => {
    expect(keys.flatMap(({ keys }) => keys).filter((key) => key.startsWith('ctrl+'))).toEqual(['ctrl+c']);
  });

  test('each is in the help, and those that change something can be disabled', () => {
    const lines = helpLines(keys, 200).map((pieces) => pieces.map(textOf).join(''));
    for (const spec of keys) {
      const own = lines.filter((line) => line.startsWith(`  ${fit(shownKeys(spec), 12)}${spec.words}`));
      expect(own, spec.name).toHaveLength(1);
    }
    for (const { danger, disabled } of keys) if (danger) expect(disabled).toBeDefined();
  });

  test('help and quit are hinted at on every screen, however narrow', () => {
    for (const screen of ['1', '2', '3', '4', '5', '6', '8', '9']) {
      const { press, lines } = consoleOf(fleetOf(3), { columns: 60, rows: 24 });
      press(screen);
      expect(lines()[23]).toMatch(/\? help {2}q quit$/);
    }
  });
});
