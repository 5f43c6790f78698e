import { describe, expect, test } from 'vitest';
import { telemetryLoss } from '../../models/faults/telemetry-loss.ts';
import type { Incident } from '../../models/incident.ts';
import type { SourceHealth } from '../../models/vm.ts';
import { db, stormy, web, withIncident } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { incidentOf, now, stateOf, verdictOf, vmOf } from './fixture.ts';

const large = { columns: 120, rows: 40 };

describe('the alarm screen', () => {
  test('a failing host is one line with its VMs counted, and they are listed beneath', () => {
    const { press, lines, frame } = consoleOf(stormy(), large);
    press('3');
    expect(lines()[3]).toMatch(/VM +STATE +AGE +DIAGNOSIS +P +AODH +WHY/);
    expect(lines()[4]).toMatch(/▸ host compute-1 +█ fails +90 s +4 VMs +host compute-1: 4 of its 7 VMs fail at once/);
    expect(frame()).toMatch(/its VMs +vm-1 .*\n +vm-5 .*\n +vm-7 .*\n +vm-9 /);
  });

  test('what only a person can end comes first; each state is told in words', () => {
    const { press, lines } = consoleOf(stormy(), large);
    press('3');
    const states = lines()
      .slice(5, 10)
      .map((line) =>
        line
          .slice(2)
          .replace(/ +\d+ min .*/, '')
          .trim()
          .split(/ {2,}/),
      );
    expect(states).toEqual([
      ['vm-0', '✗ in quarantine'],
      ['vm-1', '@ taken over'],
      ['vm-2', 'z put off'],
      ['vm-3', '● under heal'],
      ['vm-4', '○ verifying 2 of 3'],
    ]);
  });

  test('while it is healed, what it was raised for does not pass for the verdict of now', () => {
    const story = (phase: Incident['phase']) => {
      const { press, frame } = consoleOf(withIncident({ phase, reasons: ['Nova found it powered off'] }), large);
      press('3');
      return frame();
    };
    expect(story('firing')).toMatch(/because +Nova found it powered off/);
    for (const phase of ['healing', 'verifying'] as const)
      expect(story(phase)).toMatch(/raised for +Nova found it powered off/);
  });

  test("Aodh's opinion is beside ours, with how much later it came", () => {
    const { press, lines, frame } = consoleOf(stormy(), large);
    press('3');
    expect(lines()[5]).toContain('alarm +35s');
    expect(lines()[6]).toContain('still ok 4m');
    expect(lines()[7]).toContain('no data 4m');
    expect(lines()[8]).toMatch(/ – /);
    expect(frame()).toContain('Aodh has 2 in alarm · Aodh alone: vm-8');
    press('down');
    expect(frame()).toContain('has its alarm too, for 3 min: 35 s after ours');
    press('down');
    expect(frame()).toContain('still says ok; our alarm is 4 min old');
  });

  test('once ours is over, whether its is over too', () => {
    const closed = incidentOf(web, { phase: 'resolved', closedAt: now - 5000, words: 'well again' });
    const opened = consoleOf(
      stateOf([web], { history: [closed], aodh: new Map([['web', { state: 'alarm', since: now }]]) }),
    );
    opened.press('3');
    expect(opened.lines()[4]).toMatch(/▸ web +– over .* still alarm$/);
    opened.change((state) => ({ ...state, aodh: new Map([['web', { state: 'ok', since: now }]]) }));
    expect(opened.lines()[4]).toMatch(/ % +ok$/);
  });

  test('an alarm that Aodh had before we looked has no delay', () => {
    const aodh = new Map([['web', { state: 'alarm', since: Number.NaN } as const]]);
    const { press, lines, frame } = consoleOf(withIncident({}, { aodh }));
    press('3');
    expect(lines()[4]).toMatch(/ alarm$/);
    expect(frame()).toContain('has its alarm too, for longer than we have looked');
  });

  test('while it does not answer, what it said last is told as that, with its age', () => {
    const aodh = new Map([['web', { state: 'alarm', since: now - 200_000 } as const]]);
    const failing = (newest: number | undefined) =>
      [{ source: 'aodh', ok: false, newest, reason: 'HTTP 500' }] as const;
    const opened = consoleOf(withIncident({}, { aodh, sources: failing(now - 120_000) }));
    opened.press('3');
    expect(opened.lines()[4]).toMatch(/ was alarm$/);
    expect(opened.frame()).toContain('Aodh had 1 in alarm 2 min ago');
    expect(opened.frame()).toContain('does not answer; 2 min ago it was "alarm"');
    opened.change((state) => ({ ...state, aodh: new Map(), sources: failing(undefined) }));
    expect(opened.lines()[4]).toMatch(/ –$/);
    expect(opened.frame()).toMatch(/Aodh +does not answer\n/);
  });

  test('a cloud that is not set up for Aodh has a dash and a reason', () => {
    const { press, lines, frame } = consoleOf(withIncident());
    press('3');
    expect(lines()[4]).toMatch(/▸ web +\? waits for a yes +4 min +Hang +97 % +–$/);
    expect(frame()).toContain('gives no opinion: the cloud is not set up for it');
  });

  test('without an alarm Aodh can still have one', () => {
    const state = stateOf([web, db], { aodh: new Map([[db.id, { state: 'alarm', since: now }]]) });
    const { press, frame } = consoleOf(state);
    press('3');
    expect(frame()).toMatch(/alarms +none/);
    expect(frame()).toMatch(/Aodh alone +db/);
  });

  test('why it is held is told, guard by guard', () => {
    const refusals = [
      { guard: 'locked', reason: 'it is locked: by bob' },
      { guard: 'wait', reason: 'it may pass by itself; waiting 40 s more' },
    ];
    const held = withIncident({ phase: 'held' });
    const incident = held.incidents.get('web')!;
    const state = { ...held, incidents: new Map([['web', { ...incident, plan: { ...incident.plan!, refusals } }]]) };
    const { press, frame } = consoleOf(state);
    press('3');
    expect(frame()).toMatch(/▸ web += held/);
    expect(frame()).toMatch(/held +it is locked: by bob\n/);
  });

  test('what passes by itself in auto mode is not said to wait for a yes', () => {
    const waiting = { guard: 'wait', reason: 'it may pass by itself; waiting 40 s more' };
    const open = withIncident({ phase: 'held' });
    const incident = open.incidents.get('web')!;
    const incidents = new Map([['web', { ...incident, plan: { ...incident.plan!, refusals: [waiting] } }]]);
    const { press, frame, change } = consoleOf({ ...open, incidents, mode: 'auto' });
    press('3');
    expect(frame()).toMatch(/▸ web +… waits a little/);
    change((state) => ({ ...state, mode: 'confirm' }));
    expect(frame()).toMatch(/▸ web +\? waits for a yes/);
  });

  test('what no action helps against says so', () => {
    const vm = vmOf('quiet');
    const lost = incidentOf(vm, {
      phase: 'held',
      diagnosis: 'telemetry-loss',
      plan: undefined,
      words: 'nothing helps',
    });
    const state = stateOf([vm], {
      incidents: new Map([[vm.id, lost]]),
      verdicts: new Map([[vm.id, verdictOf(vm.id, undefined)]]),
    });
    const { press, frame } = consoleOf(state);
    press('3');
    expect(frame()).toMatch(/▸ quiet +· left alone/);
    expect(frame()).toContain(telemetryLoss.leftAlone!.slice(0, 40));
  });

  test('the cursor stays with its incident when that closes, and Enter leads to its healing', () => {
    const { press, view, change, frame } = consoleOf(stormy());
    press('3', 'down', 'down');
    expect(view().incident).toBe('i-vm-1');
    change((state) => {
      const incidents = new Map(state.incidents);
      const closed = { ...incidents.get('vm-1')!, phase: 'resolved', closedAt: now, words: 'well again' } as const;
      incidents.delete('vm-1');
      return { ...state, incidents, history: [closed] };
    });
    expect(frame()).toMatch(/▸ vm-1 +– over/);
    press('enter');
    expect(view().screen).toBe('healing');
    expect(frame()).toMatch(/▸ vm-1 +– over/);
  });
});

