import { Failure } from '../failure.ts';
import type { Caller } from '../openstack/session.ts';
import { mayTrust } from '../openstack/trusts.ts';
import { workflowType } from './autonomous.ts';
import { policyName, stackName } from './names.ts';
import type { Site } from './thing.ts';
import { neededAction } from './workflows.ts';

/** VMs that are asked about until Gnocchi knows one. */
const askedAtMost = 20;

/**
 * What could not work, found before the first thing is made, by calls that change nothing. Throws a Failure where a
 * service cannot be asked.
 */
export async function hindrances(site: Site, caller: Caller): Promise<Failure[]> {
  const found = [await ofGnocchi(site, caller)];
  if (site.wishes.autonomous)
    found.push(await ofTrusts(site, caller), await ofMistral(site, caller), await ofHeat(site, caller));
  return found.filter((each) => each !== undefined);
}

/** Whoever may make no metric on a VM's resource may push nothing to it either: an alarm on it would never know anything. */
async function ofGnocchi({ metrics, nova }: Site, caller: Caller): Promise<Failure | undefined> {
  if (!(await caller.endpoint('metric'))) return undefined;
  const isThere = (await metrics.archivePolicy(policyName)) !== undefined && (await metrics.hasRule(policyName));
  if (!isThere && !(await metrics.mayMakePolicies())) return forbidden(caller, 'archive policies');
  for (const { id } of (await nova.servers()).slice(0, askedAtMost)) {
    const may = await metrics.mayMakeMetric(id);
    if (may === false) return forbidden(caller, 'metrics on the resources of VMs, nor push to them');
    if (may) break;
  }
  return undefined;
}

async function forbidden(caller: Caller, what: string): Promise<Failure> {
  const { user, project, roles } = await caller.token();
  const message = `Gnocchi does not let ${user} in project ${project} (roles: ${roles.join(', ')}) make ${what}.`;
  const hint =
    'Without that no alarm ever gets a value. Run it as a user with the role admin, or have Gnocchi’s policy changed.';
  return new Failure('cloud', 'forbidden', message, hint, { status: 403 });
}

/** Heat makes a trust for the stack, and Aodh one for each alarm that signals it. */
async function ofTrusts({ now, dry, heat }: Site, caller: Caller): Promise<Failure | undefined> {
  const { restricted } = await caller.token();
  const fail = (message: string, hint: string) => new Failure('cloud', 'no-trusts', message, hint);
  if (restricted !== undefined) {
    const message = `The application credential "${restricted}" is restricted: Keystone makes no trusts for it, which the stack and the alarms of --autonomous act by.`;
    const hint =
      'Make one with "openstack application credential create --unrestricted", sign in with a password, or leave --autonomous out.';
    return fail(message, hint);
  }
  // A set-up that is there has its trusts.
  if (dry || (await heat.stack(stackName)) || (await mayTrust(caller, now()))) return undefined;
  return fail(
    'Keystone refuses to make a trust for us, which the stack and the alarms of --autonomous act by.',
    'Ask the cloud’s administrator, sign in with a password, or leave --autonomous out.',
  );
}

async function ofMistral({ mistral }: Site, caller: Caller): Promise<Failure | undefined> {
  if (!(await caller.endpoint('workflow')) || (await mistral.knows(neededAction))) return undefined;
  return new Failure(
    'cloud',
    'no-actions',
    `Mistral has no action ${neededAction}: no workflow could reach Nova.`,
    'Have mistral-extra installed beside Mistral, or leave --autonomous out.',
  );
}

async function ofHeat({ heat }: Site, caller: Caller): Promise<Failure | undefined> {
  if (!(await caller.endpoint('orchestration')) || (await heat.knows(workflowType))) return undefined;
  return new Failure(
    'cloud',
    'no-resource-type',
    `Heat does not let us have resources of the type ${workflowType}.`,
    'Ask the cloud’s administrator, or leave --autonomous out.',
  );
}
