import type { FaultId } from '../../../models/fault.ts';
import type { InstanceAction, Power } from '../../../models/vm.ts';

/** What becomes of a call: done; done, but the answer is lost; lost on the way; refused; accepted and failing later. */
export type Fate = 'ok' | 'deaf' | 'lost' | 'refused' | 'fails';
/** What a call brought: a request id, no clear answer, or a refusal. */
export type Answer =
  | { readonly requestId: string | undefined; readonly arrived: boolean }
  | { readonly refused: string };

/** Our own user. */
export const medic = 'medic';

/** What a Nova leaves out, or a proxy in front of it. */
export type Lie = 'no records' | 'no times' | 'no locks' | 'no reasons';

export type Patient = {
  id: string;
  name: string;
  host: string;
  status: string;
  power: Power;
  taskState: string | undefined;
  locked: boolean;
  lockedReason: string | undefined;
  /** Nova's records of it, the newest first. */
  actions: InstanceAction[];
  sick: FaultId | undefined;
  silent: boolean;
  sampledAt: number;
  deleted: boolean;
  /** Whether Nova reaches its cell, and whether its list has the VM. */
  cell: 'up' | 'down' | 'left out';
  stack: string | undefined;
};
export type Job = {
  readonly vm: string;
  readonly endsAt: number;
  readonly end: () => void;
  readonly execution?: string;
};

/** When a person did something to it last, but for lifting a lock. */
export function lastOf({ actions }: Patient): number {
  return actions.find(({ userId, action }) => userId === 'ada' && action !== 'unlock')?.startedAt ?? 0;
}
