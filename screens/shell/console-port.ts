import type { ActionId } from '../../models/action.ts';
import type { Entry, Mode, Subject } from '../../models/event.ts';
import type { FaultId } from '../../models/fault.ts';
import type { State } from '../../models/state.ts';
import type { InstanceAction, Vm } from '../../models/vm.ts';
import type { LoginKind, SavingPlace } from '../../models/wishes.ts';
import type { OwnSettings, SettingSpec, SettingValue } from './own-settings.ts';
import type { SavedView } from './saved-views.ts';

export type Models = { readonly judging: string; readonly versions: readonly ModelVersion[] };

/** What a version says of itself. `problem`: why it cannot be read. `inUse`: from the next start on, if not now. */
export type ModelVersion = {
  readonly version: string;
  readonly inUse: boolean;
  readonly kind: 'vm' | 'series' | null;
  /** ISO 8601; null for the one that comes with the program. */
  readonly trainedAt: string | null;
  readonly trainedOn: { readonly data: string; readonly scores: Readonly<Record<string, number>> } | null;
  readonly problem: string | null;
};

/** A file to be. */
export type SavedFile = { readonly place: SavingPlace; readonly name: string; readonly text: string };

/** All that the console knows of the program behind it. */
export type ConsolePort = {
  getState(): State;
  /** Calls the listener after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
  /** Nothing is sent without this: the operator's yes to the incident's plan, with the VM's name where that is wanted. */
  confirm(incident: string, action: ActionId, typed?: string | undefined, warned?: readonly string[]): void;
  /** Makes a plan for a VM by hand; without an action, the ladder's first. */
  askHeal(vm: string, action: ActionId | undefined): void;
  /** Takes back what `askHeal` asked for; nothing where it was an alarm's own plan. */
  withdraw(incident: string): void;
  /** A person takes the incidents over: nothing is done for them by itself any more. Or gives them back. */
  acknowledge(incidents: readonly string[], on: boolean): void;
  /** Nothing is done for it by itself until then (epoch ms of the cloud's clock); a time that is past ends that. */
  snooze(incident: string, until: number): void;
  setMaintenance(subject: Subject, reason: string, until: number | undefined): void;
  clearMaintenance(subject: Subject): void;
  liftQuarantine(vm: string): void;
  /** The kill switch of auto mode. */
  halt(on: boolean): void;
  setMode(mode: Mode): void;
  /** What the operator has set for good, as it holds now. */
  readonly settings: OwnSettings;
  /** Lets a setting hold from now on, and keeps it for good. Rejects with a Failure where it is not usable. */
  keep(setting: SettingSpec['name'], value: SettingValue): Promise<void>;
  /** Keeps a view under a name; without one, forgets it. */
  keepView(name: string, saved: SavedView | undefined): Promise<void>;
  /** Whether there is a fault-injection service (the simulated cloud's). */
  readonly canInject: boolean;
  inject(fault: FaultId, vm: string, seconds: number): Promise<void>;
  revert(id: string): Promise<void>;
  /** The last lines of the VM's console, as the guest wrote them. */
  consoleLog(vm: string): Promise<readonly string[]>;
  /** The versions of the brain, and which of them, or which file, judges here. */
  models(): Promise<Models>;
  /** Writes a new file for the operator alone and returns its path; where the name is taken, with a number in it. */
  save(file: SavedFile): Promise<string>;
  /** What was believed at a recorded moment: the one that stood at a time (epoch ms), the one before it, the next one. */
  moment?(at: number, which: 'at' | 'before' | 'after'): State | undefined;
  /** Some lines of the audit that are not newer than a time, the newest first, without the first `known` of that very time. */
  older?(at: number, known: number): readonly Entry[];
  /** There is a recording behind it and no cloud: it has no now. */
  readonly replay?: { readonly speed: number };
  /** What Nova did to the VM, and who asked for it, newest first. */
  instanceActions(vm: string): Promise<readonly InstanceAction[]>;
  /** Who a user is, in words: "you", "user NAME", or "user ID" where it is not told. Rejects never. */
  who(user: string): Promise<string>;
  /** Nova's own record of the VM, without secrets. */
  server(vm: string): Promise<unknown>;
  /** Gives a text to the tmux that the console runs in, if any, which knows its terminal; false: nobody has taken it. */
  toTmux(text: string): Promise<boolean>;
  /** Why there is no such way into the VM, or undefined. */
  whyNoLogin(kind: LoginKind, vm: Vm): string | undefined;
  /** Runs the command on the terminal, which is nobody else's by then; resolves with how it ended, in words. */
  logIn(kind: LoginKind, vm: string): Promise<string>;
  /** The operator leaves. The console has given the terminal back by then. */
  quit(): void;
};
