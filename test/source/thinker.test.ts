import { expect, test } from 'vitest';
import type { Model } from '../../models/brain/model.ts';
import { metrics } from '../../models/metrics/index.ts';
import { emptyState, type State } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { loadModel } from '../../source/model-file.ts';
import { Thinker } from '../../source/thinker.ts';
import { aVm } from '../models/fixture.ts';

const clock = new ManualClock();
const vms = Array.from({ length: 3000 }, (_, i) => aVm({ id: `vm-${i}` }));
const samples = vms.map(({ id }) => ({ vm: id, at: clock.now(), values: Float32Array.from(metrics, () => 5) }));
const observed = { type: 'observed', observation: { vms, samples, sources: [], granularity: 10 } } as const;
const evidence = { type: 'evidence', vm: 'vm-1', lines: ['oops'] } as const;

function thinker(model: Model = loadModel()) {
  let state: State = emptyState(model, 'observe');
  const seen: (readonly [verdicts: number, evidence: number, mode: string])[] = [];
  const thinking = new Thinker(
    clock,
    () => state,
    ([next]) => {
      state = next;
      seen.push([state.verdicts.size, state.evidence.size, state.mode]);
    },
  );
  return { thinking, seen };
}

test('what the cloud answers meanwhile hurries nobody, and comes right after', async () => {
  const { thinking, seen } = thinker();
  const work = thinking.inSlices(observed);
  thinking.soon(evidence);
  expect(seen).toEqual([]);
  await work;
  expect(seen).toEqual([
    [3000, 0, 'observe'],
    [3000, 1, 'observe'],
  ]);
  thinking.soon(evidence);
  expect(seen).toHaveLength(3);
});

test('what the operator does meanwhile counts at once, after all that came before', async () => {
  const { thinking, seen } = thinker();
  const work = thinking.inSlices(observed);
  thinking.soon(evidence);
  thinking.atOnce({ type: 'mode-set', mode: 'confirm', who: 'me' });
  expect(seen).toEqual([
    [3000, 0, 'observe'],
    [3000, 1, 'observe'],
    [3000, 1, 'confirm'],
  ]);
  await work;
  expect(seen).toHaveLength(3);
});

test('what breaks while it is thought about is told once, and what comes after is thought about as ever', async () => {
  const { thinking, seen } = thinker({ ...loadModel(), network: { layers: 'none' } });
  for (const count of [1, 2]) {
    const work = thinking.inSlices(observed);
    thinking.soon(evidence);
    await expect(work).rejects.toThrow();
    expect(seen).toHaveLength(count);
  }
  const hurried = thinking.inSlices(observed);
  thinking.atOnce({ type: 'mode-set', mode: 'confirm', who: 'me' });
  expect(seen.at(-1)).toEqual([0, 1, 'confirm']);
  await expect(hurried).rejects.toThrow();
  expect(seen).toHaveLength(3);
});