describe('the header', () => {
  test('tells the age of what verdicts rest on first, and holds all sources at 80 columns', () => {
    const well = (source: SourceHealth['source'], newest: number | undefined = now - 5000): SourceHealth => {
      return { source, ok: true, newest, reason: undefined };
    };
    const names = ['aodh', 'gnocchi', 'heat', 'mistral', 'nova', 'push'] as const;
    const sources = [...names.map((source) => well(source)), well('keystone', undefined)];
    const opened = consoleOf({ ...withIncident(), sources });
    expect(opened.lines()[1]).toMatch(/^nova 5 s old · gnocchi 5 s old · 5 others ok +1 unh/);
    opened.change((state) => ({ ...state, sources: [...sources.slice(1), well('aodh', now - 600_000)] }));
    expect(opened.lines()[1]).toMatch(/^nova 5 s old · gnocchi 5 s old · aodh 10 min old · /);
  });

  test('calls no source well that nobody asks while Nova does not answer', () => {
    const source = (one: SourceHealth['source']): SourceHealth => {
      return { source: one, ok: one !== 'nova', newest: now - 50_000, reason: undefined };
    };
    const sources = (['nova', 'gnocchi', 'heat', 'aodh', 'mistral'] as const).map(source);
    const state = withIncident();
    const settings = { ...state.settings, interval: 10 };
    const { lines } = consoleOf({ ...state, settings, sources, novaAt: now - 50_000, novaTook: 0 });
    expect(lines()[1]).toMatch(/^nova down 50 s · gnocchi 50 s old · 3 others \? /);
  });

  test('says what keeps us from healing: brake, host, stopped auto, the lease of another', () => {
    const { lines } = consoleOf(stormy(), { columns: 200, rows: 40 });
    expect(lines()[0]).toMatch(/SIMULATED {2}AUTO STOPPED {2}BRAKE$/);
    expect(lines()[2]).toMatch(
      /^! brake: 9 of 14 .* · host compute-1: 4 of .* · auto stopped by alice 30 s ago, .* · other 7 heals this cloud, not we/,
    );
  });

  test('and at 80 columns the badges are still there', () => {
    const { lines } = consoleOf(stormy());
    expect(lines()[0]).toMatch(/SIMULATED {2}AUTO STOPPED {2}BRAKE$/);
    expect(lines()[2]).toMatch(/^! brake: 9 of 14 VMs are unhealthy at once · /);
  });

  test('a lost telemetry is called that', () => {
    const vms = Array.from({ length: 6 }, (_, i) => vmOf(`vm-${i}`));
    const verdicts = new Map(
      vms.map(({ id }) => [id, verdictOf(id, undefined, { freshness: 'stale', sampleAge: 90_000 })]),
    );
    expect(consoleOf(stateOf(vms, { verdicts })).lines()[2]).toMatch(
      /^! telemetry lost: 6 of 6 running VMs are silent/,
    );
  });

  test('in confirm mode a lease is nobody’s trouble; that the cloud’s alarms are stopped as well is told', () => {
    const { lines } = consoleOf({ ...stormy(), mode: 'confirm', brake: undefined, hosts: new Map() });
    expect(lines()[0]).toMatch(/CONFIRM$/);
    expect(lines()[2]).toMatch(/^! auto stopped by alice 30 s ago, X lets it go on$/);
  });
});

test('the fleet marks what people have decided, in letters', () => {
  const { frame } = consoleOf(stormy(), large, { ascii: true, noColor: true });
  expect(frame()).toMatch(/vm-0 .* quarantine/);
  expect(frame()).toMatch(/vm-1 .* taken over/);
  expect(frame()).toMatch(/vm-2 .* put off/);
  expect(frame()).toMatch(/vm-3 .* healing/);
  expect(frame()).toMatch(/vm-6 .* maintenance/);
  expect(frame()).toMatch(/vm-9 .* host fails/);
});
