import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { stormy } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { fleetOf, incidentOf, injectionOf, now, stateOf, verdictOf, vmOf } from './fixture.ts';
import { hostile, hostileState } from './hostile.ts';

const large = { columns: 120, rows: 40 };

/** Keys that lead to every screen and dialog. */
const walks: readonly string[][] = [
  [],
  ['down', 'G'],
  ['/', 'v', 'm'],
  ['/', 'c', 'p', 'u', '>'],
  ['b', 'w', 'S', 'G'],
  ['V', 'f', 'a'],
  ['enter'],
  ['enter', 'tab', 'pagedown'],
  ['enter', 'l'],
  ['enter', '>', 'o', 'pagedown'],
  ['3'],
  ['3', 'down', 'pagedown'],
  ['4'],
  ['4', 'G', 'pagedown', 'pagedown', 'pagedown'],
  ['a'],
  ['z'],
  ['t', 'x', 'y'],
  ['3', 'down', 'r'],
  ['3', 't'],
  ['X'],
  ['4', 'enter'],
  ['5'],
  ['7', 'space', '/', 'x'],
  ['?', 'G'],
  ['6'],
  ['9'],
  ['p'],
  ['i'],
  ['h'],
  ['m'],
];

/** Controls, directions, joiners, line ends: none may be left. */
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('a frame never leaves the terminal', () => {
  const fleets = [...[0, 1, 30, 2000].map((count) => fleetOf(count)), stormy()];

  test.each(walks.map((walk) => [walk.join(' ') || 'fleet', walk] as const))('%s', (_, walk) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 80, max: 300 }),
        fc.integer({ min: 24, max: 80 }),
        fc.constantFrom(...fleets),
        (columns, rows, state) => isWithin(consoleOf(state, { columns, rows }), walk, columns, rows),
      ),
      { numRuns: 5, examples: [[300, 80, fleets[3]!]] },
    );
  });

  test('whatever the cloud calls its VMs, writes into their logs and answers', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...walks),
        fc.integer({ min: 60, max: 300 }),
        fc.integer({ min: 12, max: 80 }),
        (names, walk, columns, rows) => {
          const console_ = consoleOf(hostileState(names), { columns, rows });
          isWithin(console_, walk, columns, rows);
          console_.store.dispatch({ type: 'log-read', vm: 'id-0', lines: names });
          console_.store.dispatch({ type: 'say', words: names.join(' ') });
          isWithin(console_, [], columns, rows);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  test('in ASCII nothing else is drawn', () => {
    for (const walk of walks) {
      const { press, frame } = consoleOf(hostileState(['数据库', 'web']), large, { ascii: true });
      press(...walk);
      expect(frame()).toMatch(/^[\n -~]*$/);
    }
  });

  test('a terminal that is too small is told', () => {
    expect(consoleOf(fleetOf(3), { columns: 40, rows: 8 }).frame()).toContain('40x8 is too small');
  });
});

/** After these keys: no row and no cell too many, and nothing that steers a terminal. */
function isWithin(
  { press, lines }: ReturnType<typeof consoleOf>,
  walk: readonly string[],
  columns: number,
  rows: number,
) {
  press(...walk);
  const drawn = lines();
  expect(drawn.length).toBeLessThanOrEqual(rows);
  for (const line of drawn) {
    expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    expect(line).not.toMatch(steering);
  }
}

describe('the header', () => {
  test('says whom we talk to, plainly', () => {
    const { lines } = consoleOf(fleetOf(30));
    expect(lines()[0]).toMatch(/^simulated · demo · operator · RegionOne .* SIMULATED {2}CONFIRM$/);
    expect(lines()[1]).toMatch(/nova 2 s old · gnocchi 9 s old .* 3 unhealthy of 30 VMs$/);
    const real = { ...fleetOf(3), readOnly: true, mode: 'auto' as const };
    expect(consoleOf({ ...real, cloud: { ...real.cloud!, simulated: false } }).lines()[0]).toMatch(
      /REAL {2}AUTO {2}READ-ONLY$/,
    );
  });

  test('is never silent about a source that failed', () => {
    const sources = [
      { source: 'nova', ok: true, newest: now - 1000, reason: undefined },
      { source: 'gnocchi', ok: false, newest: now - 600_000, reason: 'Gnocchi answered 503' },
    ] as const;
    const { lines } = consoleOf({ ...fleetOf(3), sources });
    expect(lines()[1]).toContain('gnocchi down');
    expect(lines()[2]).toContain('! gnocchi: Gnocchi answered 503');
  });

  test('before the first answer, and with nothing there', () => {
    const before = { ...fleetOf(0), novaAt: undefined, sources: [] };
    expect(consoleOf({ ...before, cloud: undefined }).frame()).toContain('Connecting to the cloud');
    expect(consoleOf(before).frame()).toContain('Connected to simulated, waiting for the first answer');
    expect(consoleOf(fleetOf(0)).frame()).toContain('There is no VM in project demo');
  });
});

