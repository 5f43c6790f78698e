import type { ActionId } from '../models/action.ts';
import type { Mode, Subject } from '../models/event.ts';
import type { FaultId } from '../models/fault.ts';
import { Failure } from './failure.ts';
import { OwnSettings } from './own-settings.ts';
import { Script } from './script.ts';
import { operator, type Setup } from './setup.ts';

/** What the screens may ask of the program: the engine's state and the operator's wishes. */
export function consolePort({ engine, cloud, settings, folder }: Setup, quit: () => void) {
  const who = operator();
  const own = new OwnSettings({ engine, settings, folder, who });
  const refresh = async () => {
    if (cloud.faults) engine.dispatch({ type: 'injections', injections: await cloud.faults.list() });
  };
  return {
    getState: engine.getState,
    subscribe: engine.subscribe,
    confirm: (incident: string, action: ActionId, typed?: string) =>
      engine.dispatch({ type: 'confirmed', incident, action, who, ...(typed === undefined ? {} : { typed }) }),
    acknowledge: (incident: string, on: boolean) => engine.dispatch({ type: 'acknowledged', incident, on, who }),
    snooze: (incident: string, until: number) => engine.dispatch({ type: 'snoozed', incident, until, who }),
    setMaintenance: (subject: Subject, reason: string, until: number | undefined) =>
      engine.dispatch({ type: 'maintenance-set', subject, reason, until, who }),
    clearMaintenance: (subject: Subject) => engine.dispatch({ type: 'maintenance-cleared', subject, who }),
    liftQuarantine: (vm: string) => engine.dispatch({ type: 'quarantine-lifted', vm, who }),
    /** The kill switch of auto mode. */
    halt: (on: boolean) => engine.dispatch({ type: 'halted', on, who }),
    askHeal: (vm: string, action: ActionId | undefined) => engine.dispatch({ type: 'heal-asked', vm, action, who }),
    withdraw: (incident: string) => engine.dispatch({ type: 'heal-withdrawn', incident, who }),
    setMode: (mode: Mode) => engine.dispatch({ type: 'mode-set', mode, who }),
    get settings() {
      return own.now;
    },
    keep: async (...setting: Parameters<OwnSettings['keep']>) => own.keep(...setting),
    keepView: async (...view: Parameters<OwnSettings['keepView']>) => own.keepView(...view),
    get canInject() {
      return cloud.faults !== undefined;
    },
    inject: async (fault: FaultId, vm: string, seconds: number) => {
      await cloud.faults?.inject(fault, vm, seconds);
      await refresh();
    },
    revert: async (id: string) => {
      await cloud.faults?.revert(id);
      await refresh();
    },
    consoleLog: (vm: string) => cloud.consoleLog(vm, 100),
    quit,
  };
}

/** Ticks in the background, with the scenario's script where one is played. */
export async function runBehind(setup: Setup): Promise<void> {
  const { engine, cloud, clock, scenario } = setup;
  if (scenario) {
    const script = new Script(scenario, cloud, clock.now());
    engine.subscribe(() => {
      void script.perform(clock.now(), engine.getState().vms.values()).catch(noteOf(setup));
    });
  }
  await engine.run();
}

function noteOf({ engine }: Setup): (error: unknown) => void {
  return (error) =>
    engine.dispatch({ type: 'noted', vm: undefined, words: error instanceof Failure ? error.message : String(error) });
}
