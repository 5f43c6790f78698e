import { describe, expect, test } from 'vitest';
import { rebuild } from '../../../models/actions/rebuild.ts';
import { guarded, web, withIncident } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { incidentOf, planOf, vmOf } from '../fixture.ts';

describe('what destroys', () => {
  const opened = () => {
    const refusals = [{ guard: 'typed', reason: "the VM's name has to be typed" }];
    const wired = consoleOf(withIncident({ phase: 'held', plan: { ...guarded(), refusals } }));
    wired.press('h');
    return wired;
  };

  test('shows what the guest loses and each call, lock and unlock among them', () => {
    const { frame } = opened();
    for (const words of [
      'Rebuild web?',
      'VM         web on compute-1',
      'the root disk is DESTROYED',
      '1 lock     POST compute /servers/ID/action',
      '2 act      POST compute /servers/ID/action',
      '{"rebuild":{"imageRef":"img-1"}}',
      '3 unlock   POST compute /servers/ID/action {"unlock":null}',
      '▸ Cancel ◂',
    ])
      expect(frame()).toContain(words);
  });

  test('on a small terminal with many refusals the answer is in sight, and what is left out is said', () => {
    const refusals = Array.from({ length: 9 }, (_, i) => ({ guard: `g${i}`, reason: `reason ${i}` }));
    const state = withIncident({ phase: 'held', plan: { ...guarded(), refusals } });
    const { press, frame } = consoleOf(state);
    press('h');
    expect(frame()).toContain('A guard refuses: reason 0');
    expect(frame()).toMatch(/… \d+ lines more: the healing screen has them/);
    expect(frame()).toContain('▸ Cancel ◂');
  });

  test('wants the name typed as it is; Cancel stays the default', () => {
    const { press, calls, view } = opened();
    press('w', 'e', 'b', 'enter');
    expect(view().dialog).toBeUndefined();
    expect(calls).toEqual([]);
    press('h', 'w', 'e', 'x', 'tab', 'enter');
    expect(calls).toEqual([]);
    expect(view().notice).toContain('not typed yet');
    press('backspace', 'b', 'enter');
    expect(calls).toEqual([['confirm', 'i-web', 'rebuild', 'web']]);
  });

  test('no letter is a yes or a no', () => {
    const { press, calls, view } = opened();
    press('y', 'n', 'q', 'X');
    expect(calls).toEqual([]);
    expect(view().dialog).toMatchObject({ typed: 'ynqX' });
  });

  test('a name with what cannot be seen in it is typed as it is shown, and sent as it is', () => {
    const vm = vmOf('odd', { name: 'we\u200bb', image: 'img-1' });
    const state = { ...withIncident(), vms: new Map([[vm.id, vm]]) };
    const incidents = new Map([[vm.id, incidentOf(vm, { plan: planOf(rebuild, vm) })]]);
    const { press, calls } = consoleOf({ ...state, incidents });
    press('h', 'w', 'e', 'b', 'tab', 'enter');
    expect(calls).toEqual([['confirm', 'i-odd', 'rebuild', 'we\u200bb']]);
  });

  test('a call that changed meanwhile, the unlock too, voids the yes', () => {
    const { press, change, calls, frame } = opened();
    press('w', 'e', 'b', 'tab');
    change((state) => {
      const incident = state.incidents.get(web.id)!;
      const plan = { ...incident.plan!, undo: [] };
      return { ...state, incidents: new Map([[web.id, { ...incident, plan }]]) };
    });
    expect(frame()).toContain('The call has changed meanwhile');
    press('enter');
    expect(calls).toEqual([]);
  });

  test('what a yes overrides is told', () => {
    const refusals = [{ guard: 'attention', reason: 'alice has taken it over' }];
    const plan = { ...guarded(), refusals };
    const { press, frame } = consoleOf(withIncident({ phase: 'held', plan }), { columns: 100, rows: 40 });
    press('h');
    expect(frame()).toContain('overrides  alice has taken it over');
  });
});
