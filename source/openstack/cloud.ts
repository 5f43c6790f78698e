import type { Service } from '../../models/action.ts';
import { knownServer } from '../../models/known-fields.ts';
import type { SourceHealth, Vm, Watch } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Cloud } from '../ports.ts';
import { Alarming } from '../provision/alarming.ts';
import { act } from './act.ts';
import { endpointOf } from './catalogue.ts';
import { checks } from './checks.ts';
import type { CloudConfig } from './config.ts';
import { ExecutionReader } from './execution-reader.ts';
import { faults as faultsOf } from './faults.ts';
import { Fleet, withDeeds } from './fleet.ts';
import { Gnocchi } from './gnocchi.ts';
import { Nova } from './nova.ts';
import { Session, type SessionOptions } from './session.ts';
import { StackReader } from './stack-reader.ts';
import { type Telemetry, TelemetryReader } from './telemetry.ts';
import { userWords } from './users.ts';

const services: readonly Service[] = ['compute', 'metric', 'alarming', 'workflow', 'orchestration'];
const nothing: Watch = { vms: [], executions: [], stacks: [] };

/** The one cloud client: OpenStack over HTTP, real or simulated. */
export function openstackCloud(config: CloudConfig, options: SessionOptions): Cloud {
  const { clock } = options;
  const session = new Session(config, options);
  const nova = new Nova(session);
  const gnocchi = new Gnocchi(session);
  const fleet = new Fleet(nova, clock);
  const telemetry = new TelemetryReader(gnocchi);
  const alarming = new Alarming(session);
  const executions = new ExecutionReader(session);
  const stacks = new StackReader(session);
  const faults = faultsOf(session);
  const who = userWords(session);
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
        userId: token.userId,
        region: config.region ?? regionOf(token.catalogue),
        simulated: canInject,
        roles: token.roles,
        services: services.filter((each) => endpointOf(token.catalogue, each, config) !== undefined),
      };
    },

    async fleet() {
      const { vms, ...told } = await fleet.look();
      return {
        ...told,
        vms: [...vms.values()],
        samples: [],
        granularity,
        sources: novaHealth(clock.now(), vms.values()),
      };
    },

    async observe(watch = nothing) {
      /** Who is at work on the VMs must be no older than what Nova says: a claim may be sent meanwhile. */
      const look = async () => {
        const askedAt = clock.now();
        const reading = [executions.read(watch, askedAt), stacks.read(watch, askedAt)] as const;
        const [told, ran, placed] = await Promise.all([fleet.look(watch.vms), ...reading]);
        const sources = [...novaHealth(askedAt, told.vms.values()), ...ran.sources, ...placed.sources];
        return { ...ran, ...placed, ...told, askedAt, sources };
      };
      let seen = await look();
      const read = await telemetry.read(seen.vms, clock.now()).catch(asFailure);
      // A slow Gnocchi must not make Nova's word old: a person may have stopped or locked a VM meanwhile.
      if (clock.now() - seen.askedAt > 2000) {
        const { gone } = seen;
        seen = { ...seen, ...(await look()) };
        seen = { ...seen, gone: [...gone, ...seen.gone] };
      }
      if (!(read instanceof Failure)) {
        granularity = read.granularity;
        newest = read.newest;
      }
      return {
        ...seen,
        vms: [...seen.vms.values()],
        samples: read instanceof Failure ? [] : read.samples,
        granularity,
        sources: [...seen.sources, gnocchiHealth(read, newest), ...alarming.health],
        ...(alarming.states ? { aodh: alarming.states } : {}),
      };
    },

    tell: (told) => alarming.tell(told),
    act: (call) => act(session, nova, call),
    async look(vm) {
      const look = await nova.look(vm);
      return { ...look, vm: withDeeds(look.vm, look.actions) };
    },
    consoleLog: (vm, lines) => nova.consoleLog(vm, lines),
    server: async (vm) => knownServer(await nova.server(vm)),
    instanceActions: (vm) => nova.instanceActions(vm),
    who,
    checks: () => checks({ config, session, nova, gnocchi, faults, now: clock.now(), clock }),
    get faults() {
      return canInject ? faults : undefined;
    },
  };
}

/** Nova has answered, so Keystone's token is good as well. */
function novaHealth(now: number, vms: Iterable<Vm>): SourceHealth[] {
  const twins = [...vms].filter(({ twin }) => twin).map(({ name, id }) => name || id);
  const more = twins.length > 3 ? ` and ${twins.length - 3} more` : '';
  const reason = twins.length ? `lists twice: ${twins.slice(0, 3).join(', ')}${more}` : undefined;
  return [
    { source: 'keystone', ok: true, newest: undefined, reason: undefined },
    { source: 'nova', ok: true, newest: now, reason },
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
