import { dirname } from 'node:path';
import type { State } from '../../models/state.ts';
import { Failure } from '../failure.ts';
import { toTmux } from '../guest-console.ts';
import { saverTo } from '../keep-file.ts';
import type { Settings } from '../settings.ts';
import type { Recording } from './file.ts';
import { Past, type Which } from './past.ts';

/** What the screens may ask where there is a recording and no cloud: the moments, and nothing else. */
export function replayPort({ shelf }: Recording, speed: number, settings: Own) {
  const past = new Past(shelf);
  const moment = (at: number, which: Which) => still(past.moment(at, which));
  const last = moment(Number.POSITIVE_INFINITY, 'at')!;
  const nothing = () => {};
  const nothingLater = async () => {};
  return {
    getState: () => last,
    subscribe: () => nothing,
    moment,
    replay: { speed },
    settings,
    keep: notHere,
    keepView: notHere,
    canInject: false,
    confirm: nothing,
    acknowledge: nothing,
    snooze: nothing,
    setMaintenance: nothing,
    clearMaintenance: nothing,
    liftQuarantine: nothing,
    halt: nothing,
    askHeal: nothing,
    withdraw: nothing,
    setMode: nothing,
    inject: nothingLater,
    revert: nothingLater,
    consoleLog: async () => [],
    instanceActions: async () => [],
    who: async (user: string) => `user ${user}`,
    server: noCloud,
    toTmux,
    whyNoLogin: () => noWay,
    logIn: noCloud,
    models: async () => ({ judging: 'the brain of that time', versions: [] }),
    save: saverTo(dirname(settings.file)),
    quit: nothing,
  };
}

type Own = { readonly file: string } & Pick<Settings, 'ascii' | 'theme' | 'views'>;

const noWay = 'A recording leads into no VM.';

async function noCloud(): Promise<never> {
  throw new Failure('usage', 'replay', 'There is no cloud behind a recording.', 'Ask in the console of the cloud.');
}

async function notHere(): Promise<never> {
  const hint = 'Set it in the console of a cloud, or in the file.';
  throw new Failure('usage', 'replay', 'In a recording no setting is kept.', hint);
}

const still = (state: State | undefined): State | undefined => state && { ...state, readOnly: true };
