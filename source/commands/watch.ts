import { setTimeout as wait } from 'node:timers/promises';
import type { Entry } from '../../models/event.ts';
import type { State } from '../../models/state.ts';
import { print, printJsonLine } from '../print.ts';
import { record, type Setup } from '../setup.ts';
import { interrupted } from '../signals.ts';
import { failOnSilence, tellLost } from './vms.ts';

type Own = {
  readonly once: boolean;
  /** What has happened between two states, in sentences. */
  readonly words: ((before: State, after: State) => readonly string[]) | undefined;
};

/**
 * The engine without a screen: one JSON line per event, or with `words` one sentence a line. Ends after one tick with
 * `once`, else on SIGINT or SIGTERM.
 */
export async function watch(setup: Setup, { once, words }: Own): Promise<number> {
  const { engine } = setup;
  if (!once) record(setup);
  let before = engine.getState();
  engine.subscribe((records) => {
    const now = engine.getState();
    if (words) print(...words(before, now));
    else tell(before, now, records);
    before = now;
  });
  if (once) {
    await engine.connect();
    await engine.tick();
    await engine.idle();
    failOnSilence(engine.getState());
    return tellLost(engine.getState());
  }
  const watched = engine
    .connect()
    .then(() => engine.run())
    .then(() => engine.idle());
  const ended = interrupted().then(() => {
    engine.stop();
    return wait(patience);
  });
  await Promise.race([watched, ended]);
  return 0;
}

/** Milliseconds that what is under way is given when the watch is to end. A heal that is under way is taken up by the next one. */
const patience = 1000;

/** What one event changed: its audit entries, a new sign-in, a new observation. */
function tell(before: State, after: State, records: readonly Entry[]): void {
  const at = iso(after.at);
  if (after.cloud !== before.cloud) printJsonLine({ type: 'connected', at, cloud: after.cloud, mode: after.mode });
  for (const entry of records) printJsonLine({ type: 'entry', ...entry, at: iso(entry.at) });
  if (after.novaAt !== before.novaAt) printJsonLine({ type: 'observed', at, ...summary(after) });
}

function summary({ vms, verdicts, incidents, sources, model }: State) {
  const unhealthy = [...verdicts.values()].filter((verdict) => (verdict.probability ?? 0) >= model.thresholds.raise);
  const worst = unhealthy.sort((a, b) => b.probability! - a.probability!).slice(0, 10);
  return {
    vms: vms.size,
    unhealthy: unhealthy.length,
    incidents: incidents.size,
    sources,
    worst: worst.map(({ vm, probability, diagnosis, reasons }) => ({
      vm,
      name: vms.get(vm)?.name,
      probability,
      diagnosis,
      reasons,
    })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
