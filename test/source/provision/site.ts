import { Aodh } from '../../../source/openstack/aodh.ts';
import { Heat } from '../../../source/openstack/heat.ts';
import { Mistral } from '../../../source/openstack/mistral.ts';
import { Nova } from '../../../source/openstack/nova.ts';
import { OwnMetrics } from '../../../source/openstack/own-metrics.ts';
import { type Change, recording } from '../../../source/provision/changes.ts';
import type { Provision, setUpCloud } from '../../../source/provision/provision.ts';
import type { Wishes } from '../../../source/provision/thing.ts';
import type { Loopback, Routes } from '../openstack/loopback.ts';
import { addresses, services } from '../openstack/services.ts';
import { memory, servicesOver } from './memory.ts';

export const wished: Wishes = {
  interval: 10,
  threshold: 0.8,
  periods: 2,
  cooldown: 300,
  budget: 5,
  budgetWindow: 600,
  autonomous: false,
};
export const autonomy = { ...wished, autonomous: true };

type How = {
  readonly wishes?: Wishes;
  readonly dry?: boolean;
  /** They stand before the working routes. */
  readonly broken?: Routes;
  readonly catalogue?: Record<string, string>;
};

/** A cloud with two VMs that remembers what is made in it, and `setup` and `teardown` run against it. */
export function site() {
  const there = memory('a', 'b');
  let lab: Loopback | undefined;
  const run = async (
    work: typeof setUpCloud,
    how: How = {},
  ): Promise<Provision & { readonly changes: readonly Change[] }> => {
    const { wishes = wished, dry = false, broken = {}, catalogue = addresses } = how;
    await lab?.close();
    const opened = await services({ ...servicesOver(there), ...broken }, catalogue);
    lab = opened.lab;
    const changes: Change[] = [];
    const caller = recording(opened.session, dry, (change) => changes.push(change));
    const [nova, metrics, aodh] = [new Nova(caller), new OwnMetrics(caller), new Aodh(caller)];
    const others = { mistral: new Mistral(caller), heat: new Heat(caller) };
    const time = { now: () => Date.UTC(2026, 0, 5), pause: async () => undefined };
    const provision = await work({ nova, metrics, aodh, ...others, ...time, wishes, dry }, caller, () => undefined);
    return { ...provision, changes };
  };
  const kinds = ['policies', 'metrics', 'alarms', 'workflows', 'executions', 'stacks'] as const;
  return {
    there,
    run,
    /** The cloud of the last run. */
    lab: () => lab!,
    close: () => lab?.close(),
    /** How many there are of each kind. */
    sizes: () => kinds.map((kind) => there[kind].size),
  };
}

export const count = ({ outcomes }: Provision, did: string) => outcomes.filter((outcome) => outcome.did === did).length;
