import { brokenByNova } from './condition.ts';
import { record } from './entry.ts';
import { wideEscalation } from './escalation.ts';
import type { Effect } from './event.ts';
import { countOf } from './heal-settings.ts';
import { isFailing } from './raise.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { isSilent, suspects } from './telemetry.ts';
import type { Vm } from './vm.ts';

/** One incident for a whole host, instead of one for each VM on it. */
export type HostTrouble = {
  readonly host: string;
  readonly openedAt: number;
  /** VMs on it that are bad now, by id. */
  readonly vms: readonly string[];
  /** Since when it looks well again. */
  readonly calmSince: number | undefined;
  readonly words: string;
};

/** Each observation: which hosts have several bad VMs at once, or are lost by Nova's own word. */
export const hosts: Step = (state, event) => {
  if (event.type !== 'observed') return [state, []];
  const { at } = event;
  const effects: Effect[] = [];
  const after = new Map<string, HostTrouble>();
  for (const [host, { all, bad, silent }] of byHost(state)) {
    const known = state.hosts.get(host);
    const words = troubleOf(host, all, bad, silent, state);
    if (words) {
      const vms = bad.map(({ id }) => id);
      after.set(host, { host, openedAt: known?.openedAt ?? at, vms, calmSince: undefined, words });
      if (known) continue;
      effects.push(record(at, 'host', words, { data: { host, vms } }), wideEscalation(at, words));
    } else if (known?.vms.some((vm) => state.vms.get(vm)?.unknown)) {
      // That nothing is told of its VMs makes no host well.
      after.set(host, { ...known, calmSince: undefined });
    } else if (known) {
      const calmSince = known.calmSince ?? at;
      if (at - calmSince < state.settings.brakeCooldown * 1000) after.set(host, { ...known, vms: [], calmSince });
      else effects.push(record(at, 'host', `${host} is well again`, { data: { host } }));
    }
  }
  return [{ ...state, hosts: after }, effects];
};

type Crowd = { readonly all: Vm[]; readonly bad: Vm[]; readonly silent: Vm[]; speaks: boolean };

function byHost(state: State): Map<string, Crowd> {
  const found = new Map<string, Crowd>();
  for (const vm of state.vms.values()) {
    if (!vm.host) continue;
    const crowd = found.get(vm.host) ?? { all: [], bad: [], silent: [], speaks: false };
    found.set(vm.host, crowd);
    crowd.all.push(vm);
    if (isSilent(vm, state)) crowd.silent.push(vm);
    else if (isBad(vm, state)) crowd.bad.push(vm);
    crowd.speaks ||= state.verdicts.get(vm.id)?.freshness === 'fresh';
  }
  // Silence speaks against a host only where it is wholly silent while others are not.
  const crowds = [...found.values()];
  const hasOthers = crowds.some(({ speaks }) => speaks);
  for (const { speaks, bad, silent } of crowds) if (hasOthers && !speaks) bad.push(...silent);
  return found;
}

/** Of one that Nova tells nothing of, by what was last known: that it is out of reach heals no VM, and calms no host. */
function isBad(vm: Vm, state: State): boolean {
  const verdict = state.verdicts.get(vm.id);
  return brokenByNova({ ...vm, unknown: undefined }) || (verdict !== undefined && isFailing(verdict, state));
}

function troubleOf(host: string, all: Vm[], bad: Vm[], silent: Vm[], state: State): string | undefined {
  const status = all.find(({ hostStatus }) => hostStatus === 'unknown' || hostStatus === 'down')?.hostStatus;
  if (status === 'down') return `host ${host} is down, as a person has told Nova: ${all.length} VMs are on it`;
  if (status) return `Nova has lost the host ${host}: ${all.length} VMs are on it`;
  if (bad.length < countOf(state.settings.hostVms, all.length, 2)) return undefined;
  if (bad.every((vm) => silent.includes(vm))) return `host ${host}: ${silenceOf(all, silent, state)}`;
  return `host ${host}: ${bad.length} of its ${all.length} VMs fail at once`;
}

/** Of those that ever sent a sample: the rest has none to lose. */
function silenceOf(all: Vm[], silent: Vm[], state: State): string {
  const which = silent.length < all.length ? `its ${silent.length} VMs that sent samples` : `its ${all.length} VMs`;
  return `none of ${which} sends ${silent.length < all.length ? 'any more' : 'samples'}${suspects(silent, state)}`;
}
