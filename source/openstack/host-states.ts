import type { HostStatus } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Nova } from './nova.ts';

/** Looks after which the right to see Nova's services is tried again where it was refused. */
const refusalLasts = 20;

/**
 * What Nova says of each compute host now. A list of changes does not tell it: that a host dies changes no VM on it.
 * One call for all hosts, which Nova answers administrators only.
 */
export class HostStates {
  readonly #nova: Nova;
  #refused = 0;

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  /** By the host's name; nothing where Nova does not tell. */
  async read(): Promise<ReadonlyMap<string, HostStatus>> {
    if (this.#refused > 0 && this.#refused-- > 0) return nothing;
    try {
      const states = await this.#nova.computeHosts();
      if (states) return states;
      this.#refused = refusalLasts;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    return nothing;
  }
}

const nothing: ReadonlyMap<string, HostStatus> = new Map();
