import type { ActionId, Call } from '../../models/action.ts';
import { actionById, actions } from '../../models/actions/index.ts';
import type { Mode } from '../../models/event.ts';
import { faults } from '../../models/faults/index.ts';
import { againstPerson, warnings } from '../../models/guards/index.ts';
import type { Incident } from '../../models/incident.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { chanceWords } from '../alarm-lines.ts';
import { plannedCalls } from '../call-lines.ts';
import { duration } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { faultTitle, nameOf } from '../select.ts';
import type { MaintenancePick, SnoozePick } from './dialog-care.ts';
import type { SavePick } from './dialog-save.ts';
import type { Command } from './view.ts';

/** What is asked. A dialog holds all that it shows from the moment it opened: nothing moves under the operator's hand. */
export type Dialog = Ask | ModePick | FaultPick | ActionPick | SnoozePick | MaintenancePick | SavePick;

/** Yes or no. */
export type Ask = {
  readonly kind: 'ask';
  readonly title: string;
  /** Label and words. */
  readonly facts: readonly (readonly [string, string])[];
  readonly yes: string;
  readonly danger: boolean;
  readonly command: Command;
  /** What the yes is good for; where the incident has moved on since, it is void. */
  readonly about:
    | { readonly incident: string; readonly vm: string; readonly action: ActionId; readonly call: string }
    | undefined;
  /** The VM's name, where the yes needs that it is typed; and what was typed so far. */
  readonly wants: string | undefined;
  readonly typed: string;
  readonly choice: 'cancel' | 'yes';
};

export type ModePick = { readonly kind: 'mode'; readonly index: number };

export type FaultPick = {
  readonly kind: 'fault';
  readonly vm: string;
  readonly vmName: string;
  readonly fault: number;
  readonly time: number;
};

/** Which action, for a VM that has no plan. */
export type ActionPick = {
  readonly kind: 'action';
  readonly vm: string;
  readonly vmName: string;
  readonly index: number;
};

export const modes: readonly (readonly [Mode, string])[] = [
  ['observe', 'only watches'],
  ['confirm', 'asks before each action'],
  ['auto', 'acts by itself, within the guards'],
];

/** Seconds that an injected fault may last. */
export const faultTimes: readonly number[] = [60, 120, 300, 600];

/** The question before an action is sent, or undefined where the incident has no plan. */
export function askConfirm(state: State, incident: Incident): Ask | undefined {
  const { plan } = incident;
  if (!plan) return undefined;
  const vm = state.vms.get(incident.vm);
  const action = actionById(plan.action);
  const warned = warnings(plan.refusals);
  const holding = againstPerson(plan.refusals);
  const spared = plan.refusals.filter((one) => one.guard !== 'typed' && !holding.includes(one));
  return {
    kind: 'ask',
    title: `${action.title} ${clean(incident.vmName)}?`,
    facts: [
      ['VM', `${clean(incident.vmName)} on ${clean(vm?.host || 'an unknown host')}`],
      ['ID', clean(incident.vm)],
      ['diagnosis', `${faultTitle(incident.diagnosis)}, probability ${chanceWords(incident, state)}`],
      ['costs', action.costs],
      ...(plan.because ? [['route', clean(`${plan.route}: ${plan.because}`)] as const] : []),
      ...plannedCalls(plan).map(
        ([what, call], index) => [`${index + 1} ${what}`, callFact(call, incident.vm)] as const,
      ),
      ...(spared.length ? [['overrides', clean(spared.map(({ reason }) => reason).join('; '))] as const] : []),
      ...holding.map(({ guard, reason }) => {
        const mayGoOn = warned.some((one) => one.guard === guard);
        if (mayGoOn) return ['warning', `${clean(reason)}; you may go on`] as const;
        return ['refused', `${clean(reason)} (${clean(guard)})`] as const;
      }),
    ],
    yes: action.title,
    danger: action.rung >= 3,
    command: {
      ...{ type: 'confirm', incident: incident.id, action: plan.action },
      ...(warned.length ? { warned: warned.map(({ guard }) => guard) } : {}),
    },
    about: { incident: incident.id, vm: incident.vm, action: plan.action, call: JSON.stringify(plannedCalls(plan)) },
    wants: action.destroys ? vm?.name || incident.vm : undefined,
    typed: '',
    choice: 'cancel',
  };
}

