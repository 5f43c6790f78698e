import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Entry } from '../../models/event.ts';
import { seconds } from '../duration.ts';
import { Failure } from '../failure.ts';
import { openJournal } from '../journal.ts';
import { padded, print, printEach, printJsonLine, printJsonList } from '../print.ts';
import { folderShelf, type Shelf } from '../recording/shelf.ts';
import { type Slice, sliceOf } from '../recording/slice.ts';
import { type CommonOptions, filesOf } from '../setup.ts';
import { checkWritable, writeWhole } from '../whole-file.ts';

type Options = CommonOptions & {
  readonly vm?: string;
  readonly since?: string;
  /** A file for `cloud-medic replay`, instead of printing. */
  readonly export?: string;
  readonly json: boolean;
};

/** Prints the audit of a cloud, the oldest line first; asks no cloud. Returns the exit code. */
export async function journalCommand(options: Options): Promise<number> {
  const { vm, since, json } = options;
  const { journal: file, recording, cloud } = filesOf(options);
  const from = since === undefined ? 0 : Date.now() - seconds(since) * 1000;
  if (options.export !== undefined) return exported(folderShelf(recording, cloud), options.export, { from, vm, json });
  if (!existsSync(file)) {
    const hint =
      'Name the cloud with --cloud and the folder with --data-dir; the simulated cloud inside the program keeps none.';
    throw new Failure('data', 'no-journal', `There is no journal ${file}.`, hint);
  }
  const journal = openJournal(file, { cloud });
  const code = await printAudit(journal.entries({ from, vm }), json);
  journal.close();
  return code;
}

/** Entries as people and programs read them, in their order. Returns the exit code. */
export async function printAudit(entries: Iterable<Entry>, json: boolean): Promise<number> {
  const lines = audit(entries);
  if (json) await printJsonList(forPrograms(lines));
  else await printEach(inText(lines));
  return 0;
}

function exported(shelf: Shelf, file: string, which: Slice & { readonly json: boolean }): number {
  checkWritable(file);
  const { text, moments } = sliceOf(shelf, which);
  writeWhole({ path: file, text: file.endsWith('.gz') ? gzipSync(text) : text, isPrivate: true });
  if (which.json) printJsonLine({ file, moments });
  else print(`${moments} moments are in ${file}; "cloud-medic replay ${file}" shows them.`);
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

/** Programs find every field in each line. */
function* forPrograms(lines: Iterable<Line>): Generator<object> {
  for (const line of lines) {
    yield { ...line, incident: line.incident ?? null, vm: line.vm ?? null, name: line.name ?? null };
  }
}

function* inText(lines: Iterable<Line>): Generator<string> {
  for (const line of lines) yield text(line);
}

function text({ at, kind, name, words, who, requestId }: Line): string {
  const request = typeof requestId === 'string' && !words.includes(requestId) ? ` (${requestId})` : '';
  return `${at.slice(0, 19)}Z  ${kind.padEnd(12)}  ${padded(name ?? '', 16)}  ${words}${request}, by ${who}`;
}
