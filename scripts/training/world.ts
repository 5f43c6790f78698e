import type { FaultId } from '../../models/fault.ts';
import { type Dice, dice } from '../../models/random.ts';
import type { Sample, Vm } from '../../models/vm.ts';
import type { Family } from '../../source/simulator/load.ts';
import { anyFamily, learntFamilies, unseenFamilies } from './families.ts';
import { guest, type Manner, manner, pick, readable } from './guest.ts';
import { drawer, type Occasion, type OccasionId, occasion } from './occasions.ts';
import { type Plot, plotOf } from './plot.ts';
import { type Life, type Recorded, record, type Setting, stepMs } from './recording.ts';
import { type Label, type Truth, truthOf } from './truth.ts';

/** One poll of a world. */
export type Moment = {
  readonly at: number;
  readonly vms: readonly Vm[];
  /** What this poll brought; after a missed one, that one's too. */
  readonly samples: readonly Sample[];
  /** In the order of the VMs. */
  readonly labels: readonly Label[];
};

/** What really happened to one VM. Times are epoch milliseconds. */
export type Story = {
  readonly vm: string;
  readonly family: string;
  readonly fault: FaultId | undefined;
  readonly from: number;
  readonly until: number;
  /** When the poll could first bring a sample that shows it; undefined where it hides in honest work, or nobody reads it. */
  readonly visible: number | undefined;
  /** When memory or disk is full. */
  readonly end: number | undefined;
  readonly occasions: readonly { readonly id: OccasionId; readonly from: number; readonly until: number }[];
};

/** A few VMs on one or two hosts that are polled together. */
export type World = {
  readonly seed: number;
  readonly granularity: number;
  readonly moments: readonly Moment[];
  /** In the order of the VMs. */
  readonly stories: readonly Story[];
};

/**
 * A nasty day without a fault; a short world with a fault and three times as much going on as on such a day; one with
 * nothing but the fault.
 */
export type Scene = 'day' | 'busy' | 'quiet';

export type Kind = {
  /** With families and sizes that training never sees. */
  readonly novel: boolean;
  readonly scene: Scene;
};

const begin = Date.UTC(2026, 0, 5);
/** Occasions of a VM's own on a nasty day, and how much denser they are in the short worlds. */
const ownADay = 7;
const density: Readonly<Record<Scene, number>> = { day: 1, busy: 2.2, quiet: 0 };

/** Same seed, same world. */
export function imagine(seed: number, { novel, scene }: Kind): World {
  const day = scene === 'day';
  const rolls = dice(seed).fork(day ? 'day' : 'world');
  const draw = drawer(rolls, novel);
  const granularity = pick(rolls, day ? [10, 20, 30, 60, 60, 300] : [10, 10, 10, 10, 10, 20, 30, 60, 60, 300]);
  const steps = granularity / 10;
  const slower = Math.max(1, steps / 2);
  const size = rolls.next() < 0.35 ? 1 : 2 + Math.floor(rolls.next() * 7);
  const faulty = day ? 0 : rolls.next() < 0.1 ? 0 : size > 2 && rolls.next() < 0.25 ? 2 : 1;
  const plots = Array.from({ length: faulty }, (_, index) => {
    return plotOf(rolls.fork(`plot ${index}`), draw, 100 * slower, steps);
  });
  const latest = Math.max(0, ...plots.map(({ until }) => until));
  const length = day ? 8640 : Math.max(400 * slower, latest + Math.round((40 + 60 * rolls.next()) * slower));
  // One short world in three plays in the small hours, when backups begin and, which is the harder moment, end.
  const hours = rolls.next() < 0.33 ? 5 : 24;
  const setting: Setting = {
    start: begin + (day ? 0 : Math.floor(rolls.next() * hours * 360) * stepMs),
    samples: Math.floor(length / steps),
    steps,
    reads: readable(rolls.fork('readable')),
    countsErrors: rolls.next() < 0.3,
  };
  const lives = livesOf(rolls, {
    granularity,
    size,
    plots,
    novel,
    seconds: length * 10,
    often: density[scene],
  });
  const told = lives.map((life) => record(life, setting, rolls.fork(life.id)));
  const truths = told.map((one, index) => truthOf(one, lives[index]!.plot, steps));
  const polls = pollsOf(rolls.fork('polls'), setting);
  return {
    seed,
    granularity,
    moments: momentsOf(told, truths, polls),
    stories: lives.map((life, index) => storyOf(life, truths[index]!, setting, polls)),
  };
}

type Cast = {
  granularity: number;
  size: number;
  plots: readonly Plot[];
  novel: boolean;
  seconds: number;
  often: number;
};

