import { deliberate } from '../models/condition.ts';
import { isUnhealthy } from '../models/health.ts';
import { maintenanceOf } from '../models/maintenance.ts';
import type { State } from '../models/state.ts';
import { knownProbability, outOfSight } from '../models/unknown.ts';
import type { Vm } from '../models/vm.ts';
import { compare } from './parts/text.ts';
import { isUnderWay } from './select.ts';
import type { Tone } from './shell/theme.ts';

/** How a VM does, at a glance; the worst first. Each has a sign of its own, so that nothing rests on a colour. */
export const healths = [
  { id: 'failing', sign: '█', tone: 'bad', words: 'failing' },
  { id: 'healing', sign: '+', tone: 'good', words: 'healing' },
  { id: 'suspicious', sign: '▒', tone: 'warn', words: 'suspicious' },
  { id: 'unknown', sign: '?', tone: 'quiet', words: 'not known' },
  { id: 'alone', sign: '○', tone: 'quiet', words: 'left alone' },
  { id: 'well', sign: '░', tone: 'good', words: 'well' },
] as const satisfies readonly { id: string; sign: string; tone: Tone; words: string }[];

/** A place in `healths`: the smaller, the worse. */
export type Health = 0 | 1 | 2 | 3 | 4 | 5;

/**
 * What Nova does not tell now is not known. Else an incident goes before what Nova says, that before what we think, and
 * nothing is called well but by fresh samples.
 */
export function healthOf(vm: Vm, state: State): Health {
  if (outOfSight(vm, state)) return 3;
  const incident = state.incidents.get(vm.id);
  if (incident && isUnderWay(incident)) return 1;
  if (isUnhealthy(state, vm.id) || state.hosts.get(vm.host)?.vms.includes(vm.id)) return 0;
  if (deliberate(vm) || maintenanceOf(vm, state, state.at)) return 4;
  const probability = knownProbability(vm, state);
  if (probability === undefined) return 3;
  return probability >= state.model.thresholds.clear ? 2 : 5;
}

export type HostHealth = { readonly host: string; readonly vms: readonly Health[]; readonly failing: number };

const grouped = new WeakMap<State['vms'], readonly (readonly [string, readonly Vm[]])[]>();
const byNumber = new Intl.Collator('en', { numeric: true });

const known = new WeakMap<State, readonly HostHealth[]>();

/** Every host with its VMs' health, both by name: on a wall a VM stays where it is. */
export function hostHealths(state: State): readonly HostHealth[] {
  const found = known.get(state) ?? judged(state);
  known.set(state, found);
  return found;
}

function judged(state: State): readonly HostHealth[] {
  let hosts = grouped.get(state.vms);
  if (!hosts) {
    hosts = Object.entries(Object.groupBy(state.vms.values(), ({ host }) => host))
      .map(([host, vms = []]) => [host, vms.sort((a, b) => compare(a.name, b.name))] as const)
      .sort(([a], [b]) => byNumber.compare(a, b));
    grouped.set(state.vms, hosts);
  }
  return hosts.map(([host, all]) => {
    const vms = all.map((vm) => healthOf(vm, state));
    return { host, vms, failing: vms.filter((health) => health === 0).length };
  });
}
