import { workflowPrefix } from '../../models/routes.ts';
import { Failure } from '../failure.ts';
import type { Check, Clock, Faults } from '../ports.ts';
import { metricName, policyName, stackName, vmOfAlarm } from '../provision/names.ts';
import { Aodh } from './aodh.ts';
import { lookAtNova } from './check-nova.ts';
import { checkTelemetry } from './check-telemetry.ts';
import type { CloudConfig } from './config.ts';
import type { Gnocchi } from './gnocchi.ts';
import { Heat } from './heat.ts';
import { Mistral } from './mistral.ts';
import type { Nova } from './nova.ts';
import { OwnMetrics } from './own-metrics.ts';
import type { Session } from './session.ts';

type Parts = {
  readonly config: CloudConfig;
  readonly session: Session;
  readonly nova: Nova;
  readonly gnocchi: Gnocchi;
  readonly faults: Faults;
  readonly clock: Pick<Clock, 'now'>;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** A look at every service we use. Never throws: what goes wrong is a check that is not ok. */
export async function checks({ config, session, nova, gnocchi, faults, now, clock }: Parts): Promise<Check[]> {
  const keystone = await check('keystone', async () => {
    const token = await session.token();
    const unchecked = config.verify === false ? ' Certificates are NOT checked (verify: false).' : '';
    const who = `Signed in as ${token.user} in project ${token.project} with roles ${token.roles.join(', ')}.`;
    const { restricted } = token;
    const bound =
      restricted === undefined
        ? ''
        : ` The application credential "${restricted}" is restricted: no trusts, so no --autonomous.`;
    return { version: 'v3', detail: who + bound + unchecked };
  });
  if (!keystone.ok) return [keystone];
  const aodh = new Aodh(session);
  const mistral = new Mistral(session);
  const heat = new Heat(session);
  const own = new OwnMetrics(session);
  /** A service that is not needed for watching and healing. */
  const optional = (name: string, service: string, version: string, without: string, look: () => Promise<string>) =>
    check(name, async () => {
      if (await session.endpoint(service)) return { version, detail: await look() };
      return { version: 'none', detail: `Not in the catalogue: ${without}.` };
    });
  const hasFaults = (await session.endpoint('fault-injection')) !== undefined;
  return Promise.all([
    keystone,
    check('nova', () => lookAtNova(nova, clock)),
    check('gnocchi', async () => ({
      version: await gnocchi.build(),
      detail: await checkTelemetry(session, await nova.servers(), now),
    })),
    optional('aodh', 'alarming', 'v2', 'alarms are this console’s alone', async () => {
      const ours = (await aodh.alarms()).filter(({ name }) => vmOfAlarm(name, 'opinion'));
      return `${ours.length} alarms of ours, ${ours.filter(({ state }) => state === 'alarm').length} of them in alarm.`;
    }),
    optional('mistral', 'workflow', 'v2', 'heals go straight to Nova', async () => {
      return `${(await mistral.workflows(workflowPrefix)).length} workflows of ours.`;
    }),
    optional('heat', 'orchestration', 'v1', 'no VM is replaced by its stack', async () => {
      const stacks = await heat.stacks();
      const heals = stacks.some(({ name }) => name === stackName) ? ' It heals with no console open.' : '';
      return `${stacks.length} stacks.${heals}`;
    }),
    check('setup', async () => {
      if (!(await own.hasRule(policyName))) {
        const run = 'Run "cloud-medic setup" to have alarms and workflows in the cloud.';
        if ((await own.archivePolicy(policyName)) === undefined) return { version: 'not run', detail: run };
        throw half;
      }
      return { version: 'run', detail: `The probabilities are pushed as ${metricName}; "cloud-medic setup" mends it.` };
    }),
    ...(hasFaults
      ? [
          check('fault-injection', async () => {
            const list = await faults.list();
            const active = list.filter((each) => each.state === 'active').length;
            return { version: 'v1', detail: `${active} faults are active.` };
          }),
        ]
      : []),
  ]);
}

const half = new Failure(
  'cloud',
  'half-set-up',
  'It is half there: begun, half taken down, or made by an older version. Nothing is pushed, so no alarm goes off.',
  'Run "cloud-medic setup" to have it whole, or "cloud-medic teardown" to have it gone.',
);

/** `fix`: what to do, where it is a trouble. */
type Finding = { readonly version: string | undefined; readonly detail: string; readonly fix?: string };

async function check(service: string, look: () => Promise<Finding>): Promise<Check> {
  try {
    const found = await look();
    return { service, ok: found.fix === undefined, fix: undefined, ...found };
  } catch (error) {
    const known = error instanceof Failure;
    return {
      service,
      ok: false,
      version: undefined,
      detail: known ? error.message : 'An unexpected error in the program.',
      fix: known ? error.hint : 'Run it again with --debug and report the trace.',
    };
  }
}
