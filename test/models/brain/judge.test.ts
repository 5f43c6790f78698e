import { describe, expect, test } from 'vitest';
import { faultById } from '../../../models/faults/index.ts';
import { busy, history, model, now, stop, tiny, type Values, verdictOn, vm } from './history.ts';

const { raise, clear } = model.thresholds;

describe('a healthy VM', () => {
  test('that works hard is left in peace', () => {
    const verdict = verdictOn(history((_, noise) => busy(noise)));
    expect(verdict.probability).toBeLessThan(clear);
    expect(verdict).toMatchObject({ diagnosis: undefined, reasons: [], timeToFailure: undefined, freshness: 'fresh' });
    expect(verdict).toMatchObject({ sampledAt: now - 15_000, sampleAge: 15_000 });
  });

  test.each([10, 60, 300])(
    'of a small cloud with few metrics and a still disk is no hang (every %i s)',
    (granularity) => {
      const ring = history((_, noise) => tiny(noise), { granularity, minutes: granularity * 3, age: granularity });
      expect(verdictOn(ring, vm(), granularity).probability).toBeLessThan(clear);
    },
  );

  test('with gaps in its samples stays healthy', () => {
    const verdict = verdictOn(
      history((ago, noise) => (ago % 70 === 0 ? {} : ago % 110 === 0 ? undefined : busy(noise))),
    );
    expect(verdict.probability).toBeLessThan(clear);
  });

  test('that has just been rebooted is well once its samples are', () => {
    const ring = history((ago, noise) =>
      ago < 60 ? busy(noise) : ago < 100 ? undefined : { ...busy(noise), cpu: 99, netOut: 2e6 },
    );
    expect(verdictOn(ring, vm({ updatedAt: now - 80_000 })).probability).toBeLessThan(clear);
  });
});

/** What is left of honest work beside a process that has run away, as the catalogue has it. */
function starved(usual: Values, noise: () => number): Values {
  const sick = faultById('cpu-hog').symptoms({ ...stillness, ...usual }, 60, () => Math.abs(noise()) % 1);
  return Object.fromEntries(Object.entries(sick).filter(([name]) => name in usual)) as Values;
}

const stillness = {
  ...{ cpu: 0, memory: 0, disk: 0, diskRead: 0, diskWrite: 0, diskLatency: 0 },
  ...{ netIn: 0, netOut: 0, netDrops: 0, netErrors: 0 },
};

