import type { Call } from '../models/action.ts';
import { errorLines } from '../models/console-log.ts';
import type { Effect } from '../models/event.ts';
import { Failure, messageOf } from './failure.ts';
import type { Cloud, Pager } from './ports.ts';
import type { News } from './thinker.ts';

const evidenceLines = 50;
/** Milliseconds that two cloud-medics that know nothing of each other may be apart. */
const moment = 30_000;

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

type Parts = {
  readonly cloud: Cloud;
  readonly pager: Pager | undefined;
  readonly tell: (news: News) => void;
  readonly audit: (news: News) => boolean;
  /** Why nothing at all is sent now, or undefined. */
  readonly quiet: () => string | undefined;
};

/** Makes the models' wishes into calls, and tells what came of them. */
export class Performer {
  readonly #cloud: Cloud;
  readonly #pager: Pager | undefined;
  readonly #tell: (news: News) => void;
  readonly #audit: (news: News) => boolean;
  readonly #quiet: () => string | undefined;

  /** `audit` is told what is about to be sent: false means that the journal cannot hold it, so that it is not sent. */
  constructor({ cloud, pager, tell, audit, quiet }: Parts) {
    this.#cloud = cloud;
    this.#pager = pager;
    this.#tell = tell;
    this.#audit = audit;
    this.#quiet = quiet;
  }

  async perform(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'act':
        return this.#tell(await this.#act(effect));
      case 'tidy':
        return this.#tidy(effect);
      case 'escalate':
        return this.#page(effect);
      case 'gather-evidence':
        return this.#gatherEvidence(effect.vm);
    }
  }

  /** What came before the call that does it is taken back where that call is refused. */
  async #act({ incident, number, vm, before, call, undo }: Of<'act'>): Promise<News> {
    let isSent = false;
    try {
      for (const one of before) {
        const { requestId } = await this.#cloud.act(one);
        const other = isLock(one) ? await this.#before(vm, requestId) : undefined;
        if (other) return { type: 'action-refused', incident, number, reason: other };
      }
      isSent = true;
      const { requestId } = await this.#cloud.act(call);
      return { type: 'action-accepted', incident, number, requestId };
    } catch (error) {
      if (isSent && isUncertain(error)) return { type: 'action-accepted', incident, number, requestId: undefined };
      await this.#tidy({ vm, what: 'taking back what came before', calls: undo });
      return { type: 'action-refused', incident, number, reason: messageOf(error) };
    }
  }

  /**
   * Nova lets an administrator lock what another one has locked. Its records keep the order of the two: who finds
   * somebody else a moment before the own lock leaves the VM to them.
   */
  async #before(vm: string, lock: string | undefined): Promise<string | undefined> {
    const actions = await this.#cloud.instanceActions(vm);
    const own = actions.findIndex(({ requestId }) => requestId !== '' && requestId === lock);
    if (own < 0) return undefined;
    const since = actions[own]!.startedAt - moment;
    const other = actions
      .slice(own + 1)
      .find(({ action, userId, startedAt }) => startedAt >= since && userId !== undefined && action !== 'unlock');
    return other && `somebody else was at it a moment before: ${other.action}`;
  }

  async #tidy({ vm, what, calls }: Pick<Of<'tidy'>, 'vm' | 'what' | 'calls'>): Promise<void> {
    for (const call of calls) {
      const quiet = this.#quiet();
      if (quiet) {
        this.#note(vm, `${what} is not sent, since ${quiet}; by hand: ${byHand(call)}`);
        continue;
      }
      if (!this.#audit({ type: 'noted', vm, words: `${what}: sent`, call })) {
        this.#note(vm, `${what} is not sent, since the journal cannot hold it; by hand: ${byHand(call)}`);
        continue;
      }
      try {
        await this.#cloud.act(call);
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
      const lines = errorLines(await this.#cloud.consoleLog(vm, evidenceLines));
      this.#tell({ type: 'evidence', vm, lines });
    } catch (error) {
      this.#note(vm, `no console log as evidence: ${messageOf(error)}`);
    }
  }

  #note(vm: string | undefined, words: string): void {
    this.#tell({ type: 'noted', vm, words });
  }
}

/** How a person does what a call would have done. */
function byHand({ method, service, path, body }: Call): string {
  const [, , vm] = path.split('/');
  if (typeof body === 'object' && body !== null && 'unlock' in body) return `openstack server unlock ${vm}`;
  return `${method} (${service}) ${path} ${JSON.stringify(body)}`;
}

function isLock({ body }: Call): boolean {
  return typeof body === 'object' && body !== null && 'lock' in body;
}

/** Whether the call may have reached the cloud although no good answer came back. */
function isUncertain(error: unknown): boolean {
  return error instanceof Failure && error.code === 'uncertain';
}
