import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { State } from '../../../models/state.ts';
import { stormy } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, portOf } from '../fixture.ts';
import { terminalOf } from './terminal.ts';

/** What is done to a console: a key by its name and as a terminal sends it, another size, another state. */
type Step =
  | { readonly name: string; readonly bytes: string }
  | { readonly columns: number; readonly rows: number }
  | 'news';

const named = { up: '\x1b[A', down: '\x1b[B', pageup: '\x1b[5~', pagedown: '\x1b[6~', enter: '\r', tab: '\t' };
const letters = [...'jkgG123459?/fshmitazlX['];
const keys = [...Object.entries(named), ...letters.map((one) => [one, one] as const)];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...keys).map(([name, bytes]) => ({ name, bytes })) },
  {
    weight: 2,
    arbitrary: fc.record({ columns: fc.integer({ min: 40, max: 300 }), rows: fc.integer({ min: 10, max: 80 }) }),
  },
  { weight: 1, arbitrary: fc.constant('news' as const) },
);

const fleets = { none: fleetOf(0), some: fleetOf(30), many: fleetOf(300), storm: stormy() };

const paused = (state: State): State => ({
  ...state,
  vms: new Map([...state.vms].map(([id, vm], i) => [id, i % 3 ? vm : { ...vm, status: 'PAUSED' }])),
});

test('what the terminal shows is what is meant, whatever was typed, changed and resized before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 14 }),
      fc.constantFrom(...(Object.keys(fleets) as (keyof typeof fleets)[])),
      async (steps, fleet) => {
        const state = fleets[fleet];
        const wired = portOf(state);
        const terminal = terminalOf(wired.port);
        const meant = consoleOf(state);
        const isShown = () => {
          const lines = meant.lines().map((line) => line.trimEnd());
          expect(terminal.screen()).toEqual([...lines, ...Array(terminal.term.rows - lines.length).fill('')]);
        };
        try {
          await vi.waitFor(() => expect(terminal.screen()[0]).toContain('SIMULATED'));
          for (const one of steps) {
            if (one === 'news') {
              wired.change(paused);
              meant.change(paused);
            } else if ('name' in one) {
              // A hand is slower than a program, and a question is read before it is answered.
              if (meant.view().dialog) await vi.waitFor(isShown, { interval: 5, timeout: 5000 });
              terminal.later(600);
              terminal.type(one.bytes);
              meant.press(one.name);
            } else {
              terminal.resize(one.columns, one.rows);
              meant.resize(one.columns, one.rows);
            }
          }
          await vi.waitFor(isShown);
        } finally {
          terminal.unmount();
        }
      },
    ),
    { numRuns: 8, examples: [[[{ columns: 60, rows: 24 }, 'news'], 'none']] },
  );
}, 120_000);
