import { setImmediate as breath } from 'node:timers/promises';
import type { Model } from '../models/brain/model.ts';
import { type Report, reportOf } from '../models/report.ts';
import type { Scenario } from '../models/scenario.ts';
import { defaultSettings, emptyState } from '../models/state.ts';
import { ManualClock } from './clock.ts';
import { Engine } from './engine.ts';
import { openJournal } from './journal.ts';
import { openstackCloud } from './openstack/cloud.ts';
import { Script } from './script.ts';
import { simulatedCloud } from './simulated.ts';

/** Plays a scenario on a simulated cloud of its own as fast as it goes, and reports. The same seed, the same report. */
export async function play(scenario: Scenario, seed: number, model: Model): Promise<Report> {
  const clock = new ManualClock();
  const { config, fetch } = simulatedCloud({ vms: scenario.vms, seed, clock });
  // Nobody moves the clock on while a call waits to be sent again.
  const cloud = openstackCloud(config, { fetch, clock: { now: () => clock.now(), sleep: () => breath() } });
  const journal = openJournal(':memory:');
  const settings = { ...defaultSettings, interval: scenario.interval };
  const engine = new Engine({ cloud, clock, journal, state: emptyState(model, scenario.mode, false, settings) });
  await engine.connect();
  const start = clock.now();
  const script = new Script(scenario, cloud, start);
  while (clock.now() <= start + scenario.seconds * 1000) {
    await engine.tick();
    await engine.idle();
    await script.perform(clock.now(), engine.getState().vms.values());
    clock.advance(scenario.interval * 1000);
  }
  const { incidents, history } = engine.getState();
  const entries = journal.latest(100_000).reverse();
  journal.close();
  return reportOf(scenario, seed, script.injected, [...incidents.values(), ...history], entries);
}
