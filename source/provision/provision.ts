import { Failure, messageOf } from '../failure.ts';
import { serviceName } from '../openstack/failures.ts';
import type { Caller } from '../openstack/session.ts';
import { alarms, rebootAlarms } from './alarms.ts';
import { archivePolicy } from './archive-policy.ts';
import { autonomous } from './autonomous.ts';
import { executions } from './executions.ts';
import { hindrances } from './hindrances.ts';
import { marker } from './marker.ts';
import { metrics, rebootMetrics } from './metrics.ts';
import { type Item, LeftOut, type Site, type Thing } from './thing.ts';
import { workflows } from './workflows.ts';

/** In the order in which they need each other. */
const things: readonly Thing[] = [
  ...[archivePolicy, metrics, rebootMetrics, workflows, autonomous],
  ...[alarms, rebootAlarms, marker],
];
const inTeardown: readonly Thing[] = [
  ...[marker, rebootAlarms, alarms, autonomous, executions, workflows],
  ...[metrics, rebootMetrics, archivePolicy],
];

/** What could not work is told like a thing that fails. */
const beforehand = { thing: 'beforehand', name: 'everything' };

/** What a kind of thing is for. */
export function wordsOf(name: string): string {
  if (name === beforehand.thing) return 'what could not work; nothing was made';
  return inTeardown.find((thing) => thing.name === name)?.words ?? '';
}

/** So many calls at a time: one alarm for each of many VMs. */
const usualAtOnce = 8;

/** What became of one thing. `why` where it failed or was left out. */
export type Outcome = {
  readonly thing: string;
  readonly name: string;
  readonly did: 'there' | 'made' | 'changed' | 'removed' | 'left out' | 'failed';
  readonly why?: string;
};

/** What became of all; `failure` is the first one. */
export type Provision = { readonly outcomes: readonly Outcome[]; readonly failure: Failure | undefined };

/**
 * Brings the cloud to what is wished: makes what is missing, mends what differs, removes what is needless. Where something
 * could not work nothing at all is made, and that is told.
 */
export async function setUpCloud(site: Site, caller: Caller, tell: (outcome: Outcome) => void): Promise<Provision> {
  const against = await hindrances(site, caller).catch((error: unknown) => {
    if (error instanceof Failure) return [error];
    throw error;
  });
  if (against.length) {
    const outcomes = against.map(({ message }): Outcome => ({ ...beforehand, did: 'failed', why: message }));
    for (const outcome of outcomes) tell(outcome);
    return { outcomes, failure: against[0] };
  }
  return each(things, site, caller, tell, async (item): Promise<Partial<Outcome>> => {
    if (item.state === 'there') return { did: 'there' };
    if (item.state === 'needless') {
      await item.remove?.();
      return { did: 'removed' };
    }
    const made = await item.make?.();
    if (made instanceof LeftOut) return { did: 'left out', why: made.why };
    return { did: item.state === 'missing' ? 'made' : 'changed' };
  });
}

/** Removes all that is ours, and nothing else. */
export function tearDownCloud(site: Site, caller: Caller, tell: (outcome: Outcome) => void): Promise<Provision> {
  return each(inTeardown, site, caller, tell, async (item): Promise<Partial<Outcome>> => {
    if (!item.remove) return {};
    await item.remove();
    return { did: 'removed' };
  });
}

/** A service that has not answered so many times in a row is tried no more: there may be thousands of VMs. */
const silentAtMost = 3;

/** One thing after the other; one that fails keeps no other from being tried. */
async function each(
  list: readonly Thing[],
  site: Site,
  caller: Caller,
  tell: (outcome: Outcome) => void,
  handle: (item: Item) => Promise<Partial<Outcome>>,
): Promise<Provision> {
  const outcomes: Outcome[] = [];
  let failure: Failure | undefined;
  const add = (outcome: Outcome) => {
    outcomes.push(outcome);
    tell(outcome);
  };
  /** Whether it was answered, though with a refusal. */
  const attempt = async (thing: string, name: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure ??= error;
      add({ thing, name, did: 'failed', why: messageOf(error) });
      return !isSilence(error);
    }
    return true;
  };
  /** How often in a row each service has not answered. */
  const silence = new Map<string, number>();
  const heard = (service: string, answers: readonly boolean[]) =>
    silence.set(service, answers.some(Boolean) ? 0 : answers.length + (silence.get(service) ?? 0));
  const hasGone = (service: string) => (silence.get(service) ?? 0) >= silentAtMost;
  for (const thing of list) {
    if (hasGone(thing.service)) {
      const why = `${serviceName(thing.service)} does not answer`;
      add({ thing: thing.name, name: `every ${thing.name}`, did: 'left out', why });
      continue;
    }
    if (!(await caller.endpoint(thing.service))) {
      const why = `the catalogue has no ${serviceName(thing.service)}`;
      add({ thing: thing.name, name: `every ${thing.name}`, did: 'left out', why });
      continue;
    }
    const isAnswered = await attempt(thing.name, `every ${thing.name}`, async () => {
      const items = await thing.look(site);
      const { atOnce = usualAtOnce } = thing;
      for (let from = 0; from < items.length; from += atOnce) {
        const handled = items.slice(from, from + atOnce).map((item) =>
          attempt(thing.name, item.name, async () => {
            const { did, why } = await handle(item);
            if (did) add({ thing: thing.name, name: item.name, did, ...(why ? { why } : {}) });
          }),
        );
        heard(thing.service, await Promise.all(handled));
        if (hasGone(thing.service)) return;
      }
    });
    if (!isAnswered) heard(thing.service, [false]);
  }
  return { outcomes, failure };
}

/** Whether the service, or what is in front of it, gave no answer of its own. */
function isSilence({ code, status = 0 }: Failure): boolean {
  return (
    ['timeout', 'unreachable', 'disconnected', 'too-large', 'aborted'].includes(code) ||
    [502, 503, 504].includes(status)
  );
}
