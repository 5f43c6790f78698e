import { setImmediate } from 'node:timers/promises';
import type { CloudConfig } from './openstack/config.ts';
import { Secret } from './openstack/secret.ts';
import type { Clock } from './ports.ts';
import { createSimulator, type Simulator } from './simulator/index.ts';

/** A simulated cloud in this process, and how to sign in to it: the same client, the same HTTP, no socket. */
export function simulatedCloud(options: { readonly vms: number; readonly seed: number; readonly clock: Clock }): {
  readonly config: CloudConfig;
  readonly fetch: typeof globalThis.fetch;
  readonly simulator: Simulator;
} {
  const simulator = createSimulator(options);
  const { authUrl, username, password, projectName, userDomainName, projectDomainName, region } = simulator.credentials;
  const config: CloudConfig = {
    name: 'simulated',
    source: 'the simulated cloud',
    authUrl,
    region,
    auth: {
      kind: 'password',
      user: { name: username, domain: { name: userDomainName } },
      password: new Secret(password),
      project: { name: projectName, domain: { name: projectDomainName } },
    },
  };
  // A socket would let the screen draw between two calls; so does this.
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    await setImmediate();
    return simulator.fetch(new Request(input, init));
  };
  return { config, fetch, simulator };
}
