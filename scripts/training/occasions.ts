import type { Load } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';

/** Something honest that looks like trouble: when (seconds from the world's beginning), and how it bends the load. */
export type Occasion = {
  readonly id: OccasionId;
  readonly from: number;
  readonly until: number;
  /** What its owner asks of Nova at its beginning; a VM that is stopped is started at its end. */
  readonly wish?: 'reboot' | 'stop';
  bend(load: Load, seconds: number, roll: () => number): Load;
};

export type OccasionId =
  | ('batch' | 'backup' | 'deploy' | 'log rotation' | 'flash crowd' | 'noisy host')
  | ('growth' | 'saw-tooth' | 'slow disk' | 'idle' | 'reboot' | 'stop');

/**
 * Draws a size between two bounds. Worlds to learn from leave out the outer tenth at either end: the worlds that
 * measure have sizes which nobody has learnt.
 */
export type Draw = (low: number, high: number) => number;

export function drawer(dice: Dice, novel: boolean): Draw {
  return (low, high) => low + (high - low) * (novel ? dice.next() : 0.1 + 0.8 * dice.next());
}

/** Everything about an occasion but its beginning. */
type Kind = (draw: Draw, chance: (share: number) => boolean) => Omit<Occasion, 'id' | 'from' | 'until'> & Lasting;
type Lasting = { readonly seconds: number };

export function occasion(id: OccasionId, from: number, dice: Dice, novel: boolean): Occasion {
  const { seconds, ...rest } = kinds[id](drawer(dice, novel), (share) => dice.next() < share);
  return { ...rest, id, from, until: from + seconds };
}

const minutes = 60;
const hours = 3600;

/** What an honest job needs when it begins, 0…1. */
const rising = (seconds: number, length: number) => Math.min(1, seconds / length);
/** A guest that uses more memory than this swaps: honest work has been given enough. */
const usable = 88;
const capped = (memory: number, more: number) =>
  more < 0 ? memory + more : Math.max(memory, Math.min(usable, memory + more));
const about = (roll: () => number) => 0.7 + 0.6 * roll();

