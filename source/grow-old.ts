import type { State } from '../models/state.ts';
import type { Clock } from './ports.ts';

/**
 * Of a cloud that does not answer no event comes: `tell` is called once a poll, until the signal, so that what the cloud
 * said grows old all the same. While it answers nothing is told.
 */
export async function growOld(clock: Clock, signal: AbortSignal, state: () => State, tell: () => void): Promise<void> {
  while (!signal.aborted) {
    const interval = state().settings.interval * 1000;
    await clock.sleep(interval, signal).catch(() => undefined);
    const { novaAt, novaTook, at } = state();
    const now = clock.now();
    // An answer that comes as late as the last one did is not late.
    const isLate = novaAt !== undefined && now - novaAt > 2 * (interval + novaTook) && now - at >= interval;
    if (isLate && !signal.aborted) tell();
  }
}
