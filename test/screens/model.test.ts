import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { emptyTally } from '../../models/tally.ts';
import type { ConsolePort, ModelVersion } from '../../screens/shell/console-port.ts';
import { loadModel } from '../../source/model-file.ts';
import { consoleOf, small } from './draw.tsx';
import { fleetOf, injectionOf, shippedModel, vmOf } from './fixture.ts';

const state = { ...fleetOf(3), incidents: new Map(), model: loadModel() };
const own = (version: string, rest: Partial<ModelVersion> = {}): ModelVersion => ({
  ...shippedModel,
  version,
  inUse: false,
  trainedAt: '2026-01-31T12:00:00.000Z',
  trainedOn: { data: 'our own cloud', scores: { prAuc: 0.981 } },
  ...rest,
});

async function shown(size = small, models: ConsolePort['models'] | undefined = undefined, at = state) {
  const console = consoleOf(at, size, undefined, models && { models });
  console.press('6');
  await expect.poll(() => console.view().models ?? console.view().notice).toBeDefined();
  return console;
}

describe('the model screen', () => {
  test.each([small, { columns: 120, rows: 40 }, { columns: 300, rows: 80 }])(
    'says what the brain says of itself, at $columns×$rows',
    async (size) => {
      const { lines, frame } = await shown(size);
      expect(frame()).toMatch(/brain +shipped +comes with the program/);
      expect(frame()).toMatch(/trained on +simulated worlds .*samples/s);
      expect(frame()).toMatch(/alarm +\d of \d verdicts at \d+ % and more/);
      expect(frame()).toMatch(/causes +CPU hog, Memory leak/);
      expect(frame()).toMatch(/prAuc +0\.\d+ +precision/);
      expect(frame()).toMatch(/shipped +judges +shipped +0\.974 +simulated worlds/);
      expect(lines().length).toBeLessThanOrEqual(size.rows);
      for (const line of lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
      expect(lines().at(-1)).toMatch(/q quit/);
    },
  );

  test('says how it does here, and what nobody can know', async () => {
    const found = injectionOf(vmOf('vm-0001'), { state: 'cured' });
    const tally = { alarms: 4, healed: 3, healing: 3 * 90_000, passed: 1, groundless: 1 };
    const here = { ...state, injections: [found], tally: { ...tally, found: new Map([[found.id, 40_000]]) } };
    const words = (await shown({ columns: 200, rows: 40 }, undefined, here)).frame();
    expect(words).toContain(
      '4 alarms since the start, 0 open; 3 proven well after 90 s; 1 over without us; 1 without a fault;',
    );
    expect(words).toContain('1 of 1 injected faults found after 40 s, 0 missed');
    const real = { ...state, tally: emptyTally, cloud: { ...state.cloud!, simulated: false } };
    expect((await shown({ columns: 200, rows: 40 }, undefined, real)).frame()).toMatch(
      /how many were false nobody has said/,
    );
  });

  test('lists the versions, the newest first: which judges, which will, which cannot be read', async () => {
    const broken = own('0002', { kind: null, trainedAt: null, trainedOn: null, problem: '0002.json is not JSON.' });
    const versions = [{ ...shippedModel, inUse: false }, own('0001', { inUse: true }), broken];
    const { frame } = await shown({ columns: 120, rows: 40 }, async () => ({ judging: 'shipped', versions }));
    expect(frame()).toMatch(
      /0002 .*is not JSON.*\n.*0001 +next start +2026-01-31 12:00 +0\.981 +our own.*\n.*shipped +judges/,
    );
  });

  test('more than fit are scrolled to', async () => {
    const versions = Array.from({ length: 40 }, (_, i) => own(String(i + 1).padStart(4, '0')));
    const { frame, press } = await shown(undefined, async () => ({ judging: 'mine.json', versions }));
    expect(frame()).toMatch(/brain +mine.json +a file that was named at the start/);
    expect(frame()).toMatch(/more below/);
    expect(frame()).not.toMatch(/^ +0001 /m);
    press('G');
    expect(frame()).toMatch(/^ +0001 /m);
    expect(frame()).not.toMatch(/more below/);
  });

  test('that they cannot be listed is said', async () => {
    const { frame } = await shown(undefined, () => Promise.reject(new Error('in-use.json is broken.')));
    expect(frame()).toContain('in-use.json is broken.');
  });
});
