import type { Call } from '../models/action.ts';
import { errorLines } from '../models/console-log.ts';
import type { Effect } from '../models/event.ts';
import { isLock, isUnlock, type OwnLock } from '../models/lock.ts';
import { Failure, isUncertain, messageOf } from './failure.ts';
import { silence } from './gate.ts';
import { Locks, type Tools } from './locks.ts';
import type { Pager } from './ports.ts';
import type { News } from './thinker.ts';

const evidenceLines = 50;

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** Makes the models' wishes into calls, and tells what came of them. */
export class Performer {
  readonly #tools: Tools;
  readonly #pager: Pager | undefined;
  readonly #locks: Locks;

  constructor(tools: Tools, pager: Pager | undefined) {
    this.#tools = tools;
    this.#pager = pager;
    this.#locks = new Locks(tools);
  }

  async perform(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'look':
        return this.#tools.tell(await this.#look(effect));
      case 'act':
        return this.#tools.tell(await this.#act(effect));
      case 'release':
        return this.#locks.release(effect);
      case 'tidy':
        return this.#tidy(effect);
      case 'escalate':
        return this.#page(effect);
      case 'gather-evidence':
        return this.#gatherEvidence(effect.vm);
    }
  }

  /** What is not known refuses: that Nova does not answer is told like an answer. */
  async #look({ vm, wish }: Of<'look'>): Promise<News> {
    try {
      return { type: 'looked', vm, wish, seen: await this.#tools.cloud.look(vm) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { type: 'looked', vm, wish, seen: { unknown: error.message } };
    }
  }

  /** What came before the call that does it is taken back where that call is refused. */
  async #act(effect: Of<'act'>): Promise<News> {
    const { incident, number, vm, before, call, undo } = effect;
    const { cloud } = this.#tools;
    const refused = (reason: string): News => ({ type: 'action-refused', incident, number, reason });
    let own: OwnLock | undefined;
    let isSent = false;
    try {
      for (const one of before) {
        if (!isLock(one)) {
          await cloud.act(one);
          continue;
        }
        const taken = await this.#locks.take(effect);
        if ('refused' in taken) return refused(taken.refused);
        own = taken.own;
      }
      isSent = true;
      const { requestId } = await cloud.act(call);
      return { type: 'action-accepted', incident, number, requestId };
    } catch (error) {
      if (isSent && isUncertain(error)) return { type: 'action-accepted', incident, number, requestId: undefined };
      const calls = undo.filter((one) => !isUnlock(one));
      await this.#tidy({ vm, what: 'taking back what came before', calls });
      if (own) await this.#locks.release({ incident, number, vm, own });
      return refused(messageOf(error));
    }
  }

  async #tidy({ vm, what, calls }: Pick<Of<'tidy'>, 'vm' | 'what' | 'calls'>): Promise<void> {
    const { cloud, audit, state } = this.#tools;
    for (const call of calls) {
      const quiet = silence(state());
      if (quiet) {
        this.#note(vm, `${what} is not sent, since ${quiet}; by hand: ${byHand(call)}`);
        continue;
      }
      if (!audit({ type: 'noted', vm, words: `${what}: sent`, call })) {
        this.#note(vm, `${what} is not sent, since the journal cannot hold it; by hand: ${byHand(call)}`);
        continue;
      }
      try {
        await cloud.act(call);
        this.#note(vm, `${what}: done`);
      } catch (error) {
        this.#note(vm, `${what} failed: ${messageOf(error)}`);
      }
    }
  }

  async #page(news: Of<'escalate'>): Promise<void> {
    await this.#pager?.page(news).catch((error) => this.#note(news.vm, `nobody could be told: ${messageOf(error)}`));
  }

  /** The console log explains an alarm; without it the alarm stands all the same. */
  async #gatherEvidence(vm: string): Promise<void> {
    try {
      const lines = errorLines(await this.#tools.cloud.consoleLog(vm, evidenceLines));
      this.#tools.tell({ type: 'evidence', vm, lines });
    } catch (error) {
      this.#note(vm, `no console log as evidence: ${messageOf(error)}`);
    }
  }

  #note(vm: string | undefined, words: string): void {
    this.#tools.tell({ type: 'noted', vm, words });
  }
}

/** How a person does what a call would have done. */
function byHand(call: Call): string {
  const { method, service, path, body } = call;
  const [, , vm] = path.split('/');
  if (isUnlock(call)) return `openstack server unlock ${vm}`;
  return `${method} (${service}) ${path} ${JSON.stringify(body)}`;
}
