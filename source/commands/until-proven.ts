import { actionById } from '../../models/actions/index.ts';
import type { Attempt, Incident } from '../../models/incident.ts';
import type { State } from '../../models/state.ts';
import { Failure } from '../failure.ts';
import { remark } from '../print.ts';
import type { Setup } from '../setup.ts';
import { interrupted } from '../signals.ts';

/** Seconds that Nova may say nothing while a heal is followed. */
const silentAtMost = 90;
/** Seconds between two looks at most. */
const pause = 20;
/** Seconds that samples may stay away before a heal counts as not proven. */
const samplesLate = 900;

/**
 * Follows a heal that was confirmed until it is proven or has failed, and tells before how long that takes at most.
 * Returns the exit code: 0 proven, 1 not. Throws a Failure where the cloud has gone away meanwhile; after SIGINT and the
 * like it says the same and returns 128 and more.
 */
export async function untilProven(setup: Following, { id, plan }: Incident, silence = silentAtMost): Promise<number> {
  const { settings, granularity } = setup.engine.getState();
  const proof = Math.max(settings.verifyWithin, samplesLate, (settings.healthyVerdicts + 6) * granularity);
  const most = actionById(plan!.action).patience + proof;
  remark(
    `Followed until it is proven, for ${Math.ceil(most / 60)} min at most; without a word of Nova for ${silence} s no longer.`,
  );
  const over = new AbortController();
  try {
    const interruption = interrupted(over.signal);
    const ended = await Promise.race([
      outcome(setup, id, over.signal),
      gone(setup, id, { most, silence }, over.signal),
      interruption,
    ]);
    if (typeof ended === 'number') return ended;
    const { message, hint } = unknown(setup.engine.getState(), id, `this was ended by ${ended.name}`);
    remark(`cloud-medic: ${message} ${hint}`);
    return ended.exitCode;
  } finally {
    over.abort();
  }
}

/** Ticks until the heal is over; the exit code. */
async function outcome({ engine, clock }: Following, id: string, over: AbortSignal): Promise<number> {
  for (;;) {
    await engine.idle();
    const { incidents, history, settings } = engine.getState();
    // Heat's replacement is another VM: the incident goes on with that one.
    const phase = [...incidents.values()].find((one) => one.id === id)?.phase;
    if (phase !== 'healing' && phase !== 'verifying') {
      return history.find((one) => one.id === id)?.attempts.at(-1)?.outcome === 'healed' ? 0 : 1;
    }
    await clock.sleep(Math.min(settings.interval, pause) * 1000, over);
    await engine.tick();
  }
}

type Following = Pick<Setup, 'engine' | 'clock'>;
type Limits = { readonly most: number; readonly silence: number };

/** Rejects once Nova has said nothing for `silence` seconds, or after `most` in all. */
function gone({ engine, clock }: Following, id: string, { most, silence }: Limits, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (why: string) => reject(unknown(engine.getState(), id, why));
    const silent = () => {
      const { reason = 'no answer' } = engine.getState().sources.find(({ source }) => source === 'nova') ?? {};
      giveUp(`Nova has said nothing for ${silence} s (${reason.replace(/\.$/, '')})`);
    };
    let { novaAt } = engine.getState();
    let timer = setTimeout(silent, 1000 * silence);
    const unsubscribe = engine.subscribe(() => {
      if (engine.getState().novaAt === novaAt) return;
      novaAt = engine.getState().novaAt;
      clearTimeout(timer);
      timer = setTimeout(silent, 1000 * silence);
    });
    over.addEventListener('abort', () => {
      unsubscribe();
      clearTimeout(timer);
    });
    const tooLong = () => giveUp(`nothing has proven it for ${Math.ceil(most / 60)} min`);
    clock.sleep(1000 * most, over).then(tooLong, () => undefined);
  });
}

/** What is known, and not known, of a heal that nobody follows any more. */
function unknown(state: State, id: string, why: string): Failure {
  const incident = [...state.incidents.values(), ...state.history].find((one) => one.id === id);
  const attempt = incident?.attempts.at(-1);
  if (!incident || !attempt) {
    const message = `The heal was not sent, and ${why}.`;
    return new Failure('cloud', 'unproven', message, 'Look whether the cloud answers, then ask for it again.');
  }
  const { title } = actionById(attempt.action);
  const message = `${title} of ${incident.vmName} was sent ${sentWords(attempt)}, and ${why}: whether it helped is not known.`;
  const hint =
    `Do not send it again before you have looked: "openstack server show ${attempt.vm}" and "openstack server event list ${attempt.vm}". ` +
    'The VM may still carry our lock; the next cloud-medic on the same folder goes on with the heal and takes the lock off.';
  return new Failure('cloud', 'unproven', message, hint);
}

function sentWords({ claimedAt, acceptedAt, requestId }: Attempt): string {
  const at = new Date(claimedAt).toISOString().slice(11, 19);
  if (requestId) return `at ${at} UTC and accepted (${requestId})`;
  return `at ${at} UTC, ${acceptedAt === undefined ? 'so far without an answer' : 'without an answer'}`;
}