/** One or two groups of siblings, on one or two hosts; what is shared strikes a host, or a group wherever it is. */
function livesOf(rolls: Dice, { granularity, size, plots, novel, seconds, often }: Cast): Life[] {
  const [hosts, groups] = [size > 1 && rolls.next() < 0.5 ? 2 : 1, size > 2 && rolls.next() < 0.5 ? 2 : 1];
  const casts = Array.from({ length: groups }, (_, index) => ({
    family: familyOf(rolls, novel),
    manner: manner(rolls, granularity),
    flavor: `flavor-${index + 1}`,
    shared: some(rolls, ['flash crowd', 'deploy'], 1.5 * often, seconds, novel),
  }));
  const noisy = Array.from({ length: hosts }, () => some(rolls, ['noisy host'], often, seconds, novel));
  return Array.from({ length: size }, (_, index): Life => {
    const own = rolls.fork(`vm ${index}`);
    const { family, manner: kind, flavor, shared } = casts[index % groups]!;
    const host = Math.floor(own.next() * hosts);
    const plot = told(plots[index], kind);
    const rolling = 60 + 240 * own.next();
    const occasions = [
      ...some(own, ownOccasions(family), ownADay * often, seconds, novel),
      ...shared.map((one) => (one.id === 'deploy' ? moved(one, index * rolling) : one)),
      ...noisy[host]!,
    ].filter((one) => !plot || !disturbs(one, plot));
    const living = guest(own.fork('guest'), family, kind);
    return {
      id: `vm-${index + 1}`,
      host: `compute-${host + 1}`,
      flavor,
      family: family.id,
      guest: living,
      occasions,
      plot,
    };
  });
}

/** Where honest jobs fill the processor in silence, nothing tells a runaway process from them: none is staged there. */
function told(plot: Plot | undefined, { kind }: Manner): Plot | undefined {
  return kind === 'business' && plot?.fault === 'cpu-hog' ? undefined : plot;
}

function familyOf(rolls: Dice, novel: boolean): Family {
  if (novel) return pick(rolls, unseenFamilies);
  return rolls.next() < 0.25 ? pick(rolls, learntFamilies) : anyFamily(rolls.fork('family'), drawer(rolls, novel));
}

function ownOccasions(family: Family): readonly OccasionId[] {
  const usual: OccasionId[] = [
    'batch',
    'batch',
    'backup',
    'deploy',
    'log rotation',
    'growth',
    'saw-tooth',
    'slow disk',
  ];
  return [...usual, family.id === 'simulation' ? 'batch' : 'idle', 'reboot', 'stop', 'log rotation', 'backup'];
}

/** About so many a day, at any time, a few of them already under way when the world begins. */
function some(rolls: Dice, ids: readonly OccasionId[], aDay: number, seconds: number, novel: boolean): Occasion[] {
  const mean = (aDay * (seconds + 3600)) / 86_400;
  const count = Math.floor(mean) + (rolls.next() < mean % 1 ? 1 : 0);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor(rolls.next() * (seconds + 3600)) - 3600;
    const one = occasion(pick(rolls, ids), from, rolls.fork(`occasion ${index} ${from}`), novel);
    if (one.id === 'slow disk') return moved(one, -3600 - one.from);
    return one.wish && one.from < 0 ? moved(one, -one.from) : one;
  }).filter((one, index, all) => one.id !== 'slow disk' || all.findIndex(({ id }) => id === one.id) === index);
}

function moved(one: Occasion, seconds: number): Occasion {
  return { ...one, from: one.from + seconds, until: one.until + seconds };
}

/** Who reboots or stops a VM, or lets it stand still, in the middle of its fault, has healed or hidden it. */
function disturbs({ id, wish, from, until }: Occasion, plot: Plot): boolean {
  const [first, last] = [plot.from * 10 - 900, plot.until * 10 + 900];
  return (wish !== undefined || id === 'idle' || id === 'deploy') && from < last && until > first;
}

/** When each sample's poll is made; a poll in a hundred is missed, and its samples come with the next one. */
function pollsOf(rolls: Dice, { start, samples, steps }: Setting): { at: number; isMade: boolean }[] {
  return Array.from({ length: samples }, (_, index) => ({
    at: start + (index + 1) * steps * stepMs + 1000 + Math.floor(rolls.next() * 11_000),
    isMade: rolls.next() > 0.01,
  }));
}

function momentsOf(told: readonly Recorded[][], truths: readonly Truth[], polls: ReturnType<typeof pollsOf>): Moment[] {
  const moments: Moment[] = [];
  let samples: Sample[] = [];
  polls.forEach(({ at, isMade }, index) => {
    samples.push(...told.flatMap((life) => life[index]!.sample ?? []));
    if (!isMade) return;
    const labels = truths.map((truth) => truth.labels[index]!);
    moments.push({ at, vms: told.map((life) => life[index]!.vm), samples, labels });
    samples = [];
  });
  return moments;
}

function storyOf(
  life: Life,
  truth: Truth,
  { start, samples, steps }: Setting,
  polls: ReturnType<typeof pollsOf>,
): Story {
  const { id: vm, family, plot } = life;
  const end = truth.end === undefined || truth.end >= samples ? undefined : start + truth.end * steps * stepMs;
  return {
    ...{ vm, family, fault: plot?.fault },
    from: start + (plot?.from ?? 0) * stepMs,
    until: start + (plot?.until ?? 0) * stepMs,
    visible: truth.visible === undefined ? undefined : polls[truth.visible]!.at,
    end,
    occasions: life.occasions.map((one) => ({
      id: one.id,
      from: start + one.from * 1000,
      until: start + one.until * 1000,
    })),
  };
}
