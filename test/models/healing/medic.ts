import { advanceBy } from '../../../models/advance.ts';
import type { CloudInfo } from '../../../models/cloud-info.ts';
import type { Effect, Entry, Event, Mode } from '../../../models/event.ts';
import { whyNotNow } from '../../../models/guards/index.ts';
import { heardKinds } from '../../../models/hear.ts';
import {
  cameBetween,
  isLock,
  isUnlock,
  lockAgain,
  lockTaken,
  notOurs,
  type OwnLock,
  tellsLock,
  unlock,
} from '../../../models/lock.ts';
import { recount } from '../../../models/recount.ts';
import { healKinds, lastingKinds } from '../../../models/resume.ts';
import { Ring } from '../../../models/ring.ts';
import { defaultSettings, emptyState, type HealSettings, type State } from '../../../models/state.ts';
import { watched } from '../../../models/watch.ts';
import { Audit } from '../../../source/audit.ts';
import { ClockWatch } from '../../../source/clock-watch.ts';
import type { Clock } from '../../../source/ports.ts';
import { model } from '../fixture.ts';
import { judging } from './judge.ts';
import { fileOf, type Paper } from './paper.ts';
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
  readonly paper: Paper;
  readonly holder: string;
  /** Another console on the same journal. */
  peer: Medic | undefined;
  /** Milliseconds by which this machine's clock is ahead of Nova's; and the process's, which follows it at its own time. */
  ahead = 0;
  #followed = 0;
  readonly #clockWatch: ClockWatch;
  #audit!: Audit;
  #heard = 0;
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

  constructor(world: World, mode: Mode, settings: Partial<HealSettings> = {}, shared?: Paper) {
    this.world = world;
    this.paper = shared ?? { lines: [], failing: false };
    this.holder = shared ? 'two' : 'one';
    this.#mode = mode;
    this.#settings = { ...defaultSettings, ...settings };
    this.#think = advanceBy(judging(world));
    this.#clockWatch = new ClockWatch(
      this.#clock(),
      () => this.state,
      (news) => this.tell(news),
    );
    this.state = this.#born();
  }

  get journal(): readonly Entry[] {
    return this.paper.lines;
  }

  /** So many polls of ten seconds, of the other console as well. */
  tick(count = 1): void {
    for (let i = 0; i < count; i++) {
      this.world.pass(10);
      this.poll();
      this.peer?.poll();
    }
  }

  /** One look of this console. */
  poll(): void {
    this.#audit.attend(() => {
      if (this.paper.failing) throw new Error('disk full');
    });
    const news = this.paper.lines.slice(this.#heard).filter(({ kind }) => heardKinds.includes(kind));
    this.#heard = this.paper.lines.length;
    if (news.length && (this.peer || this.holder === 'two')) this.tell({ type: 'heard', entries: news });
    if (!this.world.sources.nova) {
      const failed = { source: 'nova', ok: false, newest: undefined, reason: 'down' } as const;
      this.tell({ type: 'observe-failed', sources: [failed] });
      return;
    }
    const observation = this.world.observe(watched(this.state));
    const age = (id: string) => this.world.now - (this.world.find(id)?.sampledAt ?? 0);
    this.seen = new Map(observation.vms.map((vm) => [vm.id, { vm, age: age(vm.id) }]));
    const told = { ...observation, askedAt: this.#now(), clockAhead: this.#followed };
    this.tell({ type: 'observed', observation: told });
    this.#clockWatch.look();
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
    const entries = this.journal.filter(({ kind }) => kinds.includes(kind));
    const ours = entries.filter(({ kind, data }) => kind === 'claimed' && data.holder === this.holder);
    this.#heard = this.paper.lines.length;
    const others = new Set(this.peer || this.holder === 'two' ? ['one', 'two'].filter((id) => id !== this.holder) : []);
    this.tell({ type: 'leased', lease: this.state.lease, others });
    this.tell({ type: 'resumed', entries, mine: new Set(ours.map(({ incident }) => incident!)) });
  }

  #born(): State {
    const state = emptyState(model, this.#mode, false, this.#settings);
    this.#followed = this.ahead;
    this.#audit = new Audit({
      journal: fileOf(this.paper),
      now: () => this.#now(),
      check: (claim, lines) => recount(this.state, claim, lines),
      tell: (health) => this.#dispatch({ type: 'journal-health', ...health }),
    });
    return { ...state, cloud, ring: new Ring(2, 2), at: this.#now(), holder: this.holder };
  }

  #now(): number {
    return this.world.now + this.#followed;
  }

  #clock(): Clock {
    const follow = () => {
      this.#followed = this.ahead;
    };
    return { now: () => this.#now(), jump: () => this.ahead - this.#followed, follow, sleep: async () => undefined };
  }

  #dispatch(news: Unstamped<Event>): void {
    const event = { ...news, at: this.#now() } as Event;
    const [state, effects] = this.#think(this.state, event);
    this.state = state;
    this.#mode = state.mode;
    const dropped = this.#audit.keep(effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : [])));
    for (const [{ kind, incident = '', data }, words] of dropped) {
      const about = { incident, number: Number(data.number), words };
      if (kind === 'claimed') this.#dispatch({ type: 'claim-refused', ...about, seconds: 60 });
    }
    const isDropped = (vm: string) => [...dropped.keys()].some((entry) => entry.vm === vm);
    for (const effect of effects) {
      if ((effect.type === 'act' || effect.type === 'tidy') && isDropped(effect.vm)) continue;
      this.#perform(effect, { event, state, journal: this.journal });
    }
  }

  #perform(effect: Effect, asked: Asked): void {
    if (effect.type === 'escalate') this.pages.push(effect.words);
    const isQuiet = this.state.mode === 'observe';
    if (effect.type === 'tidy' && !isQuiet) for (const call of effect.calls) this.world.act(call);
    if (effect.type === 'release' && !isQuiet && !this.paper.failing) this.#release(effect);
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
      const isUntold = isLock(call) && seen && !tellsLock(seen.vm);
      const isHeld = seen && isLock(call) ? whyNotNow(seen, effect, this.state) : undefined;
      const reason = !seen ? 'it is gone' : isUntold ? 'its lock is not told' : isHeld;
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
    if (seen && !tellsLock(seen.vm)) return;
    let isTaken = false;
    const foreign = seen?.vm.locked ? notOurs(seen, own) : undefined;
    if (seen?.vm.locked && !foreign) {
      this.world.act(unlock({ id: vm }));
      const after = this.world.look(vm);
      if (after?.vm.locked) return;
      isTaken = after !== undefined && lockTaken(seen, after);
      for (let turn = 0; isTaken && turn < 3 && !this.world.look(vm)?.vm.locked; turn++)
        this.world.act(lockAgain({ id: vm }));
    }
    const isBack = this.world.look(vm)?.vm.locked;
    const words = foreign ?? (isTaken && !isBack ? 'could not be locked again' : 'over');
    const about = { type: 'lock-over', incident, number, vm } as const;
    this.#dispatch({ ...about, is: foreign || isTaken ? 'theirs' : 'released', words });
  }

  #live(): void {
    if (this.life !== undefined && --this.life <= 0) throw new Crash();
  }
}
