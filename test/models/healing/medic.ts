import { advanceBy } from '../../../models/advance.ts';
import type { CloudInfo } from '../../../models/cloud-info.ts';
import { condition } from '../../../models/condition.ts';
import type { Effect, Entry, Event, Mode } from '../../../models/event.ts';
import { whyNotNow } from '../../../models/guards/index.ts';
import { cameBetween, isLock, isUnlock, notOurs, type OwnLock, unlock } from '../../../models/lock.ts';
import { healKinds, lastingKinds } from '../../../models/resume.ts';
import { Ring } from '../../../models/ring.ts';
import { defaultSettings, emptyState, type HealSettings, type State } from '../../../models/state.ts';
import type { Step } from '../../../models/step.ts';
import type { Verdict } from '../../../models/verdict.ts';
import { watched } from '../../../models/watch.ts';
import { aVerdict, model } from '../fixture.ts';
import type { World } from './world.ts';

export type Act = Extract<Effect, { type: 'act' }>;
type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;
type Asked = { readonly event: Event; readonly state: State; readonly journal: readonly Entry[] };

const cloud: CloudInfo = {
  ...{ name: 'fake', project: 'p', user: 'medic', userId: 'medic', region: 'r', simulated: true },
  roles: ['admin'],
  services: ['compute', 'workflow', 'orchestration'],
};

class Crash extends Error {}

/** The thinking with a journal on a fake cloud, as the engine drives it, with a process that may die at any point. */
export class Medic {
  readonly world: World;
  readonly journal: Entry[] = [];
  readonly pages: string[] = [];
  state: State;
  /** The VMs as last observed, each with its sample's age then. */
  seen = new Map<string, { readonly vm: State['vms'] extends ReadonlyMap<string, infer V> ? V : never; age: number }>();
  /** Called when a call that does something is about to arrive. */
  watch: (act: Act, asked: Asked) => void = () => undefined;
  /** Called with each call that has arrived and was not refused. */
  arrived: (act: Act, asked: Asked) => void = () => undefined;
  /** Points that the process lives on for; undefined: for ever. */
  life: number | undefined;
  readonly #settings: HealSettings;
  #mode: Mode;
  readonly #think: ReturnType<typeof advanceBy>;

  constructor(world: World, mode: Mode, settings: Partial<HealSettings> = {}) {
    this.world = world;
    this.#mode = mode;
    this.#settings = { ...defaultSettings, ...settings };
    this.#think = advanceBy(judging(world));
    this.state = this.#born();
  }

  /** So many polls of ten seconds. */
  tick(count = 1): void {
    for (let i = 0; i < count; i++) {
      this.world.pass(10);
      const { nova } = this.world.sources;
      if (!nova) {
        const failed = { source: 'nova', ok: false, newest: undefined, reason: 'down' } as const;
        this.tell({ type: 'observe-failed', sources: [failed] });
        continue;
      }
      const observation = this.world.observe(watched(this.state));
      const age = (id: string) => this.world.now - (this.world.find(id)?.sampledAt ?? 0);
      this.seen = new Map(observation.vms.map((vm) => [vm.id, { vm, age: age(vm.id) }]));
      this.tell({ type: 'observed', observation });
    }
  }

  /** Something happens. A process that dies of it is started again. */
  tell(news: Unstamped<Event>): void {
    try {
      this.#dispatch(news);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.life = undefined;
      this.restart();
    }
  }

  /** kill -9 and a new start: only the journal is left. */
  restart(): void {
    this.state = this.#born();
    const kinds = [...healKinds, ...lastingKinds];
    this.tell({ type: 'resumed', entries: this.journal.filter(({ kind }) => kinds.includes(kind)) });
  }

  #born(): State {
    const state = emptyState(model, this.#mode, false, this.#settings);
    return { ...state, cloud, ring: new Ring(2, 2), at: this.world.now };
  }

