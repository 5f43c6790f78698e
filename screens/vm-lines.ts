import { isErrorLine } from '../models/console-log.ts';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { kindTones } from './journal-lines.ts';
import { age, clockTime } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { clean, fit, wrap } from './parts/text.ts';
import { timeline } from './select.ts';
import type { View } from './shell/view.ts';

/** The lines of the VM screen's timeline or console log. */
export function paneLines(state: State, view: View, vm: string, columns: number): Piece[][] {
  return view.pane === 'timeline' ? timelineLines(state, vm, columns) : logLines(state, view, vm);
}

/** How many lines the open pane has in all. */
export function paneLength(state: State, view: View, vm: string, columns: number): number {
  if (view.pane !== 'details') return paneLines(state, view, vm, columns).length;
  const found = state.vms.get(vm);
  return found ? details(found, state.at).length + 1 : 0;
}

function timelineLines(state: State, vm: string, columns: number): Piece[][] {
  const entries = timeline(state, vm);
  if (entries.length === 0) return [['  ', { text: 'Nothing has happened to it while we watched.', tone: 'quiet' }]];
  return entries.flatMap(({ at, kind, who, words }) =>
    wrap(`${clean(words)}, by ${clean(who)}`, columns - 22, 3).map((line, index): Piece[] => [
      { text: `  ${fit(index ? '' : clockTime(at), 10)}`, tone: 'quiet' },
      { text: fit(index ? '' : kind, 10), tone: kindTones[kind] },
      line,
    ]),
  );
}

function logLines(state: State, view: View, vm: string): Piece[][] {
  const read = view.log?.vm === vm ? view.log : undefined;
  const lines = read ? read.lines : state.evidence.get(vm);
  if (read && !lines) return [['  ', { text: 'Reading the console log …', tone: 'quiet' }]];
  if (!lines || (!read && !lines.length)) return [['  ', { text: 'l reads the console log.', tone: 'quiet' }]];
  if (lines.length === 0) return [['  ', { text: 'The console log is empty.', tone: 'quiet' }]];
  return lines.map((line) => {
    const words = clean(line);
    return isErrorLine(words) ? [{ text: `! ${words}`, tone: 'bad' }] : [`  ${words}`];
  });
}

export function details(vm: Vm, at: number): [string, string][] {
  const { shape, lastAction } = vm;
  const metadata = Object.entries(vm.metadata).map(([key, value]) => `${key}=${value}`);
  return [
    ['id', vm.id],
    ['project', vm.projectId],
    ['user', vm.userId],
    ['host', vm.host || 'not told to this user'],
    ['flavor', `${vm.flavor}: ${shape.vcpus} vCPU, ${shape.memoryMb} MB, ${shape.diskGb} GB`],
    ['status', `${vm.status}, power ${vm.power}, task ${vm.taskState ?? 'none'}`],
    ['locked', vm.locked ? `yes: ${vm.lockedReason ?? 'no reason given'}` : 'no'],
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
