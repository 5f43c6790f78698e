import { type Dice, dice } from '../../models/random.ts';
import { type Alarm, type AlarmState, actionsOf, type Change, states, type Trustor } from './aodh-alarm.ts';
import { type Given, isTrusted, NotAuthorized } from './aodh-definition.ts';
import { detailOf } from './aodh-view.ts';
import { uuid } from './ids.ts';
import type { Token } from './tokens.ts';
import { trustRefusal } from './trusts.ts';
import type { World } from './world.ts';

/** Aodh's data base: the alarms and what happened to them. */
export class AlarmStore {
  readonly #world: World;
  readonly #ids: Dice;
  readonly #alarms = new Map<string, Alarm>();

  constructor(world: World) {
    this.#world = world;
    this.#ids = dice(world.seed).fork('alarms');
  }

  get size(): number {
    return this.#alarms.size;
  }

  all(): Iterable<Alarm> {
    return this.#alarms.values();
  }

  find(id: string): Alarm | undefined {
    return this.#alarms.get(id);
  }

  /** Throws `NotAuthorized` where the caller names another owner than himself and is no admin. */
  create(given: Given, caller: Token): Alarm {
    const now = this.#world.now();
    const alarm: Alarm = {
      id: uuid(this.#ids),
      definition: given.definition,
      userId: owner('user', given.userId, caller.user.userId, caller),
      projectId: owner('project', given.projectId, caller.project!.projectId, caller),
      definedAt: now,
      state: given.state,
      stateSetAt: now,
      stateReason: 'Not evaluated yet',
      evaluatedAt: given.evaluatedAt ?? now,
      trustor: undefined,
      history: [],
    };
    alarm.trustor = trustorOf(alarm, caller);
    this.#alarms.set(alarm.id, alarm);
    this.#note(alarm, 'creation', detailOf(alarm), caller, alarm.projectId);
    return alarm;
  }

  /**
   * Defines an alarm anew, whole. What is not said falls back to its default, the state too; and an alarm whose
   * `evaluate_timestamp` is not said is never evaluated again, as in Aodh, where no time is before null.
   */
  replace(alarm: Alarm, given: Given, caller: Token): void {
    const now = this.#world.now();
    const before = detailOf(alarm);
    alarm.definition = given.definition;
    alarm.userId = caller.admin ? (given.userId ?? alarm.userId) : caller.user.userId;
    alarm.projectId = caller.admin ? (given.projectId ?? alarm.projectId) : caller.project!.projectId;
    alarm.definedAt = now;
    if (alarm.state !== given.state) {
      alarm.state = given.state;
      alarm.stateSetAt = now;
      alarm.stateReason = manually;
    }
    alarm.evaluatedAt = given.evaluatedAt;
    alarm.trustor = trustorOf(alarm, caller);
    const changed = Object.entries(detailOf(alarm)).filter(
      ([name, value]) => !untold.has(name) && JSON.stringify(value) !== JSON.stringify(before[name]),
    );
    if (changed.length) this.#note(alarm, 'rule change', Object.fromEntries(changed), caller, alarm.projectId);
  }

  /** Sets the state by hand: no action is called. */
  setState(alarm: Alarm, state: AlarmState, caller: Token): void {
    alarm.state = state;
    alarm.stateSetAt = this.#world.now();
    alarm.stateReason = manually;
    this.#note(alarm, 'state transition', { state, state_reason: manually }, caller, alarm.projectId);
  }

  /** The evaluator's doing, at a time of the world. */
  transition(alarm: Alarm, state: AlarmState, reason: string, at: number): void {
    alarm.state = state;
    alarm.stateReason = reason;
    this.#note(alarm, 'state transition', { state, transition_reason: reason }, undefined, alarm.projectId, at);
  }

  /** Its history goes with it. */
  remove(alarm: Alarm): void {
    this.#alarms.delete(alarm.id);
  }

  #note(
    alarm: Alarm,
    type: Change['type'],
    detail: Change['detail'],
    caller: Token | undefined,
    onBehalfOf: string,
    at = this.#world.now(),
  ): void {
    const userId = caller?.user.userId ?? null;
    const projectId = caller?.project?.projectId ?? null;
    alarm.history.unshift({ eventId: uuid(this.#ids), type, detail, at, userId, projectId, onBehalfOf });
  }
}

const manually = 'Manually set via API';
const untold = new Set(['timestamp', 'state_timestamp']);

function owner(aspect: 'user' | 'project', wanted: string | undefined, own: string, { admin }: Token): string {
  if (wanted !== undefined && wanted !== own && !admin) {
    throw new NotAuthorized(`Not Authorized to access ${aspect} ${wanted}`);
  }
  return wanted ?? own;
}

/**
 * Who trusts Aodh: the first who gave the alarm an action that needs it, for as long as it has one. Throws `Untrusted`
 * where Keystone makes no trust for the caller.
 */
function trustorOf(alarm: Alarm, caller: Token): Trustor | undefined {
  const needed = states.some((state) => actionsOf(alarm, state).some(isTrusted));
  if (!needed || alarm.trustor) return needed ? alarm.trustor : undefined;
  const refusal = trustRefusal(caller);
  if (refusal) throw new Untrusted(`${refusal} (HTTP 403)`);
  return { user: caller.user, project: caller.project! };
}

/** Aodh answers 500 for it, with Keystone's words. */
export class Untrusted extends Error {}
