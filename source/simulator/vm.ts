import type { VmShape } from '../../models/metric.ts';
import type { Dice } from '../../models/random.ts';
import type { Flavor } from './flavors.ts';
import type { Habits } from './load.ts';
import type { Series } from './series.ts';

/** A simulated VM: what Nova would know of it, its guest and its readings. Only the world changes it. */
export type SimVm = {
  readonly id: string;
  readonly name: string;
  /** Running number, from 1: the libvirt name and addresses follow from it. */
  readonly number: number;
  readonly projectId: string;
  readonly userId: string;
  readonly flavor: Flavor;
  readonly shape: VmShape;
  /** '' until the scheduler has found one. */
  host: string;
  readonly metadata: Record<string, string>;
  readonly createdAt: number;
  /** undefined until it has been built. */
  launchedAt: number | undefined;
  readonly dice: Dice;
  readonly habits: Habits;
  readonly series: Series;
  /** Running totals of the cumulative meters since the guest's start, in the order of the meters. */
  readonly totals: Float64Array;
  /** The console's last lines, oldest first. */
  readonly console: string[];
  /** Newest first. */
  readonly actions: ServerAction[];
  vmState: 'building' | 'active' | 'stopped' | 'paused' | 'suspended' | 'error' | 'deleted';
  taskState: string | null;
  /** Nova's numbers: 0 none, 1 running, 3 paused, 4 shut down, 7 suspended. */
  power: 0 | 1 | 3 | 4 | 7;
  /** The guest has died and Nova does not know yet. */
  dead: boolean;
  bootedAt: number;
  updatedAt: number;
  deletedAt: number | undefined;
  lockedReason: string | null;
  locked: boolean;
  fault: { readonly code: number; readonly message: string; readonly at: number } | undefined;
};

/** One entry of os-instance-actions. */
export type ServerAction = {
  readonly action: string;
  readonly requestId: string;
  /** null: Nova itself did it. */
  readonly userId: string | null;
  readonly projectId: string;
  readonly event: string | undefined;
  readonly startedAt: number;
  finishedAt: number | undefined;
  /** It ended in an error. */
  failed?: boolean | undefined;
};

/** Who did something, and in which request. */
export type Deed = Pick<ServerAction, 'userId' | 'projectId' | 'requestId'>;

/** Writes an instance action down, and answers it to have its end filled in. */
export function note(vm: SimVm, action: string, at: number, deed: Deed, event?: string): ServerAction {
  const { userId, projectId, requestId } = deed;
  const entry: ServerAction = { action, requestId, userId, projectId, event, startedAt: at, finishedAt: undefined };
  vm.actions.unshift(entry);
  return entry;
}

/** Seconds since the guest's start, as its kernel prints them. */
export function uptime(vm: SimVm, at: number): string {
  return ((at - vm.bootedAt) / 1000).toFixed(6).padStart(12);
}

const consoleLines = 300;

export function writeConsole(vm: SimVm, ...lines: string[]): void {
  vm.console.push(...lines);
  if (vm.console.length > consoleLines) vm.console.splice(0, vm.console.length - consoleLines);
}

/** What a guest prints while it boots. */
export function bootLines(vm: SimVm): string[] {
  return [
    '[    0.000000] Linux version 6.12.0-cloud-amd64 (debian-kernel@lists.debian.org)',
    `[    0.004812] Memory: ${vm.flavor.ram * 1024}K available`,
    `[    0.091210] smpboot: Allowing ${vm.flavor.vcpus} CPUs, 0 hotplug CPUs`,
    '[    0.812345] EXT4-fs (vda1): mounted filesystem with ordered data mode',
    '[    1.934077] systemd[1]: Reached target multi-user.target - Multi-User System.',
    `cloud-init[512]: Cloud-init finished, datasource ConfigDrive, instance ${vm.id}`,
    `${vm.name} login: `,
  ];
}

/** Whether its samples can be taken: Ceilometer finds no domain for a guest that is off. */
export function isRunning(vm: SimVm): boolean {
  const off = vm.taskState === 'rebooting_hard' || vm.taskState === 'rebuilding';
  return vm.power === 1 && !vm.dead && vm.vmState !== 'deleted' && !off;
}
