import type { ActionId } from '../models/action.ts';
import type { Mode, Subject } from '../models/event.ts';
import type { FaultId } from '../models/fault.ts';
import { Failure, isReadOnly } from './failure.ts';
import { logins, toTmux } from './guest-console.ts';
import { saverTo } from './keep-file.ts';
import { modelRows } from './model-rows.ts';
import { OwnSettings } from './own-settings.ts';
import { Past, type Which } from './recording/past.ts';
import type { Recorder } from './recording/recorder.ts';
import { Script } from './script.ts';
import { operator, type Setup } from './setup.ts';
import type { News } from './thinker.ts';

type Behind = Pick<Setup, 'engine' | 'cloud' | 'journal' | 'shelf' | 'settings' | 'folder' | 'models' | 'brain'> & {
  readonly recorder?: Recorder;
};

/** What the screens may ask of the program: the engine's state and the operator's wishes. */
export function consolePort(behind: Behind, quit: () => void) {
  const { engine, cloud, journal, shelf, settings, folder, models, brain, recorder } = behind;
  const who = operator();
  const past = new Past(shelf);
  const own = new OwnSettings({ engine, settings, folder, who });
  const refresh = async () => {
    if (cloud.faults) engine.dispatch({ type: 'injections', injections: await cloud.faults.list() });
  };
  /** The screen says why before; this is for whatever the screen forgets. */
  const tell = (news: News) => {
    if (!engine.getState().readOnly) engine.dispatch(news);
  };
  return {
    getState: engine.getState,
    subscribe: engine.subscribe,
    confirm: (incident: string, action: ActionId, typed?: string, warned?: readonly string[]) =>
      tell({
        ...{ type: 'confirmed', incident, action, who },
        ...(typed === undefined ? {} : { typed }),
        ...(warned ? { warned } : {}),
      }),
    acknowledge: (incidents: readonly string[], on: boolean) => tell({ type: 'acknowledged', incidents, on, who }),
    snooze: (incident: string, until: number) => tell({ type: 'snoozed', incident, until, who }),
    setMaintenance: (subject: Subject, reason: string, until: number | undefined) =>
      tell({ type: 'maintenance-set', subject, reason, until, who }),
    clearMaintenance: (subject: Subject) => tell({ type: 'maintenance-cleared', subject, who }),
    liftQuarantine: (vm: string) => tell({ type: 'quarantine-lifted', vm, who }),
    /** The kill switch of auto mode. */
    halt: (on: boolean) => tell({ type: 'halted', on, who }),
    askHeal: (vm: string, action: ActionId | undefined) => tell({ type: 'heal-asked', vm, action, who }),
    withdraw: (incident: string) => tell({ type: 'heal-withdrawn', incident, who }),
    setMode: (mode: Mode) => tell({ type: 'mode-set', mode, who }),
    get settings() {
      return own.now;
    },
    keep: async (...setting: Parameters<OwnSettings['keep']>) => own.keep(...setting),
    keepView: async (...view: Parameters<OwnSettings['keepView']>) => own.keepView(...view),
    get canInject() {
      return cloud.faults !== undefined;
    },
    inject: async (fault: FaultId, vm: string, seconds: number) => {
      if (engine.getState().readOnly) throw isReadOnly();
      await cloud.faults?.inject(fault, vm, seconds);
      await refresh();
    },
    revert: async (id: string) => {
      if (engine.getState().readOnly) throw isReadOnly();
      await cloud.faults?.revert(id);
      await refresh();
    },
    consoleLog: (vm: string) => cloud.consoleLog(vm, 100),
    models: async () => ({ judging: brain, versions: modelRows(models) }),
    save: saverTo(folder),
    moment: (at: number, which: Which) => {
      recorder?.finish();
      return past.moment(at, which);
    },
    older: (at: number, known: number) => journal.older(at, known, 200),
    instanceActions: (vm: string) => cloud.instanceActions(vm),
    who: (user: string) => cloud.who(user),
    server: (vm: string) => cloud.server(vm),
    ...logins(behind),
    toTmux,
    quit,
  };
}

/** Ticks in the background, with the scenario's script where one is played. */
export async function runBehind(setup: Setup): Promise<void> {
  const { engine, clock, scenario, stage } = setup;
  if (scenario && stage) {
    await stage.connect();
    const script = new Script(scenario, stage, clock.now());
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
