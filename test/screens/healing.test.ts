import { describe, expect, test } from 'vitest';
import { hardReboot } from '../../models/actions/hard-reboot.ts';
import { heatReplace } from '../../models/actions/heat-replace.ts';
import { guards } from '../../models/guards/index.ts';
import { aClaim } from '../models/fixture.ts';
import { attemptOf, guarded, web, withIncident } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { now, planOf } from './fixture.ts';

const tall = { columns: 100, rows: 60 };

function healing(...args: Parameters<typeof withIncident>) {
  const opened = consoleOf(withIncident(...args), tall);
  opened.press('4');
  return opened;
}

describe('the ladder', () => {
  test('what is next, what is later, and what is for another diagnosis or another VM', () => {
    const { frame } = healing();
    expect(frame()).toMatch(/ladder +▸ next +Hard reboot +power is cut/);
    expect(frame()).toMatch(/\n +○ later +Rebuild +the root disk is DESTROYED/);
    expect(frame()).toMatch(/\n +○ last +Quarantine/);
    expect(frame()).toMatch(/not for this VM: Replacement by Heat/);
    expect(frame()).toMatch(
      /not for this diagnosis: Resume, Unpause, Start, Soft reboot, Live migration,\n +Evacuation/,
    );
  });

  test('what is under way now, what did not help', () => {
    const { frame, change } = healing({ phase: 'healing', attempts: [attemptOf(web)] });
    expect(frame()).toMatch(/ladder +● now +Hard reboot/);
    const failed = attemptOf(web, { outcome: 'no help', words: 'not proven well within 180 s' });
    change(withIncident({ phase: 'held', attempts: [failed], plan: guarded() }));
    expect(frame()).toMatch(/ladder +✗ no help +Hard reboot/);
    expect(frame()).toMatch(/▸ next +Rebuild/);
    expect(frame()).toMatch(/attempt 1 +✗ no help +Hard reboot at .* by auto\n +not proven well within 180 s {2}req-1/);
  });

  test('quarantine is its last rung', () => {
    const given = { since: now - 60_000, vmName: 'web', words: '3 heals brought nothing' };
    const { frame } = healing({ phase: 'escalated', plan: undefined }, { quarantine: new Map([['web', given]]) });
    expect(frame()).toMatch(/● now +Quarantine/);
    expect(frame()).toMatch(/people +in quarantine for 60 s: 3 heals brought nothing/);
  });
});

