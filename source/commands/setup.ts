import { defaultSettings } from '../../models/heal-settings.ts';
import { isReadOnly } from '../failure.ts';
import { Aodh } from '../openstack/aodh.ts';
import { Heat } from '../openstack/heat.ts';
import { Mistral } from '../openstack/mistral.ts';
import { Nova } from '../openstack/nova.ts';
import { OwnMetrics } from '../openstack/own-metrics.ts';
import { print, printJson } from '../print.ts';
import { type Change, recording } from '../provision/changes.ts';
import { type Outcome, type Provision, setUpCloud, tearDownCloud, wordsOf } from '../provision/provision.ts';
import type { Site } from '../provision/thing.ts';
import type { Setup } from '../setup.ts';

type Options = { readonly autonomous: boolean; readonly dryRun: boolean; readonly json: boolean };

/** Makes what cloud-medic needs in the cloud; `teardown` removes it. Returns the exit code. */
export function setupCommand(setup: Setup, options: Options): Promise<number> {
  return run(setup, options, setUpCloud);
}

/** Removes all that `setup` made, and nothing else. */
export function teardownCommand(setup: Setup, options: Omit<Options, 'autonomous'>): Promise<number> {
  return run(setup, { ...options, autonomous: false }, tearDownCloud);
}

async function run(setup: Setup, options: Options, work: typeof setUpCloud): Promise<number> {
  const { json, dryRun } = options;
  if (!dryRun && setup.engine.getState().readOnly) throw isReadOnly();
  const session = await setup.session();
  await session.token();
  const changes: Change[] = [];
  const caller = recording(session, dryRun, (change) => {
    changes.push(change);
    if (!json && dryRun) print(...changeLines(change));
  });
  let last = '';
  const tell = (outcome: Outcome) => {
    if (json) return;
    if (outcome.thing !== last) print(`${outcome.thing}: ${wordsOf(outcome.thing)}`);
    last = outcome.thing;
    print(outcomeLine(outcome, dryRun));
  };
  const provision = await work(siteOf(setup, options, caller), caller, tell);
  if (json) printJson({ cloud: setup.cloudName, dryRun, outcomes: provision.outcomes, calls: changes });
  else print(sumOf(provision, dryRun));
  if (provision.failure) throw provision.failure;
  return 0;
}

function siteOf({ engine, clock }: Setup, { autonomous, dryRun }: Options, caller: ReturnType<typeof recording>): Site {
  const { settings, model } = engine.getState();
  return {
    nova: new Nova(caller),
    metrics: new OwnMetrics(caller),
    aodh: new Aodh(caller),
    mistral: new Mistral(caller),
    heat: new Heat(caller),
    wishes: {
      interval: settings.interval,
      threshold: model.thresholds.raise,
      periods: model.thresholds.raiseAfter,
      cooldown: settings.cooldown,
      // The cloud's own workflow counts no VMs.
      budget: typeof settings.budget === 'number' ? settings.budget : defaultSettings.budget,
      budgetWindow: settings.budgetWindow,
      autonomous,
    },
    now: () => clock.now(),
    pause: (milliseconds) => (dryRun ? Promise.resolve() : clock.sleep(milliseconds)),
    dry: dryRun,
  };
}

function changeLines({ method, url, body }: Change): string[] {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body, undefined, 2);
  const lines = text ? text.replace(/\n$/, '').split('\n') : [];
  return [`${method} ${url}`, ...lines.map((line) => line && `    ${line}`)];
}

/** In a dry run the words say what would be done. */
const would: Partial<Record<Outcome['did'], string>> = {
  made: 'would make',
  changed: 'would change',
  removed: 'would remove',
};

function outcomeLine({ name, did, why }: Outcome, dry: boolean): string {
  const word = (dry ? would[did] : undefined) ?? did;
  return `  ${word.padEnd(dry ? 12 : 8)}  ${name}${why ? `: ${why}` : ''}`;
}

function sumOf({ outcomes }: Provision, dry: boolean): string {
  const count = (did: Outcome['did']) => outcomes.filter((outcome) => outcome.did === did).length;
  const dids = (['made', 'changed', 'removed', 'there', 'left out', 'failed'] as const).filter((did) => count(did));
  const sum = dids.map((did) => `${count(did)} ${(dry ? would[did] : undefined) ?? did}`).join(', ');
  const dryWords = dry ? 'Nothing was changed. ' : '';
  const isHalf = !dry && count('failed') > 0 && count('made') + count('changed') > 0;
  const half = isHalf ? ' What was made stays: "cloud-medic setup" goes on from there, "teardown" removes it.' : '';
  return `${dryWords}${sum || 'There is nothing of ours in this cloud'}.${half}`;
}
