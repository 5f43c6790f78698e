import { setImmediate } from 'node:timers/promises';
import { type Dice, dice } from '../../models/random.ts';
import { type Alarm, type AlarmState, actionsOf, type Trustor } from './aodh-alarm.ts';
import { isTrusted } from './aodh-definition.ts';
import type { Verdict } from './aodh-threshold.ts';
import type { Backend } from './backend.ts';
import { uuid } from './ids.ts';
import { dumps } from './python.ts';

export type NotifierOptions = {
  readonly backend: Backend;
  /** Origins whose requests stay in this process. */
  readonly origins: ReadonlySet<string>;
  /** Answers a request to one of the services. */
  readonly fetch: (request: Request) => Promise<Response>;
};

const patience = 10_000;
const keptLines = 100;

/** Calls the actions of alarms: `http(s)`, `trust+http(s)` and `log`. What fails is lost: Aodh tries once. */
export class Notifier {
  /** What `log://` actions wrote, the newest last. */
  readonly log: string[] = [];
  readonly #options: NotifierOptions;
  readonly #ids: Dice;
  /** The last call of each alarm: the next one waits for it, so that they come in order. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#ids = dice(options.backend.world.seed).fork('notifications');
  }

  /** Begins to call the actions of the alarm's present state, and does not wait for them. */
  notify(alarm: Alarm, previous: AlarmState, { reason, data }: Verdict): void {
    const actions = actionsOf(alarm, alarm.state);
    if (!actions.length) return;
    const { name, severity } = alarm.definition;
    const state = { severity, previous, current: alarm.state, reason };
    const body = { alarm_name: name, alarm_id: alarm.id, ...state, reason_data: data };
    const turn = this.#call(this.#turns.get(alarm.id), actions, body, alarm.trustor).finally(() => {
      if (this.#turns.get(alarm.id) === turn) this.#turns.delete(alarm.id);
    });
    this.#turns.set(alarm.id, turn);
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    while (this.#turns.size) await Promise.all(this.#turns.values());
  }

  async #call(
    before: Promise<void> | undefined,
    actions: readonly string[],
    body: Body,
    trustor: Trustor | undefined,
  ): Promise<void> {
    // The evaluator speaks in the middle of the world's turn; those who are called want the world at rest.
    await (before ?? setImmediate());
    for (const action of actions) {
      if (action.startsWith('log:')) this.#write(action, body);
      else await this.#post(action, body, trustor).catch(() => {});
    }
  }

  async #post(action: string, body: Body, trustor: Trustor | undefined): Promise<void> {
    const { backend, origins, fetch: inside } = this.#options;
    const headers = new Headers({
      'user-agent': 'python-requests/2.28.1',
      accept: '*/*',
      'x-openstack-request-id': `req-${uuid(this.#ids)}`,
      'content-type': 'application/json',
    });
    if (isTrusted(action) && trustor) {
      headers.set('x-auth-token', backend.tokens.issue(trustor.user, trustor.project).id);
    }
    const url = action.replace(/^trust\+/, '');
    const signal = AbortSignal.timeout(patience);
    const request = new Request(url, { method: 'POST', headers, body: dumps(body), signal });
    const response = await (origins.has(new URL(url).origin) ? inside(request) : fetch(request));
    await response.arrayBuffer();
  }

  #write(action: string, { alarm_name, alarm_id, severity, previous, current, reason }: Body): void {
    this.log.push(
      `Notifying alarm ${alarm_name} ${alarm_id} of ${severity} priority from ${previous} to ${current} with action ${action} because ${reason}.`,
    );
    if (this.log.length > keptLines) this.log.shift();
  }
}

type Body = {
  readonly alarm_name: string;
  readonly alarm_id: string;
  readonly severity: string;
  readonly previous: AlarmState;
  readonly current: AlarmState;
  readonly reason: string;
  readonly reason_data: Verdict['data'];
};