describe('the plan', () => {
  test('each guard in words: what holds everybody, what a yes skips, what it needs', () => {
    const refusals = [
      { guard: 'locked', reason: 'it is locked' },
      { guard: 'per-vm', reason: 'it was healed 3 times in 24 hours' },
      { guard: 'typed', reason: "the VM's name has to be typed" },
    ];
    const { frame } = healing({ phase: 'held', plan: { ...guarded(), refusals } });
    expect(frame()).toMatch(/held by +✗ it is locked {2}\(locked\)/);
    expect(frame()).toMatch(/yes skips +○ it was healed 3 times in 24 hours {2}\(per-vm\)/);
    expect(frame()).toMatch(/yes needs +○ the VM's name has to be typed {2}\(typed\)/);
    const all = guards.length;
    expect(frame()).toMatch(new RegExp(`guards +✓ ${all - 3} of ${all} let it through: mode, halt, `));
  });

  test('the route and why, and every call in its order', () => {
    const { frame } = healing({ plan: { ...guarded(), because: 'Mistral does not answer: straight to Nova' } });
    expect(frame()).toMatch(/route +straight to Nova: Mistral does not answer/);
    const calls = [...frame().matchAll(/^ {2}○ (\w+) +planned\n +(POST .*)\n +(\{.*\})$/gm)].map((found) =>
      found.slice(1),
    );
    expect(calls).toEqual([
      ['lock', 'POST compute /servers/web/action', '{"lock":{"locked_reason":"cloud-medic heal i-web"}}'],
      ['act', 'POST compute /servers/web/action', '{"rebuild":{"imageRef":"img-1"}}'],
      ['unlock', 'POST compute /servers/web/action', '{"unlock":null}'],
    ]);
  });

  test('by Mistral the execution is named', () => {
    const follow = { kind: 'execution', id: 'e-1' } as const;
    const { frame } = healing({ plan: planOf(hardReboot, web, { route: 'mistral', follow }) });
    expect(frame()).toContain('by Mistral, execution e-1');
  });

  test('what takes a mark back is named whole, on the screen and in the question', () => {
    const shop = { ...web, stack: { name: 'shop', id: 's-1', resource: 'web' } };
    const { before, undo } = heatReplace.prepare!(shop);
    const follow = { kind: 'stack', id: 's-1', resource: 'web' } as const;
    const plan = planOf(heatReplace, shop, { route: 'heat', before: [before], undo: [undo], follow });
    const { frame, press } = healing({ plan }, { vms: new Map([['web', shop]]) });
    expect(frame()).toMatch(/○ if refused +planned/);
    press('enter');
    expect(frame()).toMatch(/3 if refused +PATCH/);
  });

  test('no call is cut, however narrow the terminal is', () => {
    const { press, frame } = consoleOf(withIncident({ plan: guarded() }), { columns: 60, rows: 60 });
    press('4');
    expect(frame().replace(/\n */g, '')).toContain('{"lock":{"locked_reason":"cloud-medic heal i-web"}}');
  });
});

describe('what is under way', () => {
  test('says how far the cloud has come, and that the unlock is still to follow', () => {
    const rebooting = { ...web, taskState: 'rebooting_hard' };
    const { frame } = healing({ phase: 'healing', attempts: [attemptOf(web)] }, { vms: new Map([['web', rebooting]]) });
    expect(frame()).toMatch(/now +Hard reboot sent 60 s ago, given 4 min\n +ACTIVE rebooting_hard/);
    expect(frame()).toMatch(/● lock +\d\d:\d\d:\d\d\n/);
    expect(frame()).toMatch(/● act +\d\d:\d\d:\d\d {2}req-1\n/);
    expect(frame()).toMatch(/○ unlock +follows once the action is over/);
  });

  test("Mistral's execution is told of by its state", () => {
    const follow = { kind: 'execution', id: 'e-1' } as const;
    const execution = { id: 'e-1', workflow: 'w', vm: 'web', state: 'RUNNING', reason: undefined, createdAt: now };
    const attempts = [attemptOf(web, { route: 'mistral', follow, before: [], undo: [] })];
    const { frame } = healing({ phase: 'healing', attempts }, { executions: new Map([['e-1', execution]]) });
    expect(frame()).toContain("Mistral's execution is RUNNING");
  });

  test('the proof is counted', () => {
    const attempts = [attemptOf(web, { doneAt: now - 20_000 })];
    const { frame } = healing({ phase: 'verifying', healthyInARow: 2, attempts });
    expect(frame()).toMatch(
      /proof +████░░ 2 of 3 healthy verdicts\n +Hard reboot done 20 s ago; without proof in 3 min/,
    );
    expect(frame()).toMatch(/● unlock +it is unlocked/);
  });
});

test('the heals of the last minutes stand against the budget, and a refused one does not count', () => {
  const claims = [
    aClaim({ vm: 'db', at: now - 60_000, outcome: 'healed' }),
    aClaim({ vm: 'web', at: now - 50_000, outcome: 'no help' }),
    aClaim({ vm: 'web', at: now - 40_000, outcome: 'refused' }),
  ];
  const { frame, change } = healing({}, { claims });
  expect(frame()).toContain('── web · heals 2 of 5 in 10 min · this VM 1 of 3 in 24 h');
  expect(frame()).toMatch(/last heals +40 s ago {2}web +Soft reboot +refused\n +50 s ago {2}web .* no help/);
  change((state) => ({ ...state, incidents: new Map() }));
  expect(frame()).toMatch(/healing +nothing to heal · heals 2 of 5 in 10 min/);
});

test('at 80x24 the story is read on by the page, and no further than its end', () => {
  const { press, frame, view } = consoleOf(withIncident({ plan: guarded() }));
  press('4');
  expect(frame()).toMatch(/↓ \d+ more, PgDn reads on/);
  for (let i = 0; i < 9; i++) press('pagedown');
  expect(frame()).not.toContain('reads on');
  expect(frame()).toContain('let it through');
  const end = view().scroll;
  press('pagedown');
  expect(view().scroll).toBe(end);
  press('pageup');
  expect(view().scroll).toBeLessThan(end);
});
