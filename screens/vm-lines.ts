import { errorLines, isErrorLine } from '../models/console-log.ts';
import { knownMetadata } from '../models/known-fields.ts';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { age, dayOrTime } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { chopped, clean, fit, wrap } from './parts/text.ts';
import { type KeySpec, keyOf } from './shell/key-spec.ts';
import type { NovaAction, View } from './shell/view.ts';
import { happenings } from './timeline.ts';

type Keys = readonly KeySpec[];

/** The lines of the VM screen's timeline, console log or JSON. */
export function paneLines(state: State, view: View, vm: string, columns: number, keys: Keys): Piece[][] {
  if (view.pane === 'json') return jsonLines(view, vm, columns, keys);
  return view.pane === 'timeline' ? timelineLines(state, view, vm, columns) : logLines(state, view, vm, columns, keys);
}

/** How many lines the open pane has in all. */
export function paneLength(state: State, view: View, vm: string, columns: number, keys: Keys): number {
  if (view.pane !== 'details') return paneLines(state, view, vm, columns, keys).length;
  const found = state.vms.get(vm);
  return found ? details(found, state.at).length + 1 : 0;
}

/** What Nova did to the VM, as far as it was read. */
export const actionsOf = ({ actions }: View, vm: string): readonly NovaAction[] =>
  actions?.vm === vm ? actions.list : [];

function timelineLines(state: State, view: View, vm: string, columns: number): Piece[][] {
  const all = happenings(state, vm, actionsOf(view, vm));
  if (all.length === 0) return [['  ', { text: 'Nothing has happened to it while we watched.', tone: 'quiet' }]];
  return all.flatMap(({ at, kind, who, words, tone }) =>
    wrap(who === undefined ? clean(words) : `${clean(words)}, by ${clean(who)}`, columns - 24, 3).map(
      (line, index): Piece[] => [
        { text: `  ${fit(index ? '' : dayOrTime(at, state.at), 12)}`, tone: 'quiet' },
        { text: fit(index ? '' : kind, 10), tone },
        line,
      ],
    ),
  );
}

/** The VM's console as far as it was read: by the operator, or as evidence. */
function logOf(state: State, { log }: View, vm: string): readonly string[] | undefined {
  return log?.vm === vm ? log.lines : state.evidence.get(vm);
}

function logLines(state: State, view: View, vm: string, columns: number, keys: Keys): Piece[][] {
  const read = view.log?.vm === vm;
  const lines = logOf(state, view, vm);
  if (read && !lines) return [['  ', { text: 'Reading the console log …', tone: 'quiet' }]];
  if (!lines || (!read && !lines.length)) {
    const words = view.moment
      ? 'No line of the console log was kept then.'
      : `${keyOf(keys, 'log')} reads the console log.`;
    return [['  ', { text: words, tone: 'quiet' }]];
  }
  if (lines.length === 0) return [['  ', { text: 'The console log is empty.', tone: 'quiet' }]];
  return lines.flatMap((line) => {
    const words = clean(line);
    const isBad = isErrorLine(words);
    return chopped(words, columns - 3).map((part, index): Piece[] =>
      isBad ? [{ text: `${index ? ' ' : '!'} ${part}`, tone: 'bad' }] : [`  ${part}`],
    );
  });
}

/** How many lines of the console log speak of trouble. */
export const troubleCount = (state: State, view: View, vm: string): number =>
  errorLines((logOf(state, view, vm) ?? []).map(clean)).length;

function jsonLines({ json }: View, vm: string, columns: number, keys: Keys): Piece[][] {
  if (json?.vm !== vm) return [['  ', { text: `${keyOf(keys, 'json')} asks Nova for it.`, tone: 'quiet' }]];
  if (json.text === undefined) return [['  ', { text: 'Asking Nova …', tone: 'quiet' }]];
  return json.text.split('\n').flatMap((line) => chopped(indented(line), columns - 3).map((part) => [`  ${part}`]));
}

/** Clean, but for the blanks in front. */
function indented(line: string): string {
  const blanks = line.length - line.trimStart().length;
  return ' '.repeat(blanks) + clean(line.slice(blanks));
}

export function details(vm: Vm, at: number): [string, string][] {
  const { shape, lastAction } = vm;
  const metadata = Object.entries(knownMetadata(vm.metadata)).map(([key, value]) => `${key}=${value}`);
  return [
    ['id', vm.id],
    ['project', vm.projectId],
    ['user', vm.userId],
    ['host', vm.host || 'not told to this user'],
    ['address', vm.address ?? 'Nova names none'],
    ['flavor', `${vm.flavor}: ${shape.vcpus} vCPU, ${shape.memoryMb} MB, ${shape.diskGb} GB`],
    ['status', `${vm.status}, power ${vm.power}, task ${vm.taskState ?? 'none'}`],
    ['locked', vm.locked ? `yes: ${vm.lockedReason || 'no reason given'}` : 'no'],
    ['created', `${age(at - vm.createdAt)} ago, updated ${age(at - vm.updatedAt)} ago`],
    [
      'last action',
      lastAction
        ? `${lastAction.action} by ${lastAction.userId ?? 'Nova itself'}, ${age(at - lastAction.startedAt)} ago  ${lastAction.message ?? ''}  ${lastAction.requestId}`
        : 'not asked for',
    ],
    ['fault', vm.fault ?? 'none'],
    ['errors', String(vm.errors)],
    ['metadata', metadata.join(', ') || 'none'],
  ];
}