describe('a failing VM', () => {
  test('whose memory climbs is found, with the time that is left', () => {
    const ring = history((ago, noise) => ({ ...busy(noise), memory: 88 - 4 * Math.min(8, ago / 60) + 0.4 * noise() }));
    const verdict = verdictOn(ring);
    expect(verdict.probability).toBeGreaterThan(raise);
    expect(verdict.diagnosis).toBe('memory-leak');
    expect(verdict.confidence).toBeGreaterThan(0.5);
    expect(verdict.timeToFailure).toBeGreaterThan(120);
    expect(verdict.timeToFailure).toBeLessThan(300);
    expect(verdict.reasons[0]).toMatch(/^memory 8\d %, rising [34]\.\d %\/min, full in \d min$/);
  });

  test('whose disk fills up is found', () => {
    const ring = history((ago, noise) => {
      const filling = ago < 240;
      return {
        ...busy(noise),
        disk: 40 + (filling ? (240 - ago) * 0.11 : 0),
        diskWrite: filling ? 8e6 : 4e5,
        diskLatency: filling ? 3 : 1.5,
      };
    });
    const verdict = verdictOn(ring);
    expect(verdict.probability).toBeGreaterThan(raise);
    expect(verdict).toMatchObject({ diagnosis: 'disk-full' });
    expect(verdict.timeToFailure).toBeGreaterThan(120);
    expect(verdict.reasons.join()).toContain('disk 6');
  });

  test('whose processor runs away is found within two minutes, in a small cloud too', () => {
    for (const usual of [busy, tiny]) {
      const ring = history((ago, noise) => (ago < 90 ? starved(usual(noise), noise) : usual(noise)));
      const verdict = verdictOn(ring);
      expect(verdict.probability).toBeGreaterThan(raise);
      expect(verdict.diagnosis).toBe('cpu-hog');
      expect(verdict.reasons[0]).toMatch(/^CPU (9\d|100) % against its usual \d+ %$/);
      expect(verdict.timeToFailure).toBeUndefined();
    }
  });

  test('that stands still is a hang', () => {
    const still = { cpu: 0, diskRead: 0, diskWrite: 0, netIn: 0, netOut: 0 };
    const ring = history((ago, noise) => (ago < 120 ? { ...busy(noise), ...still } : busy(noise)));
    const verdict = verdictOn(ring);
    expect(verdict.probability).toBeGreaterThan(raise);
    expect(verdict.diagnosis).toBe('hang');
    expect(verdict.reasons.join()).toContain('no disk or network traffic for 2 min while ACTIVE');
  });

  test('that stands still is a hang in a small cloud too, if it used to talk', () => {
    const ring = history((ago, noise) => {
      const usual = { ...tiny(noise), netIn: 300 + 50 * noise(), netOut: 200 };
      return ago < 180 ? { ...usual, cpu: 0, netIn: 0, netOut: 0 } : usual;
    });
    expect(verdictOn(ring)).toMatchObject({ diagnosis: 'hang' });
  });

  test('that Nova found dead is a crash, with or without a past', () => {
    const dead = vm({ status: 'SHUTOFF', power: 'shutdown', lastAction: stop(undefined) });
    for (const minutes of [30, 0]) {
      const verdict = verdictOn(
        history((_, noise) => busy(noise), { minutes, age: 60 }),
        dead,
      );
      expect(verdict.probability).toBeGreaterThan(raise);
      expect(verdict).toMatchObject({ diagnosis: 'crash', reasons: ['Nova found it powered off; no user stopped it'] });
    }
  });

  test('in ERROR is failing, in the words of Nova', () => {
    const broken = vm({ status: 'ERROR', power: 'none', fault: 'the host is gone' });
    const verdict = verdictOn(
      history((_, noise) => busy(noise)),
      broken,
    );
    expect(verdict.probability).toBeGreaterThan(raise);
    expect(verdict).toMatchObject({ diagnosis: 'crash', reasons: ['Nova reports: the host is gone'] });
  });

  test('in ERROR since it was made is no crash: no action is known that helps', () => {
    const unborn = vm({ status: 'ERROR', power: 'none', fault: 'No valid host was found. ', launchedAt: undefined });
    const verdict = verdictOn(
      history(() => ({}), { minutes: 0 }),
      unborn,
    );
    expect(verdict.probability).toBeGreaterThan(raise);
    expect(verdict.diagnosis).toBeUndefined();
  });
});

describe('not the VM', () => {
  test('but its telemetry fails when samples stop and Nova says ACTIVE', () => {
    const verdict = verdictOn(history((_, noise) => busy(noise), { age: 180 }));
    expect(verdict.probability).toBeLessThan(clear);
    expect(verdict).toMatchObject({ diagnosis: 'telemetry-loss', freshness: 'stale' });
    expect(verdict.reasons).toEqual(['no samples for 3 min, Nova says ACTIVE']);
  });

  test.each([
    [{ status: 'SHUTOFF', power: 'shutdown', lastAction: stop('u') }, 'stopped by a user'],
    [{ status: 'PAUSED', power: 'paused' }, 'paused by a user'],
    [{ status: 'SUSPENDED', power: 'suspended' }, 'suspended by a user'],
    [{ status: 'SHELVED_OFFLOADED', power: 'shutdown' }, 'shelved by a user'],
  ] as const)('but a person wanted it: %o', (changes, words) => {
    const verdict = verdictOn(
      history((_, noise) => busy(noise), { age: 600 }),
      vm(changes),
    );
    expect(verdict).toMatchObject({ probability: 0, diagnosis: undefined, reasons: [words] });
  });

  test.each([
    [{ status: 'REBOOT', taskState: 'rebooting' }, 'rebooting is under way'],
    [{ status: 'SHUTOFF', power: 'shutdown' }, 'powered off; Nova has not said by whom'],
  ] as const)('but nobody can say yet: %o', (changes, words) => {
    const verdict = verdictOn(
      history((_, noise) => busy(noise)),
      vm(changes),
    );
    expect(verdict).toMatchObject({ probability: undefined, reasons: [words] });
  });

  test('but the watching is too young', () => {
    expect(verdictOn(history((_, noise) => busy(noise), { minutes: 0.5 }))).toMatchObject({
      probability: undefined,
      reasons: ['only 3 samples so far'],
    });
    expect(verdictOn(history(() => undefined))).toMatchObject({ probability: undefined, freshness: 'none' });
  });
});
