import { metrics } from '../../../models/metrics/index.ts';
import { toPlain } from '../../../models/recording/plain.ts';
import { recordedOf } from '../../../models/recording/recorded.ts';
import { emptyState, type State } from '../../../models/state.ts';
import { ManualClock } from '../../../source/clock.ts';
import { Engine } from '../../../source/engine.ts';
import { openJournal } from '../../../source/journal.ts';
import { loadModel } from '../../../source/model-file.ts';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { Recorder } from '../../../source/recording/recorder.ts';
import type { Shelf } from '../../../source/recording/shelf.ts';
import { simulatedCloud } from '../../../source/simulated.ts';

/** All that a person could see of a state, with each VM's curve and the end of its history, as plain values. */
export function seen(state: State) {
  const history = [...state.vms.keys()].map((vm) => {
    const rows = Array.from({ length: Math.min(5, state.ring.length(vm)) }, (_, back) => [
      state.ring.time(vm, back),
      ...metrics.map((_, column) => state.ring.value(vm, column, back)),
    ]);
    return [vm, state.ring.length(vm), rows, state.curves.of(vm)];
  });
  return toPlain({ ...recordedOf(state), history });
}

/** A simulated cloud that is healed by itself, recorded; `moments` is what the live states showed. */
export async function recorded(shelf: Shelf, { vms = 6, polls = 100 }) {
  const clock = new ManualClock();
  const { config, fetch } = simulatedCloud({ vms, seed: 3, clock });
  const cloud = openstackCloud(config, { fetch, clock });
  const journal = openJournal(':memory:');
  const engine = new Engine({ cloud, clock, journal, state: emptyState(loadModel(), 'auto') });
  const recorder = new Recorder(shelf, (words) => {
    throw new Error(words);
  });
  const moments = new Map<number, ReturnType<typeof seen>>();
  recorder.follow(engine);
  await engine.connect();
  for (let i = 0; i < polls; i++) {
    await engine.tick();
    await engine.idle();
    const state = engine.getState();
    if (i === 3) await cloud.faults?.inject('crash', [...state.vms.keys()][0]!, 600);
    if (i === 30) await cloud.faults?.inject('memory-leak', [...state.vms.keys()][1]!, 1200);
    moments.set(state.at, seen(state));
    clock.advance(10_000);
  }
  journal.close();
  return { engine, moments, clock };
}
