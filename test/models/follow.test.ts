import { describe, expect, test } from 'vitest';
import type { Event } from '../../models/event.ts';
import { defaultSettings, type State } from '../../models/state.ts';
import type { Verdict } from '../../models/verdict.ts';
import type { Vm } from '../../models/vm.ts';
import { watched } from '../../models/watch.ts';
import { aState, aVerdict, aVm, now, step as outcomeOf, seen } from './fixture.ts';

const step = (state: State, event: Event) => outcomeOf(state, event)[0];

/** A soft reboot that somebody confirmed, sent by this route; of the answer this request id is known. */
function sent(route: 'nova' | 'mistral', requestId?: string): State {
  const cloud = { name: 'c', project: 'p', user: 'u', region: 'r', simulated: true, roles: [] };
  const settings = { ...defaultSettings, routes: { 'soft-reboot': route } };
  const first = step(aState({ settings, cloud: { ...cloud, services: ['compute', 'workflow'] } }), seen());
  const { id: incident } = first.incidents.get(aVm().id)!;
  const claimed = step(first, { type: 'confirmed', at: now, incident, action: 'soft-reboot', who: 'ada' });
  return step(claimed, { type: 'action-accepted', at: now + 1000, incident, number: 1, requestId });
}

const attempt = (state: State) => state.incidents.get(aVm().id)!.attempts.at(-1)!;

function later(state: State, seconds: number, news: Partial<State> = {}): State {
  const at = now + seconds * 1000;
  return step({ ...state, novaAt: at, ...news }, seen(at));
}

/** What Mistral tells of the attempt's execution. */
function execution(state: State, word: string): Partial<State> {
  const { follow } = attempt(state);
  const id = follow.kind === 'execution' ? follow.id : '';
  const one = { id, workflow: 'cloud_medic.soft_reboot', vm: aVm().id, state: word, reason: undefined, createdAt: now };
  return { executions: new Map([[id, one]]) };
}

test('an execution that Mistral does not know is lost only when its call cannot be on the way any more', () => {
  const state = sent('mistral');
  const absent = execution(state, 'ABSENT');
  expect(attempt(later(state, 30, absent)).outcome).toBe('under way');
  const lost = later(state, 70, absent);
  expect(attempt(lost)).toMatchObject({ outcome: 'lost', words: 'Mistral knows of no such execution' });
});

test('while Mistral fails its old news count for nothing, but for an ending', () => {
  const state = sent('mistral');
  const sources = [{ source: 'mistral', ok: false, newest: undefined, reason: 'Mistral answered 500.' }] as const;
  const late = later(state, 250, { ...execution(state, 'RUNNING'), sources });
  expect(attempt(late).words).toContain('Mistral does not answer: Mistral answered 500.');
  expect(attempt(later(state, 30, { ...execution(state, 'SUCCESS'), sources })).words).toContain('done');
});

test('an execution that was given up on is watched until it can do nothing more', () => {
  const state = sent('mistral');
  const running = execution(state, 'RUNNING');
  const given = later(state, 250, running);
  expect(attempt(given).outcome).toBe('no help');
  const [id] = running.executions!.keys();
  expect(watched(given).executions).toEqual([id]);
  expect(watched({ ...given, ...execution(state, 'CANCELLED') }).executions).toEqual([]);
});

test('nothing more is done while Mistral does not say whether it still is at it', () => {
  const sources = [{ source: 'mistral', ok: false, newest: undefined, reason: 'Mistral answered 500.' }] as const;
  const given = later(later(sent('mistral'), 250, { sources }), 260);
  const refusals = given.incidents.get(aVm().id)?.plan?.refusals ?? [];
  expect(refusals.map(({ reason }) => reason)).toContain(
    'Mistral does not say whether it still runs soft-reboot for it',
  );
  const again = later(given, 270, { sources: [{ ...sources[0], ok: true }] });
  expect(again.incidents.get(aVm().id)?.plan?.refusals.map(({ guard }) => guard)).not.toContain('in-flight');
});

test.each<[string, string | undefined, Partial<Vm>, string]>([
  ['Nova has no record of the call', undefined, {}, 'lost'],
  ['Nova has one of something else', undefined, { lastAction: action('resize') }, 'lost'],
  ['Nova has a record of it', undefined, { lastAction: action('reboot') }, 'no help'],
  ['Nova answered', 'req-1', {}, 'no help'],
])('the VM is in ERROR and %s', (_, requestId, news, outcome) => {
  const state = sent('nova', requestId);
  const vm = aVm({ status: 'ERROR', fault: 'no host', ...news });
  expect(attempt(later(state, 30, { vms: new Map([[vm.id, vm]]) })).outcome).toBe(outcome);
});

function action(word: string) {
  return { action: word, userId: 'u', requestId: 'req-9', startedAt: now + 500, message: undefined };
}

describe('samples that stay away while a heal is verified', () => {
  const silent = (at: number) =>
    aVerdict({ at, sampledAt: now, sampleAge: at - now, freshness: 'stale', diagnosis: 'telemetry-loss' });
  const well = (at: number) => aVerdict({ at, sampledAt: at, probability: 0.02, diagnosis: undefined, reasons: [] });
  const judged = (state: State, seconds: number, verdict: (at: number) => Verdict) =>
    later(state, seconds, { verdicts: new Map([[aVm().id, verdict(now + seconds * 1000)]]) });
  const silentUntil = (end: number, from = 20, state = later(sent('nova', 'req-1'), 10)) => {
    let after = state;
    for (let seconds = from; seconds < end; seconds += 10) after = judged(after, seconds, silent);
    return after;
  };

  test('are not held against it', () => {
    const blind = silentUntil(800);
    expect(blind.incidents.get(aVm().id)).toMatchObject({
      phase: 'verifying',
      words: 'Soft reboot done, but no samples come',
    });
    const back = [800, 810, 820].reduce((state, seconds) => judged(state, seconds, well), blind);
    expect(back.history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
  });

  test('keep its place for a quarter of an hour only', () => {
    expect(attempt(silentUntil(1100)).outcome).toBe('no help');
  });
});
