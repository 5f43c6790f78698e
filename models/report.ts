import type { Entry } from './event.ts';
import type { FaultId } from './fault.ts';
import type { Incident } from './incident.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario measured. Times are seconds from the injection. */
export type Report = {
  readonly scenario: string;
  readonly title: string;
  readonly seed: number;
  readonly simulated: true;
  readonly faults: readonly FaultReport[];
  /** Actions sent to the cloud, each as "action on VM". */
  readonly heals: readonly string[];
  /** Alarms on VMs that had no fault, each as "diagnosis on VM". */
  readonly falseAlarms: readonly string[];
  /** Expectations that failed, in words; empty: passed. */
  readonly failures: readonly string[];
};

export type FaultReport = {
  readonly fault: FaultId;
  readonly vm: string;
  readonly timeToAlarm: number | undefined;
  readonly diagnosis: FaultId | undefined;
  readonly timeToHeal: number | undefined;
  readonly outcome: 'healed' | 'left alone' | 'not healed' | 'missed';
  readonly words: string;
};

/** An injection as it was made, with the name of its VM. */
export type Injected = { readonly fault: FaultId; readonly vm: string; readonly vmName: string; readonly at: number };

/** Judges a played scenario by its incidents (open and closed) and its audit. */
export function reportOf(
  scenario: Scenario,
  seed: number,
  injected: readonly Injected[],
  incidents: readonly Incident[],
  entries: readonly Entry[],
): Report {
  const faults = injected.map((one) => faultReport(one, incidents));
  const heals = entries
    .filter((entry) => entry.kind === 'claimed')
    .map((entry) => `${actionOf(entry)} on ${entry.vmName}`);
  const falseAlarms = incidents
    .filter(
      (incident) => !incident.asked && !injected.some((one) => one.vm === incident.vm && one.at <= incident.openedAt),
    )
    .map((incident) => `${incident.diagnosis ?? 'unknown'} on ${incident.vmName}`);
  const measured = {
    scenario: scenario.id,
    title: scenario.title,
    seed,
    simulated: true as const,
    faults,
    heals,
    falseAlarms,
  };
  return { ...measured, failures: failuresOf(scenario, measured) };
}

function faultReport({ fault, vm, vmName, at }: Injected, incidents: readonly Incident[]): FaultReport {
  const incident = incidents
    .filter((one) => one.vm === vm && one.openedAt >= at)
    .sort((a, b) => a.openedAt - b.openedAt)[0];
  if (!incident) {
    const nothing = { timeToAlarm: undefined, diagnosis: undefined, timeToHeal: undefined };
    return { fault, vm: vmName, ...nothing, outcome: 'missed', words: 'no alarm' };
  }
  const healed = incident.attempts.at(-1)?.outcome === 'healed';
  const since = (time: number | undefined) => (time === undefined ? undefined : Math.round((time - at) / 1000));
  return {
    fault,
    vm: vmName,
    timeToAlarm: since(incident.openedAt),
    diagnosis: incident.diagnosis,
    timeToHeal: healed ? since(incident.closedAt) : undefined,
    outcome: healed ? 'healed' : incident.attempts.length ? 'not healed' : 'left alone',
    words: incident.words,
  };
}

function actionOf(entry: Entry): string {
  return typeof entry.data.action === 'string' ? entry.data.action : 'an action';
}

function failuresOf({ expect }: Scenario, { faults, heals, falseAlarms }: Omit<Report, 'failures'>): string[] {
  const failures: string[] = [];
  for (const { fault, vm, diagnosis, outcome, timeToAlarm = Number.POSITIVE_INFINITY, words } of faults) {
    if (outcome !== expect.outcome)
      failures.push(`${fault} on ${vm}: ${outcome}, expected ${expect.outcome} (${words})`);
    if (diagnosis !== fault) failures.push(`${fault} on ${vm} was taken for ${diagnosis ?? 'nothing known'}`);
    if (timeToAlarm > (expect.alarmWithin ?? Number.POSITIVE_INFINITY))
      failures.push(`${fault} on ${vm}: alarm after ${timeToAlarm} s`);
  }
  const { atLeast, atMost } = expect.heals;
  if (heals.length < atLeast || heals.length > atMost)
    failures.push(`${heals.length} heals, expected ${atLeast} to ${atMost}: ${heals.join(', ')}`);
  if (falseAlarms.length > expect.falseAlarmsAtMost) failures.push(`false alarms: ${falseAlarms.join(', ')}`);
  return failures;
}
