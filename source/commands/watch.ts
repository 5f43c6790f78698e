import { setTimeout as wait } from 'node:timers/promises';
import type { Entry } from '../../models/event.ts';
import { healthCounts } from '../../models/health.ts';
import type { State } from '../../models/state.ts';
import { knownProbability, novaSilence } from '../../models/unknown.ts';
import { Backlog, type Gap } from '../backlog.ts';
import { results } from '../outlets.ts';
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
  const backlog = new Backlog(results, (gap) => (words ? print(gapWords(gap)) : printJsonLine(gapOf(gap))));
  engine.subscribe((records) => {
    const now = engine.getState();
    if (words) for (const line of words(before, now)) backlog.line(() => print(line));
    else for (const value of changes(before, now, records)) backlog.line(() => printJsonLine(value));
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

/** What one event changed: its audit entries, a new sign-in, a new observation, or that for want of one all is unknown. */
function changes(before: State, after: State, records: readonly Entry[]): object[] {
  const at = iso(after.at);
  const silence = novaSilence(after);
  return [
    ...(after.cloud === before.cloud ? [] : [{ type: 'connected', at, cloud: after.cloud, mode: after.mode }]),
    ...records.map((entry) => ({ type: 'entry', ...entry, at: iso(entry.at) })),
    ...(after.novaAt === before.novaAt ? [] : [{ type: 'observed', at, ...summary(after) }]),
    ...(silence && !novaSilence(before) ? [{ type: 'unknown', at, reason: silence, ...summary(after) }] : []),
  ];
}

const gapOf = ({ lines, milliseconds }: Gap) => ({ type: 'gap', lines, seconds: Math.round(milliseconds / 1000) });

const gapWords = (gap: Gap): string => {
  const { lines, seconds } = gapOf(gap);
  return `${lines} sentences were left out: nobody read for ${seconds} seconds. All else went on.`;
};

/** Of what is unknown nothing is counted: null where that is everything. */
function summary(state: State) {
  const { vms, verdicts, incidents, sources, model } = state;
  const { unhealthy, unknown } = healthCounts(state);
  const worst = [...vms.values()]
    .map((vm) => ({ vm, probability: knownProbability(vm, state) ?? 0 }))
    .filter(({ probability }) => probability >= model.thresholds.raise)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 10);
  return {
    vms: vms.size,
    unhealthy: unknown && unknown === vms.size ? null : unhealthy,
    unknown,
    incidents: incidents.size,
    sources,
    worst: worst.map(({ vm: { id, name }, probability }) => {
      const { diagnosis, reasons } = verdicts.get(id)!;
      return { vm: id, name, probability, diagnosis, reasons };
    }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
