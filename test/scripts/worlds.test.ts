import { describe, expect, test } from 'vitest';
import { faults } from '../../models/faults/index.ts';
import { metrics } from '../../models/metrics/index.ts';
import { chosen } from '../../scripts/training/choice.ts';
import { worldsOf } from '../../scripts/training/lessons.ts';
import { measure, type Run } from '../../scripts/training/measure.ts';
import type { JudgedRun } from '../../scripts/training/runs.ts';
import { imagine, type Scene, type Story } from '../../scripts/training/world.ts';

const worlds = [...worldsOf({ first: 1, count: 60, novel: false, scene: 'busy' })];
const stories = worlds.flatMap((world) => world.stories.map((story, index) => ({ world, story, index })));

test('the same seed is the same world, another one is another', () => {
  const kind = { novel: false, scene: 'busy' } as const;
  expect(imagine(5, kind)).toEqual(imagine(5, kind));
  expect(imagine(6, kind).moments[0]).not.toEqual(imagine(5, kind).moments[0]);
});

test('worlds have single VMs and groups, several hosts and flavors, and all faults', () => {
  expect(worlds.filter(({ stories }) => stories.length === 1).length).toBeGreaterThan(10);
  expect(worlds.filter(({ stories }) => stories.length > 4).length).toBeGreaterThan(10);
  for (const name of ['host', 'flavor'] as const) {
    expect(worlds.some(({ moments }) => new Set(moments[0]!.vms.map((vm) => vm[name])).size > 1)).toBe(true);
  }
  const seen = new Set(stories.map(({ story }) => story.fault));
  for (const { id } of faults) expect(seen).toContain(id);
});

test('what training learns from and what is measured share no family', () => {
  const novel = [...worldsOf({ first: 1, count: 40, novel: true, scene: 'busy' })].flatMap((world) => world.stories);
  const known = new Set(stories.map(({ story }) => story.family));
  for (const { family } of novel) expect(known).not.toContain(family);
});

test('a VM without a fault is never failing, one with a fault neither before it shows nor long after', () => {
  const wrong = stories.flatMap(({ world, story, index }) =>
    world.moments.filter(({ at, labels }) => {
      const its = story.fault && story.visible !== undefined && at >= story.visible;
      const over = at > story.until + 7 * world.granularity * 1000 + 20_000;
      return (!its || over) && labels[index] !== 'healthy' && labels[index] !== 'uncertain';
    }),
  );
  expect(wrong).toEqual([]);
});

test('the first symptom comes after the fault, and before the memory or disk is full', () => {
  const shown = stories.filter(({ story }) => story.visible !== undefined);
  expect(shown.length).toBeGreaterThan(40);
  for (const { story } of shown) {
    expect(story.visible).toBeGreaterThan(story.from);
    if (story.end !== undefined) expect(story.end).toBeGreaterThan(story.visible!);
  }
});

test('samples are what a VM can do', () => {
  const samples = worlds.flatMap(({ moments }) => moments.flatMap((moment) => moment.samples));
  for (const [column, { id, ceiling = Number.POSITIVE_INFINITY }] of metrics.entries()) {
    const values = samples.map(({ values }) => values[column]!);
    expect(values.filter((value) => value < 0 || value > ceiling).length, id).toBe(0);
  }
});

test('thresholds: the most is found in time, among those that are bearable on nasty days', () => {
  const story = {
    ...stories[0]!.story,
    fault: 'hang' as const,
    from: 0,
    until: 600_000,
    visible: 20_000,
    end: undefined,
  };
  const run = (scene: Scene, scores: number[]): JudgedRun => ({
    ...{ scene, granularity: 10, story: scene === 'day' ? { ...story, fault: undefined, visible: undefined } : story },
    points: scores.map((score, index) => ({
      ...{ at: index * 10_000, label: 'healthy', score, diagnosis: undefined, silent: false, rule: 0 },
    })),
  });
  const fault = run('busy', [0, 0, 0.75, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95]);
  const calm = run('day', new Array(20_000).fill(0.01));
  expect(chosen([fault, calm])).toMatchObject({ raise: 0.3, raiseAfter: 2 });
  // A short hump on an honest day, up to 0.86: it has to be borne, or passed over.
  const restless = run('day', [0.86, 0.86, 0.86, 0.86, ...new Array(20_000).fill(0.01)]);
  const { raise, raiseAfter, raiseOf } = chosen([fault, restless]);
  expect(measure([restless], { raise, clear: raise / 2, raiseAfter, raiseOf }).falseAlarms).toEqual([]);
  expect(measure([fault], { raise, clear: raise / 2, raiseAfter, raiseOf }).faults.get('hang')).toMatchObject({
    soon: 1,
  });
});

describe('measuring', () => {
  const thresholds = { raise: 0.8, clear: 0.4, raiseAfter: 2, raiseOf: 3 };
  const minute = 60_000;
  const run = (story: Partial<Story>, scores: number[]): Run => ({
    story: {
      ...{ vm: 'one', family: 'web', fault: 'memory-leak', from: 2 * minute, until: 60 * minute },
      ...{ visible: 3 * minute, end: 30 * minute, occasions: [] },
      ...story,
    },
    granularity: 60,
    points: scores.map((score, index) => ({ at: index * minute, label: 'healthy', score, diagnosis: 'memory-leak' })),
  });

  test('counts delay in samples from the first symptom, and the warning before the end', () => {
    const { faults, falseAlarms } = measure([run({}, [0, 0, 0, 0, 0.9, 0.9, 0.9])], thresholds);
    expect(falseAlarms).toEqual([]);
    expect(faults.get('memory-leak')).toMatchObject({ found: 1, soon: 1, delays: [2], roomy: 1, ahead: 1, right: 1 });
    expect(faults.get('memory-leak')!.leads).toEqual([25 * 60]);
  });

  test('what never shows is set aside, what is raised without a fault is false', () => {
    const hidden = measure([run({ visible: undefined }, [0, 0, 0])], thresholds).faults.get('memory-leak');
    expect(hidden).toMatchObject({ runs: 1, hidden: 1, found: 0 });
    const healthy = measure([run({ fault: undefined, visible: undefined }, [0.9, 0.9, 0.9])], thresholds);
    expect(healthy).toMatchObject({ falseAlarms: [{ at: minute }] });
    expect(healthy.vmDays).toBeCloseTo(2 / 1440);
  });
});
