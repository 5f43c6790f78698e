import { openstackCloud } from './openstack/cloud.ts';
import type { CloudConfig } from './openstack/config.ts';
import { Session } from './openstack/session.ts';
import type { Clock, Cloud } from './ports.ts';
import { simulatedCloud } from './simulated.ts';

export type CloudOptions = {
  /** Undefined: the simulated cloud. */
  readonly config: CloudConfig | undefined;
  readonly clock: Clock;
  /** Of the simulated cloud. */
  readonly vms: number;
  readonly seed: number;
  readonly readOnly: boolean | undefined;
};

export type Clouds = {
  readonly cloud: Cloud;
  /** The same cloud for the people of a scenario: what they do is not done by the console. */
  readonly stage: Cloud;
  /** A conversation of its own with it. */
  readonly session: () => Session;
};

/** The client of one cloud, real or simulated. Opens no connection yet. */
export function openClouds({ config, clock, vms, seed, readOnly }: CloudOptions): Clouds {
  const simulated = config ? undefined : simulatedCloud({ vms, seed, clock });
  const used = config ?? simulated!.config;
  const open = { clock, fetch: simulated?.fetch };
  const how = { ...open, readOnly };
  return {
    cloud: openstackCloud(used, how),
    stage: openstackCloud(used, open),
    session: () => new Session(used, how),
  };
}
