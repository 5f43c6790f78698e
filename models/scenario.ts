import type { Mode } from './event.ts';
import type { FaultId } from './fault.ts';

/** Scripted faults with expectations: test, demo and sandbox at once. One file each in `scenarios/`. */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly vms: number;
  readonly mode: Mode;
  /** Length in seconds. */
  readonly seconds: number;
  /** Seconds between two polls. */
  readonly interval: number;
  readonly script: readonly Line[];
  readonly expect: Expectation;
};

/** `at` seconds after the start something happens to the VM of that name. */
export type Line =
  | { readonly at: number; readonly vm: string; readonly inject: FaultId; readonly for: number }
  | { readonly at: number; readonly vm: string; readonly user: UserAction };

/** What a user of the cloud does with their own VM, behind our back. */
export type UserAction = 'stop' | 'start' | 'pause' | 'reboot' | 'lock';

/** `heals`: how many actions are sent in all. Every injected fault must be detected, with the right diagnosis. */
export type Expectation = {
  readonly outcome: 'healed' | 'left alone' | 'nothing';
  readonly heals: { readonly atLeast: number; readonly atMost: number };
  /** Alarms on VMs that had no fault. */
  readonly falseAlarmsAtMost: number;
  /** Seconds from the injection to the alarm. */
  readonly alarmWithin?: number;
};
