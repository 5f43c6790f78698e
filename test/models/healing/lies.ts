import type { Look, Stack } from '../../../models/vm.ts';
import { withDeeds } from '../../../source/openstack/fleet.ts';
import type { Lie, Patient } from './patient.ts';

/** A direct look as a Nova, or a proxy in front of it, tells of it that lies. */
export function lied({ vm, actions: all }: Look, lie: Lie | undefined): Look {
  const told = lie === 'no records' ? [] : all;
  const actions = lie === 'no times' ? told.map((one) => ({ ...one, startedAt: Number.NaN })) : told;
  const untold = { microversion: '2.1', things: ['locks'] };
  const gaps = lie === 'no locks' ? { locked: false, lockedReason: undefined, untold } : {};
  const reasonless = lie === 'no reasons' ? { lockedReason: undefined } : {};
  return { vm: withDeeds({ ...vm, ...reasonless, ...gaps }, actions), actions };
}

/** Each VM of a stack is a stack's only one. */
export function stacksOf(vms: readonly Patient[], status: string): Stack[] {
  return vms.flatMap(({ stack, id, deleted }) => {
    const about = { name: stack ?? '', id: stack ?? '', status, reason: undefined };
    return stack && !deleted ? [{ ...about, servers: [{ resource: 'vm', vm: id }] }] : [];
  });
}
