import type { Effect } from '../models/event.ts';
import { whyNotNow } from '../models/guards/index.ts';
import { cameBetween, lock, lockAgain, lockTaken, notOurs, type OwnLock, tellsLock, unlock } from '../models/lock.ts';
import type { State } from '../models/state.ts';
import { isUncertain, messageOf } from './failure.ts';
import { silence } from './gate.ts';
import type { Cloud } from './ports.ts';
import type { News } from './thinker.ts';

/** What Performer and Locks need: the gated cloud, and ways to tell what happens. */
export type Tools = {
  readonly cloud: Cloud;
  readonly tell: (news: News) => void;
  /** Is told what is about to be sent: false means that the journal cannot hold it, so that it is not sent. */
  readonly audit: (news: News) => boolean;
  readonly state: () => State;
};

const triesToPutBack = 3;
const untold = 'Nova does not say whether it is locked';

type Act = Omit<Extract<Effect, { type: 'act' }>, 'type'>;
type Release = Pick<Extract<Effect, { type: 'release' }>, 'incident' | 'number' | 'vm' | 'own'>;

/**
 * Our locks on VMs. Nova lets an administrator lock what somebody else has locked and unlock anybody's lock, so each of
 * ours stands between two direct looks.
 */
export class Locks {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Locks for an act, or says why it must not follow; then our lock is off again, unless somebody else's is on it. */
  async take(act: Act): Promise<{ readonly own: OwnLock } | { readonly refused: string }> {
    const { incident, number, vm } = act;
    const { cloud, tell, state } = this.#tools;
    const seen = await cloud.look(vm);
    const reason = tellsLock(seen.vm) ? whyNotNow(seen, act, state()) : untold;
    if (reason) return { refused: reason };
    let own: OwnLock = act.own;
    try {
      const { requestId } = await cloud.act(lock({ id: vm }, incident));
      own = { ...own, requestId };
      tell({ type: 'locked', incident, number, vm, requestId });
      const other = cameBetween(seen, await cloud.look(vm), own);
      if (!other) return { own };
      await this.release({ incident, number, vm, own });
      return { refused: other };
    } catch (error) {
      await this.release({ incident, number, vm, own });
      throw error;
    }
  }

  /**
   * Takes our lock off, if it is ours by what Nova says directly before; and puts back a lock that somebody else set in
   * the very moment between. What cannot be proven stays locked: a person is told.
   */
  async release({ incident, number, vm, own }: Release): Promise<void> {
    const { cloud, tell, audit, state } = this.#tools;
    const over = (is: 'released' | 'theirs', words: string) =>
      tell({ type: 'lock-over', incident, number, vm, is, words });
    const note = (words: string) => tell({ type: 'noted', vm, words });
    const byHand = `"openstack server unlock ${vm}"`;
    const quiet = silence(state());
    if (quiet) return note(`release of our lock is not sent, since ${quiet}; by hand: ${byHand}`);
    try {
      const seen = await cloud.look(vm);
      if (!tellsLock(seen.vm)) return note(`release of our lock has to wait: ${untold}`);
      if (!seen.vm.locked) return over('released', 'it is unlocked');
      const foreign = notOurs(seen, own);
      if (foreign) return over('theirs', `it stays locked, ${foreign}: whoever set the lock takes it off, ${byHand}`);
      const call = unlock({ id: vm });
      const isKept = audit({ type: 'noted', vm, words: 'release of our lock: sent', call });
      if (!isKept) return note(`release of our lock is not sent, since the journal cannot hold it; by hand: ${byHand}`);
      // Where the answer is lost, what Nova says next tells as well.
      await cloud.act(call).catch((error) => {
        if (!isUncertain(error)) throw error;
      });
      const after = await cloud.look(vm);
      if (after.vm.locked) return note('release of our lock: it is locked still');
      if (!lockTaken(seen, after)) return over('released', 'our lock on it is taken off');
      const isBack = await this.#putBack(vm);
      const words = isBack ? `so it is locked again: they take it off, ${byHand}` : `and it ${notBack(vm)}`;
      over('theirs', `somebody else locked it while we unlocked it, ${words}`);
    } catch (error) {
      note(`release of our lock failed: ${messageOf(error)}`);
    }
  }

  /** Locks for somebody whose lock we took off unawares; refused, that is tried again. Whether Nova then has it locked. */
  async #putBack(vm: string): Promise<boolean> {
    const { cloud, audit } = this.#tools;
    const call = lockAgain({ id: vm });
    for (let turn = 0; turn < triesToPutBack; turn++) {
      if (!audit({ type: 'noted', vm, words: 'a lock that came while we unlocked is put back: sent', call }))
        return false;
      await cloud.act(call).catch(() => undefined);
      const { locked } = (await cloud.look(vm).catch(() => undefined))?.vm ?? {};
      if (locked) return true;
    }
    return false;
  }
}

const notBack = (vm: string) => `could not be locked again: "openstack server lock ${vm}" does it`;