/** One call in a line: the VM's id, which is told above, is short here. */
const callFact = ({ method, service, path, body }: Call, vm: string) =>
  clean(`${method} ${service} ${path} ${JSON.stringify(body)}`.replaceAll(vm, 'ID'));

/** Whether the name that is wanted was typed. What cannot be seen in a name cannot be typed either. */
export const isTyped = ({ wants, typed }: Ask): boolean => wants === undefined || typed === clean(wants);

/** Whether characters are text in this dialog, and not keys. */
export const takesText = (dialog: Dialog): boolean =>
  dialog.kind === 'maintenance' || (dialog.kind === 'ask' && dialog.wants !== undefined);

/** Why the yes is not to be had (any more), or undefined. */
export function obstacle(state: State, ask: Ask): string | undefined {
  if (!ask.about) return undefined;
  if (state.readOnly) return 'Read-only: nothing is sent.';
  const incident = state.incidents.get(ask.about.vm);
  if (incident?.id !== ask.about.incident) return 'The incident has closed meanwhile: nothing is left to confirm.';
  if (incident.phase === 'healing' || incident.phase === 'verifying') return 'A heal of this VM is already under way.';
  if (!incident.plan) return 'The plan was withdrawn meanwhile.';
  if (incident.plan.action !== ask.about.action)
    return `The plan has changed meanwhile to ${actionById(incident.plan.action).title.toLowerCase()}: cancel and look again.`;
  if (JSON.stringify(plannedCalls(incident.plan)) !== ask.about.call)
    return 'The call has changed meanwhile: cancel and look again.';
  const { warned = [] } = ask.command.type === 'confirm' ? ask.command : {};
  const [refusal] = againstPerson(incident.plan.refusals, warned);
  if (refusal && warnings([refusal]).length)
    return `Since you were asked: ${clean(refusal.reason)}. Cancel and look again.`;
  return refusal && `A guard refuses: ${clean(refusal.reason)}`;
}

/** The choice of an action for a VM without a plan: the cursor is on the mildest one that Nova would take. */
export function pickAction(state: State, vm: Vm): ActionPick {
  const index = actions.findIndex((action) => !action.refuses(vm));
  return { kind: 'action', vm: vm.id, vmName: nameOf(state, vm.id), index: Math.max(0, index) };
}

export function askAuto(): Ask {
  return {
    kind: 'ask',
    title: 'Let the console act by itself?',
    facts: [['auto', 'every plan that the guards let through is sent at once, without asking anybody']],
    yes: 'Switch to auto',
    danger: true,
    command: { type: 'set-mode', mode: 'auto' },
    about: undefined,
    wants: undefined,
    typed: '',
    choice: 'cancel',
  };
}

export function askQuit(underWay: number): Ask {
  const heals = underWay === 1 ? 'A heal is' : `${underWay} heals are`;
  return {
    kind: 'ask',
    title: 'Leave now?',
    facts: [['', `${heals} under way. What was sent goes on in the cloud, but nobody here verifies it.`]],
    yes: 'Leave',
    danger: true,
    command: { type: 'quit' },
    about: undefined,
    wants: undefined,
    typed: '',
    choice: 'cancel',
  };
}

/** What the fault dialog would do as it stands. */
export function injectCommand(pick: FaultPick): Command {
  return {
    type: 'inject',
    fault: faults[pick.fault]!.id,
    vm: pick.vm,
    vmName: pick.vmName,
    seconds: faultTimes[pick.time]!,
  };
}

export const timeWords = (seconds: number) =>
  duration(seconds * 1000)
    .replace('60 s', '1 min')
    .replace('60 min', '1 h');
