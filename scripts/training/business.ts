import type { Load } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';

/**
 * A guest of a company's data centre: mostly next to idle, with a trickle of bytes that now and then is a flood, memory
 * in use that wanders by tens of points, and, in some, jobs that fill the processor for minutes or hours and move
 * hardly a byte. Nothing tells such a job from a process that has run away.
 */
export function businessGuest(dice: Dice): (base: Load, at: number) => Load {
  const idle = 0.3 + 12 * dice.next() ** 3;
  const [jumps, memory] = [20 * dice.next() ** 2, 1 + 30 * dice.next() ** 2];
  const bytes = 10 ** (4 * dice.next());
  const effort = dice.next() < 0.5 ? 100 : 10 + 80 * dice.next();
  const jobs = spells(dice, 10 ** (3 + 2 * dice.next()), 10 ** (2.3 + 1.7 * dice.next()));
  const floods = spells(dice, 10 ** (3.3 + 1.5 * dice.next()), 10 ** (2 + 1.3 * dice.next()));
  const [hungry, flood] = [30 * dice.next(), 10 ** (1 + 3 * dice.next())];
  const still = dice.next() < 0.5;
  let [level, until] = [0, 0];
  let worked = 0;
  return (base, at) => {
    if (at >= until) {
      level = 0.5 * level + jumps * dice.normal() * dice.next();
      until = at + 300_000;
    }
    const [works, flows] = [jobs(at), floods(at)];
    worked = works ? Math.min(1, worked + 0.01) : worked * 0.95;
    const moved = bytes * (flows ? flood : 1) * (0.8 + 0.4 * dice.next());
    return {
      ...base,
      cpu: Math.min(100, idle * (0.85 + 0.3 * dice.next()) + (works ? effort * (0.96 + 0.08 * dice.next()) : 0)),
      memory: Math.max(0, Math.min(85, memory + level + hungry * worked)),
      diskRead: still && !flows ? 0 : 0.3 * moved,
      diskWrite: moved,
      netIn: 0.5 * moved * (0.8 + 0.4 * dice.next()),
      netOut: 0.3 * moved * (0.6 + 0.8 * dice.next()),
    };
  };
}

/** On and off at random: means of the seconds between spells, and of their length. */
function spells(dice: Dice, between: number, length: number): (at: number) => boolean {
  let [is, until] = [false, 0];
  return (at) => {
    if (at >= until) {
      is = until > 0 && !is;
      until = at - 1000 * (is ? length : between) * Math.log(1 - dice.next());
    }
    return is;
  };
}
