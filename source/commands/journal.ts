import { existsSync } from 'node:fs';
import type { Entry } from '../../models/event.ts';
import { seconds } from '../duration.ts';
import { Failure } from '../failure.ts';
import { openJournal } from '../journal.ts';
import { type CommonOptions, journalFileOf } from '../setup.ts';

type Options = CommonOptions & { readonly vm?: string; readonly since?: string; readonly json: boolean };

/** Prints the audit of a cloud, the oldest line first; asks no cloud. Returns the exit code. */
export function journalCommand(options: Options): number {
  const { vm, since, json } = options;
  const file = journalFileOf(options);
  if (!existsSync(file)) {
    const hint =
      'Name the cloud with --cloud and the folder with --data-dir; the simulated cloud inside the program keeps none.';
    throw new Failure('data', 'no-journal', `There is no journal ${file}.`, hint);
  }
  const from = since === undefined ? 0 : Date.now() - seconds(since) * 1000;
  const journal = openJournal(file);
  const lines = audit(journal.entries({ from, vm }));
  if (json) printJson(lines);
  else for (const line of lines) process.stdout.write(`${text(line)}\n`);
  journal.close();
  return 0;
}

/** A line of the audit with what people look for by name. `action` is also named where a line only tells how it went on. */
type Line = Omit<Entry, 'at' | 'vmName'> & {
  readonly at: string;
  readonly name: string | undefined;
  readonly action: unknown;
  readonly evidence: Readonly<Record<string, unknown>> | null;
  readonly call: unknown;
  readonly requestId: unknown;
  readonly outcome: unknown;
};

function* audit(entries: Iterable<Entry>): Generator<Line> {
  const actions = new Map<string, unknown>();
  for (const { at, kind, vm, vmName, incident, who, words, data } of entries) {
    const { probability, diagnosis, reasons, requestId = null, outcome = null, call = null } = data;
    if (incident && data.action) actions.set(incident, data.action);
    const isAboutAction = ['claimed', 'accepted', 'refused', 'done', 'resolved'].includes(kind);
    const action = (isAboutAction && actions.get(incident ?? '')) || null;
    const evidence = reasons === undefined ? null : { probability, diagnosis, reasons };
    const line = { at: new Date(at).toISOString(), kind, incident, vm, name: vmName, who, words, action };
    yield { ...line, evidence, call, requestId, outcome, data };
  }
}

/** A JSON array with a line for each entry, written as it is read: a journal may be long. */
function printJson(lines: Iterable<Line>): void {
  let before = '[\n';
  for (const line of lines) {
    const whole = { ...line, incident: line.incident ?? null, vm: line.vm ?? null, name: line.name ?? null };
    process.stdout.write(before + JSON.stringify(whole));
    before = ',\n';
  }
  process.stdout.write(before === '[\n' ? '[]\n' : '\n]\n');
}

function text({ at, kind, name, words, who, requestId }: Line): string {
  const request = typeof requestId === 'string' && !words.includes(requestId) ? ` (${requestId})` : '';
  return `${at.slice(0, 19)}Z  ${kind.padEnd(12)}  ${(name ?? '').padEnd(16)}  ${words}${request}, by ${who}`;
}
