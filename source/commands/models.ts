import { committeeWords } from '../committee-words.ts';
import { type ModelRow, modelRows } from '../model-rows.ts';
import { ModelStore } from '../model-store.ts';
import { print, printJson, printJsonLine } from '../print.ts';
import { loadSettings } from '../settings.ts';

export type ModelsOptions = { readonly json: boolean; readonly dataDir?: string };

/** All versions of the model: when each was trained, on what, how well it did, and which one is in use. */
export function listModels(options: ModelsOptions): number {
  const rows = modelRows(storeOf(options));
  if (options.json) printJson(rows);
  else print(...rows.map(line));
  return 0;
}

export function promoteModel(version: string, options: ModelsOptions): number {
  const store = storeOf(options);
  store.promote(version);
  return told(store.inUse, options);
}

export function rollbackModel(options: ModelsOptions): number {
  return told(storeOf(options).rollback(), options);
}

function line({ version, inUse, kind, committee, trainedAt, trainedOn, problem }: ModelRow): string {
  const head = `${inUse ? '▸' : ' '} ${version.padEnd(9)}`;
  if (!trainedOn) return `${head}${problem}`;
  const scores = Object.entries(trainedOn.scores).map(([name, value]) => `${name} ${value}`);
  const what = `${kind === 'vm' ? 'VMs' : 'data'}  ${trainedAt?.slice(0, 16).replace('T', ' ') ?? ''}`.trimEnd();
  const told = [trainedOn.data, ...(committee ? [committeeWords({ committee })] : []), ...scores];
  return `${head}${what}  ${told.join(', ')}`;
}

function told(inUse: string, { json }: ModelsOptions): number {
  if (json) printJsonLine({ inUse });
  else print(`${inUse} is in use now.`);
  return 0;
}

function storeOf({ dataDir }: ModelsOptions): ModelStore {
  return new ModelStore(loadSettings(dataDir).folder);
}
