import type { Subject } from '../../models/event.ts';
import type { Incident } from '../../models/incident.ts';
import { snoozeAt } from '../../models/incidents.ts';
import { maintenanceAt } from '../../models/maintenance.ts';
import type { Maintenance, State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { duration } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { untilWords } from '../phase-words.ts';
import { faultTitle, nameOf } from '../select.ts';
import type { Ask } from './dialog.ts';
import type { Command } from './view.ts';

/** For how long an incident is put off. */
export type SnoozePick = {
  readonly kind: 'snooze';
  readonly incident: string;
  readonly vm: string;
  readonly vmName: string;
  /** Seconds to choose from; 0 ends what is. */
  readonly times: readonly number[];
  readonly index: number;
};

/** What goes into maintenance, why, and for how long. */
export type MaintenancePick = {
  readonly kind: 'maintenance';
  readonly subjects: readonly { readonly subject: Subject; readonly words: string }[];
  readonly index: number;
  readonly reason: string;
  readonly time: number;
};

const snoozeTimes: readonly number[] = [15 * 60, 3600, 8 * 3600];
/** Seconds; undefined: until somebody ends it. */
export const maintenanceTimes: readonly (number | undefined)[] = [3600, 4 * 3600, 24 * 3600, undefined];

const quietly = {
  wants: undefined,
  typed: '',
  about: undefined,
  choice: 'cancel',
  danger: false,
  kind: 'ask',
} as const;

/** What is put off already may also be put off no longer. */
export function pickSnooze(state: State, incident: Incident): SnoozePick {
  const times = snoozeAt(incident, state.at) ? [...snoozeTimes, 0] : snoozeTimes;
  const { id, vm, vmName } = incident;
  return { kind: 'snooze', incident: id, vm, vmName: clean(vmName), times, index: 0 };
}

/** What nobody has taken over is taken over; what somebody has is given back. */
export function askAcknowledge({ at }: State, { id, vm, vmName, diagnosis, acknowledged }: Incident): Ask {
  if (acknowledged) {
    return {
      ...quietly,
      title: `Give ${clean(vmName)} back?`,
      facts: [
        ['VM', clean(vm)],
        ['taken over', `${duration(at - acknowledged.at)} ago by ${clean(acknowledged.who)}`],
        ['means', 'in auto mode it is healed by itself again, where the guards let it.'],
      ],
      yes: 'Give it back',
      danger: true,
      command: { type: 'acknowledge', incidents: [id], on: false },
    };
  }
  return {
    ...quietly,
    title: `Take over ${clean(vmName)}?`,
    facts: [
      ['VM', clean(vm)],
      ['diagnosis', faultTitle(diagnosis)],
      [
        'means',
        'you look after it: nothing is done for this incident by itself any more. You can still heal it yourself.',
      ],
    ],
    yes: 'Take it over',
    command: { type: 'acknowledge', incidents: [id], on: true },
  };
}

export function askRelease(state: State, vm: string): Ask | undefined {
  const found = state.quarantine.get(vm);
  if (!found) return undefined;
  return {
    ...quietly,
    title: `Lift the quarantine of ${clean(found.vmName)}?`,
    facts: [
      ['VM', clean(vm)],
      ['since', `${duration(state.at - found.since)} ago`],
      ['because', clean(found.words)],
      ['means', 'it is judged anew, and healed again where the guards let it. What was done to it still counts.'],
    ],
    yes: 'Lift it',
    danger: true,
    command: { type: 'release', vm },
  };
}

/** The end of a maintenance, for the VM itself or for the host that it is on. */
export function askEndMaintenance(state: State, subject: Subject, found: Maintenance): Ask {
  const { reason, who, since, until } = found;
  const name = subject.kind === 'vm' ? nameOf(state, subject.id) : `host ${clean(subject.id)}`;
  return {
    ...quietly,
    title: `End the maintenance of ${name}?`,
    facts: [
      ['reason', clean(reason)],
      ['since', `${duration(state.at - since)} ago, by ${clean(who)},${untilWords(until, state.at)}`],
      ['means', 'it may be healed again.'],
    ],
    yes: 'End it',
    danger: true,
    command: { type: 'clear-maintenance', subject },
  };
}

/** Auto was stopped: it goes on only when somebody says so. */
export function askGoOn({ halted, at, cloud }: State): Ask {
  return {
    ...quietly,
    title: 'Let auto go on?',
    facts: [
      ...(cloud ? [['cloud', `${clean(cloud.name)}; others are stopped each by itself`] as const] : []),
      ['stopped', `${duration(at - (halted?.at ?? at))} ago by ${clean(halted?.who ?? 'nobody')}`],
      ['means', 'in auto mode every plan that the guards let through is sent again without asking anybody'],
      ['in any mode', 'alarms of the cloud may have VMs rebooted again, where setup --autonomous was run'],
    ],
    yes: 'Go on',
    danger: true,
    command: { type: 'halt', on: false },
  };
}

/** The VM and its host to choose from; a host alone where it is its line that the cursor is on. */
export function pickMaintenance(state: State, about: Vm | string): MaintenancePick {
  const host = typeof about === 'string' ? about : about.host;
  const there = [...state.vms.values()].filter((vm) => vm.host === host).length;
  const ofHost = { subject: { kind: 'host', id: host } as const, words: `host ${clean(host)} with its ${there} VMs` };
  const ofVm =
    typeof about === 'string'
      ? []
      : [{ subject: { kind: 'vm', id: about.id } as const, words: `VM ${nameOf(state, about.id)}` }];
  return { kind: 'maintenance', subjects: [...ofVm, ...(host ? [ofHost] : [])], index: 0, reason: '', time: 0 };
}

/** The maintenance that the VM or host is in, and whose it is. */
export function maintenanceNow(state: State, about: Vm | string): readonly [Subject, Maintenance] | undefined {
  const vm = typeof about === 'string' ? undefined : about;
  const own: Subject = vm ? { kind: 'vm', id: vm.id } : { kind: 'host', id: String(about) };
  const subjects: readonly Subject[] = vm ? [own, { kind: 'host', id: vm.host }] : [own];
  for (const subject of subjects) {
    const found = maintenanceAt(subject, state, state.at);
    if (found) return [subject, found];
  }
  return undefined;
}

export function maintenanceCommand({ subjects, index, reason, time }: MaintenancePick, at: number): Command {
  const seconds = maintenanceTimes[time];
  const until = seconds === undefined ? undefined : at + seconds * 1000;
  return { type: 'set-maintenance', subject: subjects[index]!.subject, reason: reason.trim(), until };
}