describe('the fleet', () => {
  test('worst first, and every column is in its place at 120 columns', () => {
    const { lines } = consoleOf(fleetOf(30), large);
    const [head, first] = lines().slice(3);
    expect(head).toMatch(/NAME +STATUS +CPU % MEM % DISK % NET B\/s↓FAILING +DIAGNOSIS +TREND +AGE ALARM/);
    expect(first).toMatch(/▸ vm-0003 +█ ACTIVE .* ██████ {2}97 % Memory leak +▅▅▆▆▆▆▇▇▇█ +8s firing/);
    expect(first!.indexOf('Memory leak')).toBe(head!.indexOf('DIAGNOSIS'));
    expect(first!.indexOf('firing')).toBe(head!.indexOf('ALARM'));
  });

  test('stale data is shown as stale, and nothing is guessed', () => {
    const vm = vmOf('old');
    const state = stateOf([vm], {
      verdicts: new Map([['old', verdictOf('old', undefined, { freshness: 'none', sampleAge: undefined })]]),
    });
    expect(consoleOf(state, large).lines()[4]).toMatch(/old +\? ACTIVE .* \? +not known/);
    const doubtful = verdictOf('old', 0.9, { freshness: 'stale', sampleAge: 120_000 });
    const line = consoleOf({ ...state, verdicts: new Map([['old', doubtful]]) }).lines()[4];
    expect(line).toMatch(/old +\? ACTIVE .* \? /);
    expect(line).not.toContain('90 %');
  });
});

test('a VM that a user stopped is left alone, and both screens say so', () => {
  const lastAction = { action: 'stop', userId: 'u-1', requestId: 'req-1', startedAt: now, message: undefined };
  const vm = vmOf('off', { status: 'SHUTOFF', power: 'shutdown', lastAction });
  const verdict = verdictOf('off', 0, { reasons: ['stopped by a user'], freshness: 'stale', sampleAge: 90_000 });
  const { press, lines, frame } = consoleOf(stateOf([vm], { verdicts: new Map([['off', verdict]]) }), large);
  expect(lines()[4]).toMatch(/off +○ SHUTOFF .* left alone/);
  press('enter');
  expect(frame()).toMatch(/verdict +left alone\n +because +stopped by a user/);
});

describe('the VM screen', () => {
  test('says what is thought of it, why, and what is next', () => {
    const { press, frame } = consoleOf(fleetOf(30));
    press('enter');
    expect(frame()).toContain('will fail, not clear when: memory leak (84 % sure)  P(fail) 97 %');
    expect(frame()).toContain('memory at 97 %');
    expect(frame()).toContain('▸ soft reboot  →  ○ hard reboot');
    expect(frame()).toMatch(/80 % ┤┄┄┄/);
  });

  test('tells failing now from failing soon', () => {
    const { press, frame } = consoleOf(fleetOf(30));
    press('down', 'enter');
    expect(frame()).toContain('will fail in 7 min');
  });

  test('the console log is read on demand, made harmless, and its errors are marked', async () => {
    const { press, frame, calls, store } = consoleOf(fleetOf(30), large);
    press('enter', 'l');
    expect(calls).toEqual([['consoleLog', 'vm-0003']]);
    await expect.poll(() => store.snapshot().view.log?.lines).toHaveLength(3);
    expect(frame()).toContain('! [ 812.1] Out of memory: Killed process 731');
    expect(frame()).toContain('  red login:');
  });

  test('the details are a table, one line each', () => {
    const { press, lines } = consoleOf(fleetOf(30), large);
    press('enter', 'tab');
    const from = lines().findIndex((line) => line.includes('details'));
    expect(lines()[from + 1]).toMatch(/what +value/);
    expect(lines()[from + 2]).toMatch(/id +vm-0003/);
    expect(lines()[from + 3]).toMatch(/project +p-1/);
  });
});

test('the fault screen lists what is in, with the time left', () => {
  const state = fleetOf(30);
  const { press, frame } = consoleOf({ ...state, injections: [injectionOf(state.vms.get('vm-0003')!)] });
  press('5');
  expect(frame()).toMatch(/▸ vm-0003 +Memory leak +3 min left/);
});

test('the healing screen shows the ladder, the attempts and what the guards refuse', () => {
  const vm = vmOf('web');
  const incident = incidentOf(vm, { phase: 'held' });
  const refused = {
    ...incident,
    plan: { ...incident.plan!, refusals: [{ guard: 'locked', reason: 'the VM is locked' }] },
  };
  const { press, frame } = consoleOf(stateOf([vm], { incidents: new Map([[vm.id, refused]]) }));
  press('4');
  expect(frame()).toMatch(/▸ web += held/);
  expect(frame()).toMatch(/held by +✗ the VM is locked {2}\(locked\)/);
});
