import { Writer } from '../../models/recording/writer.ts';
import type { State } from '../../models/state.ts';
import { Failure } from '../failure.ts';
import { mostText } from './lines.ts';
import { Past } from './past.ts';
import type { Shelf } from './shelf.ts';

/** Which part of a recording: from a time (epoch ms) on; of all VMs, or of one by its id or name. */
export type Slice = { readonly from: number; readonly vm: string | undefined };

/** Moments after which a whole state is written again, to be found quickly. */
const reelLasts = 60;

/** A part of what was recorded, as lines that `readRecording` reads. Throws a Failure where there is nothing of it. */
export function sliceOf(shelf: Shelf, { from, vm }: Slice): { readonly text: string; readonly moments: number } {
  const past = new Past(shelf);
  const writer = new Writer();
  const texts: string[] = [];
  let moments = 0;
  let length = 0;
  let state = past.moment(from, 'at') ?? past.moment(from, 'after');
  if (!state) throw nothing('Nothing is recorded of that time.');
  for (; state; state = past.moment(state.at, 'after')) {
    const part = vm === undefined ? state : only(state, vm);
    if (!part) continue;
    if (moments % reelLasts === 0) writer.restart();
    const news = writer.text(part);
    if (news) moments++;
    texts.push(news);
    length += news.length;
    if (length > mostText) throw tooMuch();
  }
  if (!moments) throw nothing(`Nothing is recorded of a VM "${vm}".`);
  return { text: texts.join(''), moments };
}

/** The state as if there were no other VM; undefined where it was not there. */
function only(state: State, name: string): State | undefined {
  const vm = state.vms.get(name) ?? [...state.vms.values()].find((one) => one.name === name);
  if (!vm) return undefined;
  const of = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([key]) => key === vm.id));
  const about = <One extends { readonly vm?: string | undefined }>(list: readonly One[]) =>
    list.filter((one) => one.vm === vm.id);
  return {
    ...state,
    vms: of(state.vms),
    verdicts: of(state.verdicts),
    probabilities: of(state.probabilities),
    aodh: of(state.aodh),
    incidents: of(state.incidents),
    quarantine: of(state.quarantine),
    unlocked: of(state.unlocked),
    history: about(state.history),
    claims: about(state.claims),
    injections: about(state.injections),
    entries: state.entries.filter((entry) => entry.vm === undefined || entry.vm === vm.id),
    executions: new Map([...state.executions].filter(([, one]) => one.vm === vm.id)),
    stacks: new Map([...state.stacks].filter(([, { servers }]) => servers.some((one) => one.vm === vm.id))),
  };
}

function nothing(words: string): Failure {
  const hint = 'The console and "cloud-medic watch" record while they run; name the cloud, another VM or more time.';
  return new Failure('data', 'no-recording', words, hint);
}

function tooMuch(): Failure {
  const words = 'So much was recorded in that time that no file holds it.';
  return new Failure('usage', 'recording-too-large', words, 'Take less with --since or --vm.');
}
