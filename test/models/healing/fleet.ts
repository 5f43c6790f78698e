import type { HealSettings } from '../../../models/heal-settings.ts';
import { type Act, Medic } from './medic.ts';
import { World } from './world.ts';

/** A fleet in auto mode that was looked at for a while, and what was sent since. */
export function fleet(vms: number, hosts: number, settings: Partial<HealSettings> = {}) {
  const medic = new Medic(new World(vms, hosts), 'auto', settings);
  const sent: Act[] = [];
  medic.watch = (act) => sent.push(act);
  medic.tick(4);
  return { medic, world: medic.world, sent };
}

/** What was tried for a VM and what came of it. */
export const ladder = (medic: Medic, vm: string) => {
  const all = [...medic.state.history, ...medic.state.incidents.values()];
  return all
    .filter((one) => one.vm === vm)
    .flatMap((one) => one.attempts.map(({ action, outcome }) => [action, outcome]));
};