const kinds: Readonly<Record<OccasionId, Kind>> = {
  /** A job that computes: it reads what it works on and writes what it found, while a runaway process does neither. */
  batch: (draw, chance) => {
    const [effort, steady] = [draw(88, 100), chance(0.4)];
    const [memory, loading, share] = [draw(0, 28), draw(20, 240), draw(0.8, 1)];
    const [bytes, remote] = [10 ** draw(5, 7.4), chance(0.4) ? draw(0.1, 1) : 0];
    return {
      seconds: minutes * 10 ** draw(0.5, 2.3),
      bend: (load, seconds, roll) => {
        const moved = bytes * (seconds < loading ? 3 : 1) * about(roll);
        const cpu = steady ? 99.2 + 0.8 * roll() : effort - 14 * roll() ** 2;
        return {
          ...load,
          cpu: Math.max(load.cpu, cpu),
          memory: capped(load.memory, memory * rising(seconds, loading)),
          diskRead: load.diskRead * share + moved,
          diskWrite: load.diskWrite * share + 0.4 * moved,
          netIn: load.netIn * share + remote * moved,
          netOut: load.netOut * share,
        };
      },
    };
  },
  backup: (draw, chance) => {
    const [cpu, bytes, latency] = [draw(4, 30), draw(8e6, 6e7), draw(1.2, 3)];
    const [length, dump] = [minutes * draw(8, 70), chance(0.4) ? draw(2, 14) : 0];
    return {
      seconds: length,
      bend: (load, seconds, roll) => ({
        ...load,
        cpu: Math.min(99, load.cpu + cpu * about(roll)),
        disk: Math.min(93, load.disk + (dump * seconds) / length),
        diskRead: load.diskRead + bytes * about(roll),
        diskWrite: load.diskWrite + (dump ? 0.5 * bytes * about(roll) : 0),
        diskLatency: load.diskLatency * latency,
        netOut: load.netOut + (dump ? 0 : 0.8 * bytes * about(roll)),
      }),
    };
  },
  /** A new version: the service, or the whole VM, starts anew and its caches warm up to a level of their own. */
  deploy: (draw, chance) => {
    const [busy, start, warm] = [draw(20, 150), draw(0.4, 0.8), minutes * draw(2, 20)];
    const [level, step, bytes] = [draw(-10, 14), draw(0, 6), 10 ** draw(5, 7)];
    return {
      seconds: hours * draw(1, 5),
      ...(chance(0.4) ? { wish: 'reboot' as const } : {}),
      bend: (load, seconds, roll) => {
        const cold = Math.exp(-seconds / warm);
        return {
          ...load,
          cpu: seconds < busy ? Math.max(load.cpu, 55 + 43 * roll()) : load.cpu,
          memory: Math.max(4, capped(load.memory, -load.memory * (1 - start) * cold + level * (1 - cold))),
          disk: Math.min(93, load.disk + step * rising(seconds, busy)),
          diskRead: load.diskRead + bytes * cold * about(roll),
          diskWrite: load.diskWrite + (seconds < busy ? 5e6 : 0),
          netOut: seconds < busy ? load.netOut * 0.3 : load.netOut,
        };
      },
    };
  },
  /** Logs grow, are packed, and are thrown away. */
  'log rotation': (draw) => {
    const [length, height, packing] = [minutes * draw(20, 150), draw(0.5, 5), draw(30, 120)];
    return {
      seconds: length,
      bend: (load, seconds, roll) => {
        const packs = seconds > length - packing;
        return {
          ...load,
          cpu: Math.min(99, load.cpu + (packs ? 40 * about(roll) : 0)),
          disk: Math.min(93, load.disk + (height * seconds) / length),
          diskRead: load.diskRead + (packs ? 2e7 : 0),
          diskWrite: load.diskWrite + (packs ? 6e6 : 1e5 * about(roll)),
        };
      },
    };
  },
  'flash crowd': (draw) => {
    const [factor, ramp, length, memory] = [draw(2, 7), draw(20, 240), minutes * draw(4, 45), draw(0, 12)];
    return {
      seconds: length,
      bend: (load, seconds, roll) => {
        const crowd = Math.min(rising(seconds, ramp), 1 - rising(Math.max(0, seconds - 0.6 * length), 0.4 * length));
        const times = 1 + (factor - 1) * crowd * (0.9 + 0.2 * roll());
        return {
          ...load,
          cpu: Math.min(99.8, load.cpu * times ** 0.8),
          memory: capped(load.memory, memory * crowd),
          diskRead: load.diskRead * times ** 0.5,
          diskWrite: load.diskWrite * times ** 0.7,
          diskLatency: load.diskLatency * times ** 0.3,
          netIn: load.netIn * times,
          netOut: load.netOut * times,
          netDrops: load.netDrops + (crowd > 0.9 && roll() < 0.2 ? 5 * roll() : 0),
        };
      },
    };
  },
  /** A neighbour takes disk and processor from all VMs of the host. */
  'noisy host': (draw) => {
    const [latency, stolen, slowed] = [draw(2, 20), draw(0.6, 1), draw(0.5, 1)];
    return {
      seconds: minutes * draw(3, 40),
      bend: (load, _seconds, roll) => ({
        ...load,
        cpu: load.cpu * stolen,
        diskRead: load.diskRead * slowed,
        diskWrite: load.diskWrite * slowed,
        diskLatency: load.diskLatency * latency * about(roll),
        netIn: load.netIn * (0.5 + 0.5 * slowed),
        netOut: load.netOut * (0.5 + 0.5 * slowed),
      }),
    };
  },
  /** Memory that honest work keeps, up to a level where it stays. */
  growth: (draw) => {
    const [height, pace, length] = [draw(4, 26), minutes * draw(12, 120), hours * draw(1, 6)];
    return {
      seconds: length,
      bend: (load, seconds) => ({
        ...load,
        memory: capped(load.memory, Math.min(height, usable - load.memory) * (1 - Math.exp(-seconds / pace))),
      }),
    };
  },
  /** A garbage collector lets memory climb, and takes it back. */
  'saw-tooth': (draw) => {
    const [height, pace] = [draw(4, 24), draw(0.2, 2.5)];
    return {
      seconds: hours * draw(1, 8),
      bend: (load, seconds) => ({ ...load, memory: capped(load.memory, ((seconds / 60) * pace) % height) }),
    };
  },
  /** Hours or days until it is full: nothing for tonight. */
  'slow disk': (draw) => {
    const [rate, head] = [10 ** draw(-0.7, 0.6), draw(0, 30)];
    return {
      seconds: 48 * hours,
      bend: (load, seconds) => ({
        ...load,
        disk: Math.min(94, Math.max(load.disk, Math.min(85, load.disk + head)) + (rate * seconds) / hours),
      }),
    };
  },
  /** Its work has ended: it still breathes, but often there is nothing to count for a while. */
  idle: (draw) => {
    const [breath, still] = [draw(0.6, 2.5), draw(0.2, 0.7)];
    let memory: number | undefined;
    return {
      seconds: minutes * draw(10, 180),
      bend: (load, _seconds, roll) => {
        memory ??= load.memory;
        return {
          ...load,
          memory: memory + 0.2 * roll(),
          cpu: breath * about(roll) + (roll() < 0.05 ? 8 * roll() : 0),
          diskRead: 0,
          diskWrite: roll() < still ? 0 : 6000 * roll(),
          netIn: roll() < still ? 0 : 400 * roll(),
          netOut: roll() < still ? 0 : 300 * roll(),
        };
      },
    };
  },
  reboot: () => ({ seconds: 5 * minutes, wish: 'reboot', bend: (load) => load }),
  stop: (draw) => ({ seconds: minutes * draw(5, 60), wish: 'stop', bend: (load) => load }),
};
