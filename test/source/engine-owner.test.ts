import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isOurs } from '../../models/claims.ts';
import { lookedAt } from '../../models/looked-at.ts';
import type { Engine } from '../../source/engine.ts';
import { Failure } from '../../source/failure.ts';
import type { Cloud } from '../../source/ports.ts';
import { aVm } from '../models/fixture.ts';
import { company, first, reboot } from './company.ts';

let lab: ReturnType<typeof company>;
beforeEach(() => {
  lab = company();
});
afterEach(() => lab.journal.close());

describe('who is at a VM that nobody watched', () => {
  const refusals = (engine: Engine, id: string) =>
    engine
      .getState()
      .incidents.get(id)
      ?.plan?.refusals.map(({ guard }) => guard);

  test("a person's reboot of 25 s ago is known when the plan is shown, and nothing follows it", async () => {
    const engine = await lab.anEngine();
    const id = first(engine);
    await lab.person(id, { reboot: { type: 'SOFT' } });
    await lab.ticks(2, engine);
    lab.clock.advance(5000);
    engine.dispatch({ type: 'heal-asked', vm: id, action: 'soft-reboot', who: 'ada' });
    await engine.idle();
    expect(refusals(engine, id)).toContain('owner');
    const incident = engine.getState().incidents.get(id)!;
    engine.dispatch({ type: 'confirmed', incident: incident.id, action: 'soft-reboot', who: 'ada' });
    await engine.idle();
    expect(lab.sent).toEqual([]);
    expect(incident.words).toMatch(/^somebody else is at it: reboot 25 s ago; left to them for 95 s more/);
  });

  test.each(['soft-reboot', 'hard-reboot'] as const)(
    'a yes to a %s before Nova has answered waits for its answer',
    async (action) => {
      const engine = await lab.anEngine();
      const id = first(engine);
      await lab.person(id, { reboot: { type: 'SOFT' } });
      lab.clock.advance(25_000);
      engine.dispatch({ type: 'heal-asked', vm: id, action, who: 'ada' });
      const incident = engine.getState().incidents.get(id)!.id;
      engine.dispatch({ type: 'confirmed', incident, action, who: 'ada' });
      await engine.idle();
      expect(lab.sent).toEqual([]);
      expect(engine.getState().claims).toEqual([]);
    },
  );

  test('a Nova that does not answer that question refuses: nothing is claimed, and it is said', async () => {
    const look: Cloud['look'] = () =>
      Promise.reject(new Failure('cloud', 'http', 'Nova answered 500.', 'Look at Nova.'));
    const engine = await lab.anEngine(undefined, { ...lab.client(), look });
    await reboot(engine);
    expect(lab.sent).toEqual([]);
    expect(engine.getState().claims).toEqual([]);
    expect(lab.journal.latest(5).map(({ words }) => words)).toContain(
      'not done: Nova does not say who is at it: Nova answered 500.',
    );
    engine.dispatch({ type: 'mode-set', mode: 'auto', who: 'ada' });
    const [, other] = [...engine.getState().vms.keys()];
    lab.simulator.world.inject('crash', other!, 3600);
    await lab.ticks(12, engine);
    expect(lab.sent).toEqual([]);
    expect(engine.getState().incidents.get(other!)?.words).toContain('Nova does not say who is at it');
  });

  test('what a person does during a heal of ours is not ours: the next rung waits', async () => {
    const engine = await lab.anEngine();
    const id = first(engine);
    const incident = await reboot(engine);
    lab.clock.advance(60_000);
    await lab.person(id, { reboot: { type: 'HARD' } });
    await lab.ticks(1, engine);
    const state = engine.getState();
    const theirs = state.vms.get(id)!.actions!.find(({ action }) => action === 'reboot')!;
    expect(state.claims).toMatchObject([{ incident, requestId: expect.stringMatching(/^req-/) }]);
    expect(isOurs(state, state.vms.get(id)!, theirs)).toBe(false);
    expect(isOurs(state, state.vms.get(id)!, { ...theirs, requestId: state.claims[0]!.requestId! })).toBe(true);
  });
});

test('a look keeps what it cannot tell: that a VM is listed twice, and what was known where Nova knows nothing', () => {
  const known = aVm({ twin: 'Nova lists it twice', errors: 2 });
  expect(lookedAt(known, { vm: aVm(), actions: [] })).toMatchObject({ twin: 'Nova lists it twice', errors: 2 });
  const untold = aVm({ untold: { microversion: '2.1', things: ['locks'] } });
  const locked = aVm({ locked: true, lockedReason: 'upgrade' });
  expect(lookedAt(locked, { vm: untold, actions: [] })).toMatchObject({ locked: true, lockedReason: 'upgrade' });
  const nothing = aVm({ status: 'UNKNOWN', unknown: 'Nova does not reach its cell' });
  expect(lookedAt(known, { vm: nothing, actions: [] })).toEqual({ ...known, unknown: nothing.unknown });
});
