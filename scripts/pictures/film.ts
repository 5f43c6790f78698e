import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mode } from '../../models/event.ts';
import type { Line } from '../../models/scenario.ts';
import { scenarios } from '../../models/scenarios/index.ts';
import { defaultSettings, emptyState, type State } from '../../models/state.ts';
import { contentOf } from '../../screens/saved/content.tsx';
import { intentOf } from '../../screens/shell/intent-of.ts';
import { ConsoleStore } from '../../screens/shell/store.ts';
import type { Size } from '../../screens/shell/theme.ts';
import { ManualClock } from '../../source/clock.ts';
import { consolePort } from '../../source/console.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { ModelStore } from '../../source/model-store.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { memoryShelf } from '../../source/recording/shelf.ts';
import { Script } from '../../source/script.ts';
import { loadSettings } from '../../source/settings.ts';
import { simulatedCloud } from '../../source/simulated.ts';

/** What happens in a simulated cloud, and until when. */
export type Film = {
  readonly vms: number;
  readonly seed: number;
  readonly mode: Mode;
  readonly script: readonly Line[];
  /** Whether the moment has come. `seconds` is the time since the start. */
  readonly until: (state: State, seconds: number) => boolean;
};

/** A screen of that moment: the keys that lead there. */
export type Shot = { readonly size: Size; readonly keys: readonly string[] };

const interval = 10;
/** Films that never come to their moment are at fault. */
const longest = 4 * 3600;

/** Plays the film and takes the shots, each as an SVG picture. The same film, the same pictures. */
export async function shoot(film: Film, shots: readonly Shot[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-medic-pictures-'));
  try {
    const { engine, cloud, clock, journal } = await played(film);
    const { settings } = loadSettings(folder);
    const models = new ModelStore(folder);
    const setup = { engine, cloud, journal, shelf: memoryShelf(), settings, folder, models, brain: 'shipped' };
    const port = consolePort(setup, () => {});
    return await Promise.all(shots.map((shot) => taken(shot, port, clock)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function played({ vms, seed, mode, script: lines, until }: Film) {
  const clock = new ManualClock(Date.UTC(2026, 0, 5, 14));
  const { config, fetch } = simulatedCloud({ vms, seed, clock });
  const cloud = openstackCloud(config, { fetch, clock });
  const model = new ModelStore('').model();
  const state = emptyState(model, mode, false, { ...defaultSettings, interval });
  const journal = openJournal(':memory:');
  const engine = new Engine({ cloud, clock, journal, state });
  await engine.connect();
  const start = clock.now();
  const script = new Script({ ...scenarios[0]!, vms, script: lines }, cloud, start);
  for (let seconds = 0; seconds <= longest; seconds += interval) {
    await engine.tick();
    await engine.idle();
    if (until(engine.getState(), seconds)) return { engine, cloud, clock, journal };
    await script.perform(clock.now(), engine.getState().vms.values());
    clock.advance(interval * 1000);
  }
  throw new Error(`the film's moment did not come within ${longest} s`);
}

async function taken({ size, keys }: Shot, port: ReturnType<typeof consolePort>, clock: ManualClock): Promise<string> {
  const store = new ConsoleStore(port, size, () => {}, { now: () => clock.now() });
  for (const key of keys) {
    const intent = intentOf(key, store.snapshot().view, store.context());
    if (intent) store.dispatch(intent);
  }
  // What a key asked the program for has come by then.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return contentOf('svg', store);
}
