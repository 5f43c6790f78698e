import { afterAll, beforeAll, expect, test } from 'vitest';
import { advance } from '../../../models/advance.ts';
import { metrics } from '../../../models/metrics/index.ts';
import { emptyState, type State } from '../../../models/state.ts';
import { loadModel } from '../../../source/model-file.ts';
import { Past } from '../../../source/recording/past.ts';
import { Recorder } from '../../../source/recording/recorder.ts';
import { memoryShelf } from '../../../source/recording/shelf.ts';
import { aVm } from '../../models/fixture.ts';
import { seen } from './fixture.ts';

const size = 3000;
const begin = Date.UTC(2026, 0, 5, 12);
const moments: { readonly state: State; readonly looked: ReturnType<typeof seen> }[] = [];
const shelf = memoryShelf();
const recorder = new Recorder(shelf, (words) => {
  throw new Error(words);
});
const latest = () => new Past(shelf).moment(Number.POSITIVE_INFINITY, 'at');
let turns = 0;
let isOver = false;

/** Each poll brings a sample of each VM; the names are of two halves in JavaScript. */
function observed(state: State, poll: number): State {
  const at = begin + poll * 10_000;
  const vms = Array.from({ length: size }, (_, i) =>
    aVm({ id: `vm-${i}`, name: `🛰${'🛰'.repeat(i % 5)}`, metadata: { owner: 'us' } }),
  );
  const samples = vms.map((vm, i) => ({ vm: vm.id, at, values: Float32Array.from(metrics, () => (i * poll) % 90) }));
  return advance(state, { type: 'observed', at, observation: { vms, samples, sources: [], granularity: 10 } })[0];
}

beforeAll(async () => {
  let state = emptyState(loadModel(), 'observe');
  for (let poll = 1; poll <= 3; poll++) {
    state = observed(state, poll);
    recorder.take(state);
    moments.push({ state, looked: seen(state) });
    if (poll < 3) await untilWritten(state.at);
  }
}, 30_000);
afterAll(() => recorder.finish());

/** Counts the turns that others have meanwhile. */
async function untilWritten(at: number): Promise<void> {
  isOver = false;
  while (!isOver) {
    turns++;
    await new Promise(setImmediate);
    isOver = turns % 50 === 0 && latest()?.at === at;
  }
}

test('a large fleet is recorded in slices, between which others have their turn', () => {
  expect(turns).toBeGreaterThan(20);
});

test('what is cut short by a kill leaves the moments before, and finished it holds every sample', () => {
  expect(latest()?.at).toBe(moments[1]!.state.at);
  recorder.finish();
  for (const { state, looked } of moments) expect(seen(new Past(shelf).moment(state.at, 'at')!)).toEqual(looked);
});
