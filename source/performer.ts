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

/** Makes the models' wishes into calls, and tells what came of them. */
export class Performer {
  readonly #cloud: Cloud;
  readonly #pager: Pager | undefined;
  readonly #tell: (news: News) => void;

  constructor(cloud: Cloud, pager: Pager | undefined, tell: (news: News) => void) {
    this.#cloud = cloud;
    this.#pager = pager;
    this.#tell = tell;
  }

  async perform(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'act':
        return this.#tell(await this.#act(effect));
      case 'tidy':
        return this.#tidy(effect.vm, effect.calls);
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
      await this.#tidy(vm, undo);
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

  async #tidy(vm: string, calls: readonly Call[]): Promise<void> {
    for (const call of calls) {
      const words = `${call.method} ${call.path} ${JSON.stringify(call.body)}`;
      await this.#cloud.act(call).catch((error) => this.#note(vm, `${words}: ${messageOf(error)}`));
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

function isLock({ body }: Call): boolean {
  return typeof body === 'object' && body !== null && 'lock' in body;
}

/** Whether the call may have reached the cloud although no good answer came back. */
function isUncertain(error: unknown): boolean {
  return error instanceof Failure && error.code === 'uncertain';
}
