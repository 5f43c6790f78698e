import type { ActionId } from '../../models/action.ts';
import { actionById, actions } from '../../models/actions/index.ts';
import { againstPerson, warnings } from '../../models/guards/index.ts';
import type { Incident } from '../../models/incident.ts';
import { Failure } from '../failure.ts';
import { findVm } from '../find-vm.ts';
import { ask, print, printJson, remark } from '../print.ts';
import { operator, type Setup } from '../setup.ts';
import { untilProven } from './until-proven.ts';
import { failOnSilence } from './vms.ts';

type Options = { readonly action?: string; readonly dryRun: boolean; readonly yes: boolean; readonly json: boolean };

/**
 * One heal, through the same guards as everywhere: shows the exact call, asks, sends, follows until it is proven.
 * Returns 0 when the VM is proven well (or, dry, when nothing speaks against the action), else 1. Throws a Failure where
 * the cloud goes away after the call.
 */
export async function heal(setup: Setup, wanted: string, options: Options): Promise<number> {
  const { engine } = setup;
  const action = knownAction(options.action);
  // One heal of one VM: settings that say auto must not heal others on the way.
  if (engine.getState().mode === 'auto') engine.dispatch({ type: 'mode-set', mode: 'confirm', who: operator() });
  await engine.connect();
  await engine.tick();
  await engine.idle();
  failOnSilence(engine.getState());
  const vm = findVm(engine.getState().vms.values(), wanted);
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action, who: operator() });
  // Nova is asked who is at it before anybody is.
  await engine.idle();
  const incident = engine.getState().incidents.get(vm.id);
  show(incident, options.json);
  const warned = warnings(incident?.plan?.refusals ?? []).map(({ guard }) => guard);
  if (!incident?.plan || againstPerson(incident.plan.refusals, warned).length) return 1;
  if (options.dryRun) return 0;
  const { destroys } = actionById(incident.plan.action);
  // What destroys is never done for a --yes that a script may say.
  const typed = destroys ? await nameTyped(incident) : undefined;
  if (!destroys && !(options.yes || (await agreed(incident)))) return 1;

  engine.subscribe((records) => {
    for (const entry of records) if (entry.incident === incident.id) remark(entry.words);
  });
  const { action: planned } = incident.plan;
  const yes = { type: 'confirmed', incident: incident.id, action: planned, who: operator(), warned } as const;
  engine.dispatch(typed === undefined ? yes : { ...yes, typed });
  return untilProven(setup, incident).finally(() => engine.stop());
}

function knownAction(id: string | undefined): ActionId | undefined {
  if (id === undefined) return undefined;
  const action = actions.find((one) => one.id === id);
  if (action) return action.id;
  throw new Failure(
    'usage',
    'unknown-action',
    `There is no action "${id}".`,
    `There are: ${actions.map((one) => one.id).join(', ')}.`,
  );
}

function show(incident: Incident | undefined, json: boolean): void {
  if (!incident) return;
  const { id, vm, vmName, diagnosis, reasons, plan, words } = incident;
  if (json) {
    const value = {
      incident: id,
      vm,
      name: vmName,
      diagnosis: diagnosis ?? null,
      reasons,
      action: plan?.action ?? null,
    };
    const call = plan ? { call: plan.call, refusals: plan.refusals } : { call: null, refusals: [], words };
    printJson({ ...value, ...call });
    return;
  }
  print(`${vmName} (${vm}): ${diagnosis ?? 'no diagnosis'}; ${reasons.join('; ') || 'nothing speaks for a failure'}`);
  if (!plan) print(`No action: ${words}.`);
  else {
    if (plan.because) print(`By ${plan.route}: ${plan.because}.`);
    const { title } = actionById(plan.action);
    [...plan.before, plan.call].forEach(({ method, service, path, body }, index) => {
      print(`${index ? '  then' : title}: ${method} (${service}) ${path} ${JSON.stringify(body)}`);
    });
    const holding = againstPerson(plan.refusals);
    const spared = plan.refusals.filter((one) => one.guard !== 'typed' && !holding.includes(one));
    for (const { guard, reason } of spared) print(`A yes overrides (${guard}): ${reason}.`);
    const warned = warnings(plan.refusals);
    for (const { guard, reason } of warned) print(`Warning (${guard}): ${reason}; you may go on.`);
    for (const { guard, reason } of holding.filter((one) => !warned.includes(one)))
      print(`Not done (${guard}): ${reason}.`);
  }
}

/** No is the default. */
async function agreed({ vmName, plan }: Incident): Promise<boolean> {
  const { title, costs } = actionById(plan!.action);
  const hint = 'Add --yes, or look first with --dry-run.';
  return /^y(es)?$/i.test(await asked(`${title} of ${vmName}: ${costs}. Do it? [y/N]`, hint));
}

function nameTyped({ vmName, plan }: Incident): Promise<string> {
  const { title, costs } = actionById(plan!.action);
  const hint = 'What destroys is only done at a keyboard; --yes is not enough.';
  return asked(`${title} of ${vmName}: ${costs}. Type the VM's name to do it:`, hint);
}

/** Asks at the keyboard. Without one nothing is done. */
async function asked(words: string, hint: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new Failure('usage', 'unconfirmed', 'A heal must be confirmed, and there is no keyboard to ask at.', hint);
  }
  return ask(words);
}
