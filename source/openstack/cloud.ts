import type { SourceHealth } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Cloud } from '../ports.ts';
import { endpointOf } from './catalogue.ts';
import { checks } from './checks.ts';
import type { CloudConfig } from './config.ts';
import { faults as faultsOf } from './faults.ts';
import { Fleet } from './fleet.ts';
import { Gnocchi } from './gnocchi.ts';
import { Nova } from './nova.ts';
import { Session, type SessionOptions } from './session.ts';
import { type Telemetry, TelemetryReader } from './telemetry.ts';

/** The one cloud client: OpenStack over HTTP, real or simulated. */
export function openstackCloud(config: CloudConfig, options: SessionOptions): Cloud {
  const { clock } = options;
  const session = new Session(config, options);
  const nova = new Nova(session);
  const gnocchi = new Gnocchi(session);
  const fleet = new Fleet(nova);
  const telemetry = new TelemetryReader(gnocchi);
  const faults = faultsOf(session);
  let canInject = false;
  let granularity = 60;
  let newest: number | undefined;

  return {
    async connect() {
      const token = await session.token();
      canInject = endpointOf(token.catalogue, 'fault-injection', config) !== undefined;
      return {
        name: config.name,
        project: token.project,
        user: token.user,
        region: config.region ?? regionOf(token.catalogue),
        simulated: canInject,
        roles: token.roles,
      };
    },

    async fleet() {
      const vms = await fleet.look(clock.now());
      return { vms: [...vms.values()], samples: [], granularity, sources: novaHealth(clock.now()) };
    },

    async observe(watch) {
      let askedAt = clock.now();
      let vms = await fleet.look(clock.now(), watch?.vms);
      const read = await telemetry.read(vms, clock.now()).catch(asFailure);
      // A slow Gnocchi must not make Nova's word old: a person may have stopped or locked a VM meanwhile.
      if (clock.now() - askedAt > 2000) {
        askedAt = clock.now();
        vms = await fleet.look(askedAt, watch?.vms);
      }
      if (!(read instanceof Failure)) {
        granularity = read.granularity;
        newest = read.newest;
      }
      return {
        askedAt,
        vms: [...vms.values()],
        samples: read instanceof Failure ? [] : read.samples,
        granularity,
        sources: [...novaHealth(clock.now()), gnocchiHealth(read, newest)],
      };
    },

    act: (call) => nova.act(call),
    consoleLog: (vm, lines) => nova.consoleLog(vm, lines),
    instanceActions: (vm) => nova.instanceActions(vm),
    checks: () => checks({ config, session, nova, gnocchi, faults }),
    get faults() {
      return canInject ? faults : undefined;
    },
  };
}

/** Nova has answered, so Keystone's token is good as well. */
function novaHealth(now: number): SourceHealth[] {
  return [
    { source: 'keystone', ok: true, newest: undefined, reason: undefined },
    { source: 'nova', ok: true, newest: now, reason: undefined },
  ];
}

function gnocchiHealth(read: Telemetry | Failure, newest: number | undefined): SourceHealth {
  if (read instanceof Failure) return { source: 'gnocchi', ok: false, newest, reason: read.message };
  if (read.lost) return { source: 'gnocchi', ok: false, newest, reason: read.lost.message };
  const reason = newest === undefined ? 'No VM has telemetry yet.' : undefined;
  return { source: 'gnocchi', ok: true, newest, reason };
}

/** A mistake in the program is no bad health of a source: it goes on upwards. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

function regionOf(catalogue: Parameters<typeof endpointOf>[0]): string {
  return catalogue.flatMap((entry) => entry.endpoints).find((each) => each.region_id)?.region_id ?? '';
}
