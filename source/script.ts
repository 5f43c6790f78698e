import type { Injected } from '../models/report.ts';
import type { Line, Scenario, UserAction } from '../models/scenario.ts';
import type { Vm } from '../models/vm.ts';
import { Failure } from './failure.ts';
import type { Cloud } from './ports.ts';

const bodies: Readonly<Record<UserAction, unknown>> = {
  stop: { 'os-stop': null },
  start: { 'os-start': null },
  pause: { pause: null },
  reboot: { reboot: { type: 'SOFT' } },
  lock: { lock: {} },
};

/** Carries out a scenario's lines on a simulated cloud when their time has come. */
export class Script {
  readonly #cloud: Cloud;
  readonly #start: number;
  #lines: readonly Line[];
  /** What was injected so far. */
  readonly injected: Injected[] = [];

  constructor(scenario: Scenario, cloud: Cloud, start: number) {
    this.#cloud = cloud;
    this.#start = start;
    this.#lines = scenario.script;
  }

  /** Does what is due by `now` (epoch milliseconds). */
  async perform(now: number, vms: Iterable<Vm>): Promise<void> {
    const isDue = (line: Line) => this.#start + line.at * 1000 <= now;
    const due = this.#lines.filter(isDue);
    this.#lines = this.#lines.filter((line) => !isDue(line));
    if (!due.length) return;
    const byName = new Map([...vms].map((vm) => [vm.name, vm.id]));
    for (const line of due) {
      const vm = byName.get(line.vm);
      if (vm === undefined)
        throw new Failure('usage', 'scenario-vm', `The scenario wants a VM "${line.vm}".`, 'Play it without --vms.');
      if ('user' in line) {
        await this.#cloud.act({
          service: 'compute',
          method: 'POST',
          path: `/servers/${vm}/action`,
          body: bodies[line.user],
        });
      } else {
        await this.#faults().inject(line.inject, vm, line.for);
        this.injected.push({ fault: line.inject, vm, vmName: line.vm, at: now });
      }
    }
  }

  #faults() {
    const { faults } = this.#cloud;
    if (!faults)
      throw new Failure(
        'usage',
        'no-faults',
        'This cloud takes no simulated faults.',
        'Scenarios play on the simulated cloud only.',
      );
    return faults;
  }
}
