import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Auth, type CloudConfig, type Domain, isFromVariables, type Named } from './openstack/config.ts';

/** Where a cloud's journal and recording are, and which cloud that is: its address, region and project, in words. */
export type CloudFiles = { readonly journal: string; readonly recording: string; readonly cloud: string };

/**
 * The files of a cloud in a data folder, whether or not they exist. They go by what the cloud is and not by what it is
 * called: all that name it share them, and two clouds of the same name do not. `oldName`: the name that files of an
 * earlier version have, where it can mean this cloud alone; they are taken over.
 */
export function cloudFiles(folder: string, config: CloudConfig, oldName?: string): CloudFiles {
  const cloud = identityOf(config);
  const mark = createHash('sha256').update(cloud).digest('hex').slice(0, 10);
  const found = existsSync(folder) ? readdirSync(folder) : [];
  const named = (stem: string, end: string) =>
    join(
      folder,
      found.find((name) => isOf(name, stem, `-${mark}${end}`)) ?? `${stem}${readable(config)}-${mark}${end}`,
    );
  const files = { journal: named('journal-', '.db'), recording: named('recording-', ''), cloud };
  if (oldName !== undefined) takeOver(folder, oldName, files);
  return files;
}

/**
 * The address, region and project of a cloud: the same words for the same cloud, however its address is written. Files
 * are named by them: to word it anew would leave all of them behind.
 */
export function identityOf({ authUrl, region, auth }: CloudConfig): string {
  const url = new URL(authUrl);
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/v(3|2\.0)$/i, '')
    .replace(/\/+$/, '');
  return `${url.protocol}//${url.host}${path}, region ${region ?? 'not named'}, ${projectOf(auth)}`;
}

function projectOf(auth: Auth): string {
  if (auth.kind !== 'application credential') return `project ${nameOf(auth.project)}`;
  return `application credential ${'id' in auth ? auth.id : `${auth.name} of ${nameOf(auth.user)}`}`;
}

function nameOf(named: Named): string {
  return 'id' in named ? named.id : `${named.name} of ${domainOf(named.domain)}`;
}

/** The domain with the id "default" is called "Default". */
function domainOf(domain: Domain): string {
  return ('id' in domain ? domain.id : domain.name).toLowerCase();
}

/** A name of clouds.yaml; of a cloud that comes from variables, which all have the same name, its address. */
function readable(config: CloudConfig): string {
  return fileName(isFromVariables(config) ? new URL(config.authUrl).hostname : config.name).slice(0, 40);
}

/** A cloud's name as part of a file's name. */
export const fileName = (cloud: string) => cloud.replace(/[^\w.-]/g, '_');

const isOf = (name: string, start: string, end: string) => name.startsWith(start) && name.endsWith(end);

/** The journal itself last: should this be cut short, it is done again at the next start. */
function takeOver(folder: string, oldName: string, { journal, recording }: CloudFiles): void {
  const old = (stem: string, end: string) => join(folder, `${stem}${fileName(oldName)}${end}`);
  if (!existsSync(journal) && existsSync(old('journal-', '.db')))
    for (const part of ['-wal', '-shm', '']) moveTo(old('journal-', `.db${part}`), journal + part);
  if (!existsSync(recording)) moveTo(old('recording-', ''), recording);
}

/** Another process may be quicker, and of one that was closed in order only the database is there. */
function moveTo(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
