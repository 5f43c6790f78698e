import type { Injection } from './event.ts';
import type { Incident } from './incident.ts';
import type { State } from './state.ts';

/** What came of the alarms that were closed since the start; of the incidents themselves only the last hundred are kept. */
export type Tally = {
  readonly alarms: number;
  readonly healed: number;
  /** Sum of the milliseconds from the alarm to the proof, of the healed ones. */
  readonly healing: number;
  /** Over without an action. */
  readonly passed: number;
  /** On VMs into which nobody had put a fault. */
  readonly groundless: number;
  /** Milliseconds from the fault to its first alarm, by the injection's id. */
  readonly found: ReadonlyMap<string, number>;
};

export const emptyTally: Tally = { alarms: 0, healed: 0, healing: 0, passed: 0, groundless: 0, found: new Map() };

/** The tally with one incident more. What a person asked for, of a VM that is not failing, is no alarm. */
export function counted(tally: Tally, incident: Incident, { injections, model }: State): Tally {
  const { vm, peak, diagnosis, openedAt, closedAt, attempts } = incident;
  if (peak < model.thresholds.raise && diagnosis !== 'telemetry-loss') return tally;
  const isHealed = closedAt !== undefined && attempts.at(-1)?.outcome === 'healed';
  const earlier = injections.filter((one) => one.vm === vm && one.startedAt <= openedAt);
  const fault = earlier.sort((a, b) => b.startedAt - a.startedAt)[0];
  return {
    alarms: tally.alarms + 1,
    healed: tally.healed + (isHealed ? 1 : 0),
    healing: tally.healing + (isHealed ? closedAt - openedAt : 0),
    passed: tally.passed + (closedAt !== undefined && attempts.length === 0 ? 1 : 0),
    groundless: tally.groundless + (fault ? 0 : 1),
    found:
      fault && !tally.found.has(fault.id)
        ? new Map(tally.found).set(fault.id, openedAt - fault.startedAt)
        : tally.found,
  };
}

/** How well it goes. Times are milliseconds; undefined is what cannot be known here, or not yet. */
export type Score = Omit<Tally, 'healing' | 'groundless' | 'found'> & {
  /** Mean time from the alarm to the proof. */
  readonly timeToHeal: number | undefined;
  /** Faults that were put in, and how many of them an alarm found: what else goes wrong in a cloud nobody tells us. */
  readonly injected: number;
  readonly found: number;
  /** Mean time from the fault to its alarm. */
  readonly timeToDetect: number | undefined;
  /** Faults that were there to their end without an alarm. */
  readonly missed: number | undefined;
  /** Alarms without a fault; known only where every fault is one that was put in. */
  readonly falseAlarms: number | undefined;
};

/** The tally with the open incidents in it, as far as each number is known. */
export function scoreOf(state: State): Score {
  const { injections, incidents, cloud } = state;
  const open = [...incidents.values()];
  const tally = open.reduce((sum, incident) => counted(sum, incident, state), state.tally);
  const { alarms, healed, passed, healing, groundless, found } = tally;
  const isMissed = ({ id, state }: Injection) => state === 'ended' && !found.has(id);
  return {
    alarms,
    healed,
    passed,
    timeToHeal: healed ? healing / healed : undefined,
    injected: injections.length,
    found: found.size,
    timeToDetect: found.size ? [...found.values()].reduce((sum, time) => sum + time, 0) / found.size : undefined,
    missed: injections.length ? injections.filter(isMissed).length : undefined,
    falseAlarms: cloud?.simulated ? groundless : undefined,
  };
}