  #dispatch(news: Unstamped<Event>): void {
    const event = { ...news, at: this.world.now } as Event;
    const [state, effects] = this.#think(this.state, event);
    this.state = state;
    this.#mode = state.mode;
    for (const effect of effects) if (effect.type === 'record') this.journal.push(effect.entry);
    for (const effect of effects) this.#perform(effect, { event, state, journal: this.journal });
  }

  #perform(effect: Effect, asked: Asked): void {
    if (effect.type === 'escalate') this.pages.push(effect.words);
    const isQuiet = this.state.mode === 'observe';
    if (effect.type === 'tidy' && !isQuiet) for (const call of effect.calls) this.world.act(call);
    if (effect.type === 'release' && !isQuiet) this.#release(effect);
    if (effect.type === 'look') this.#look(effect);
    if (effect.type !== 'act') return;
    this.#live();
    this.watch(effect, asked);
    this.#dispatch(this.#act(effect, asked));
  }

  /** As the performer does it. */
  #look({ vm, wish }: Extract<Effect, { type: 'look' }>): void {
    const look = this.world.sources.nova ? this.world.look(vm) : undefined;
    this.#dispatch({ type: 'looked', vm, wish, seen: look ?? { unknown: 'no answer' } });
  }

  /** As the performer does it. */
  #act(effect: Act, asked: Asked): Unstamped<Event> {
    const { incident, number, vm, own } = effect;
    const refused = (reason: string) => ({ type: 'action-refused', incident, number, reason }) as const;
    let lock: OwnLock | undefined;
    const takenBack = (reason: string) => {
      for (const undo of effect.undo) if (!isUnlock(undo)) this.world.act(undo);
      if (lock) this.#release({ incident, number, vm, own: lock });
      return refused(reason);
    };
    for (const call of effect.before) {
      const seen = this.world.look(vm);
      const reason = !seen ? 'it is gone' : isLock(call) ? whyNotNow(seen, effect, this.state) : undefined;
      if (reason) return refused(reason);
      const answer = this.world.act(call);
      this.#live();
      if (isLock(call) && 'requestId' in answer) lock = { ...own, requestId: answer.requestId };
      if ('refused' in answer || answer.requestId === undefined)
        return takenBack('what had to come before was refused');
      if (!lock) continue;
      this.#dispatch({ type: 'locked', incident, number, vm, requestId: answer.requestId });
      const other = cameBetween(seen!, this.world.look(vm)!, lock);
      if (other) return takenBack(other);
    }
    const answer = this.world.act(effect.call);
    if ('requestId' in answer && answer.arrived) this.arrived(effect, asked);
    this.#live();
    if ('refused' in answer) return takenBack(answer.refused);
    return { type: 'action-accepted', incident, number, requestId: answer.requestId };
  }

  /** As the performer does it. */
  #release({ incident, number, vm, own }: Omit<Extract<Effect, { type: 'release' }>, 'type'>): void {
    const seen = this.world.look(vm);
    const foreign = seen?.vm.locked ? notOurs(seen, own) : undefined;
    if (seen?.vm.locked && !foreign) {
      const answer = this.world.act(unlock({ id: vm }));
      if ('refused' in answer || answer.requestId === undefined) return;
    }
    const about = { type: 'lock-over', incident, number, vm } as const;
    this.#dispatch({ ...about, is: foreign ? 'theirs' : 'released', words: foreign ?? 'it is unlocked' });
  }

  #live(): void {
    if (this.life !== undefined && --this.life <= 0) throw new Crash();
  }
}

/** A judge that knows the truth, but sees no more than samples and Nova show. */
function judging(world: World): Step {
  return (state, event) => {
    if (event.type !== 'observed') return [state, []];
    const verdicts = new Map([...state.vms.keys()].map((id) => [id, verdictOf(world, state, id)]));
    const probabilities = new Map(
      [...verdicts].map(([id, { probability }]) => {
        const known = state.probabilities.get(id) ?? [];
        return [id, probability === undefined ? known : [...known.slice(-9), probability]];
      }),
    );
    return [{ ...state, verdicts, probabilities }, []];
  };
}

function verdictOf(world: World, state: State, id: string): Verdict {
  const { kind } = condition(state.vms.get(id)!);
  const { sick, sampledAt } = world.find(id)!;
  const sampleAge = world.now - sampledAt;
  const freshness = sampleAge > 45_000 ? 'stale' : 'fresh';
  const about = { vm: id, at: world.now, sampledAt, sampleAge, freshness } as const;
  const well = { diagnosis: undefined, reasons: [], confidence: 0 };
  if (kind === 'lost' || kind === 'error') return aVerdict({ ...about, probability: 0.99, diagnosis: 'crash' });
  if (kind === 'deliberate') return aVerdict({ ...about, ...well, probability: 0 });
  if (kind !== 'running') return aVerdict({ ...about, ...well, probability: undefined });
  if (freshness === 'stale') return aVerdict({ ...about, probability: 0.1, diagnosis: 'telemetry-loss' });
  return sick
    ? aVerdict({ ...about, probability: 0.95, diagnosis: sick })
    : aVerdict({ ...about, ...well, probability: 0.03 });
}
