import type { FaultId } from '../../models/fault.ts';
import { faultById, faults } from '../../models/faults/index.ts';
import { Failure } from '../failure.ts';
import { findVm } from '../find-vm.ts';
import type { Faults } from '../ports.ts';
import { print, printJson } from '../print.ts';
import type { Setup } from '../setup.ts';

/** Puts a fault into a VM of a running simulated cloud. */
export async function inject(
  setup: Setup,
  fault: string,
  wanted: string,
  seconds: number,
  json: boolean,
): Promise<number> {
  const id = knownFault(fault);
  await setup.engine.connect();
  const service = faultsOf(setup);
  const { vms } = await setup.cloud.observe();
  const injection = await service.inject(id, findVm(vms, wanted).id, seconds);
  const words = `SIMULATED ${faultById(id).title} on ${injection.vmName} for ${seconds} s; undo: cloud-medic revert ${injection.id}`;
  if (json) printJson(injection);
  else print(words);
  return 0;
}

/** Ends one injected fault, or all of them. */
export async function revert(setup: Setup, id: string | undefined, all: boolean, json: boolean): Promise<number> {
  if (!id === !all)
    throw new Failure(
      'usage',
      'revert',
      'Name one injection, or --all.',
      '"cloud-medic revert --all" ends every injected fault.',
    );
  await setup.engine.connect();
  const service = faultsOf(setup);
  const ids = id ? [id] : (await service.list()).filter((one) => one.state === 'active').map((one) => one.id);
  const reverted = [];
  for (const one of ids) reverted.push(await service.revert(one));
  if (json) printJson(reverted);
  else if (reverted.length) print(...reverted.map((one) => `${one.fault} on ${one.vmName}: ${one.state}`));
  else print('no injected fault is active');
  return 0;
}

function knownFault(id: string): FaultId {
  const fault = faults.find((one) => one.id === id);
  if (fault) return fault.id;
  throw new Failure(
    'usage',
    'unknown-fault',
    `There is no fault "${id}".`,
    `There are: ${faults.map((one) => one.id).join(', ')}.`,
  );
}

function faultsOf({ cloud, inProcess }: Setup): Faults {
  if (inProcess) {
    const hint =
      'Press i in the console, or start "cloud-medic simulator --port 5055 --write-clouds clouds.yaml" and use --cloud simulated.';
    throw new Failure(
      'usage',
      'in-process',
      'The simulated cloud of this command ends with it, and the fault too.',
      hint,
    );
  }
  if (cloud.faults) return cloud.faults;
  throw new Failure(
    'usage',
    'real-cloud',
    'This is a real cloud: it has no fault-injection service.',
    'Faults are injected into the simulated cloud only.',
  );
}
