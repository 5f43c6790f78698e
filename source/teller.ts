import type { State } from '../models/state.ts';
import { probabilitiesToTell, rebootsDue } from '../models/told.ts';
import type { Clock, Cloud, Told } from './ports.ts';

/** Tells the cloud what the brain thinks of its VMs. While that is under way, the next time is left out. */
export class Teller {
  readonly #cloud: Cloud;
  readonly #clock: Clock;
  readonly #state: () => State;
  #telling = false;

  constructor(cloud: Cloud, clock: Clock, state: () => State) {
    this.#cloud = cloud;
    this.#clock = clock;
    this.#state = state;
  }

  async tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      await this.#cloud.tell(this.#told());
    } finally {
      this.#telling = false;
    }
  }

  #told(): Told {
    const state = this.#state();
    const { readOnly, vms, novaAt, settings, model } = state;
    const probabilities: ReadonlyMap<string, number> = readOnly ? new Map() : probabilitiesToTell(state);
    return {
      at: novaAt ?? this.#clock.now(),
      probabilities,
      due: rebootsDue(state, probabilities),
      vms,
      threshold: model.thresholds.raise,
      periods: model.thresholds.raiseAfter,
      interval: settings.interval,
    };
  }
}
