import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';

/** A compute host, as Nova knows its service. */
export type Host = {
  readonly name: string;
  /** Somebody said that it is down, whatever it says of itself. */
  forcedDown: boolean;
  disabled: boolean;
  disabledReason: string | null;
  /** Since when it is dead, without a word: neither its agents nor its guests live. */
  diedAt: number | undefined;
  /** When the last VM was evacuated from it, while its service was not started anew since. */
  evacuatedAt: number | undefined;
};

/** Until somebody has started the service of an evacuated host anew. */
const restartAfter = 60_000;
/** Nova's service_down_time: a service that was not heard for so long is down. */
const silentAtMost = 60_000;

/** The compute hosts, in order of their names. */
export class Hosts {
  readonly #hosts: readonly Host[];
  /** Names of hosts in cells whose database does not answer Nova. */
  readonly unreached = new Set<string>();
  /** Nova's [api]list_records_by_skipping_down_cells; off: a list that cannot have the VMs of such cells fails. */
  skipsUnreached = true;

  constructor(names: Iterable<string>) {
    this.#hosts = [...new Set(names)].sort().map((name) => ({
      ...{ name, forcedDown: false, disabled: false, disabledReason: null, diedAt: undefined, evacuatedAt: undefined },
    }));
  }

  list(): readonly Host[] {
    return this.#hosts;
  }

  find(name: string): Host | undefined {
    return this.#hosts.find((host) => host.name === name);
  }

  /** It loses its power. Nova hears no more of it, and goes on to say ACTIVE of the VMs there. */
  kill(name: string, now: number): void {
    const host = this.find(name);
    if (host) host.diedAt ??= now;
  }

  isDead(name: string): boolean {
    return this.find(name)?.diedAt !== undefined;
  }

  /** Whether its service is heard, as Nova sees it. */
  isHeard({ diedAt }: Host, now: number): boolean {
    return diedAt === undefined || now - diedAt <= silentAtMost;
  }

  /** Nova's word for the host of a VM. */
  statusOf(name: string, now: number): 'UP' | 'DOWN' | 'UNKNOWN' | 'MAINTENANCE' | '' {
    const host = this.find(name);
    if (!host) return '';
    if (!host.forcedDown && !this.isHeard(host, now)) return 'UNKNOWN';
    return host.forcedDown ? 'DOWN' : host.disabled ? 'MAINTENANCE' : 'UP';
  }

  /** The scheduler: the host with the fewest VMs that takes any, other than `not`. Undefined: no valid host. */
  choose(vms: readonly SimVm[], not?: string): string | undefined {
    const free = this.#hosts.filter((host) => !host.forcedDown && !host.disabled && host.name !== not);
    const load = (name: string) => vms.filter((vm) => vm.host === name && vm.vmState !== 'deleted').length;
    return free.map(({ name }) => ({ name, load: load(name) })).sort((a, b) => a.load - b.load)[0]?.name;
  }

  /** Throws `Refused` (400) while evacuated VMs still count for the host. */
  force(host: Host, down: boolean, now: number): void {
    const restarted = host.evacuatedAt === undefined || now - host.evacuatedAt >= restartAfter;
    if (!down && !restarted) {
      throw new Refused(
        400,
        `Unable to force up host ${host.name} as \`done\` evacuation migration records remain associated with the host. Ensure the compute service has been restarted, allowing these records to move to \`completed\` before retrying this request.`,
      );
    }
    host.forcedDown = down;
    if (!down) host.evacuatedAt = undefined;
  }
}
