import type { Injected } from '../models/report.ts';
import type { Line, Scenario, UserAction } from '../models/scenario.ts';
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

  /** Does what is due by `now` (epoch milliseconds), to VMs given as `[id, name]` in the order of their names. */
  async perform(now: number, vms: readonly (readonly [id: string, name: string])[]): Promise<void> {
    const isDue = (line: Line) => this.#start + line.at * 1000 <= now;
    const due = this.#lines.filter(isDue);
    this.#lines = this.#lines.filter((line) => !isDue(line));
    for (const line of due) {
      const [vm, vmName] = vms[line.vm] ?? [];
      if (vm === undefined || vmName === undefined) continue;
      if ('user' in line)
        await this.#cloud.act({
          service: 'compute',
          method: 'POST',
          path: `/servers/${vm}/action`,
          body: bodies[line.user],
        });
      else {
        await this.#faults().inject(line.inject, vm, line.for);
        this.injected.push({ fault: line.inject, vm, vmName, at: now });
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
