import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { Failure } from '../failure.ts';
import { readText } from '../read-text.ts';

/** Where to look: the environment, the present folder, the home folder, and the machine's folder of clouds. */
export type Places = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** Machine-wide folder, /etc/openstack unless told. */
  readonly etc?: string;
};

export type Mapping = { readonly [key: string]: unknown };

/** The clouds of clouds.yaml with secure.yaml merged over them, and the file they came from (undefined: no file). */
export type CloudsFile = { readonly file: string | undefined; readonly clouds: Mapping; readonly looked: string[] };

/**
 * Reads clouds.yaml as openstacksdk does: the file of OS_CLIENT_CONFIG_FILE, else the first found in the present
 * folder, ~/.config/openstack and /etc/openstack. Throws a `Failure` for a file that is no YAML mapping.
 */
export function readCloudsFile(places: Places): CloudsFile {
  const named = places.env.OS_CLIENT_CONFIG_FILE;
  const looked = named ? [named] : candidates('clouds', places);
  const file = looked.find((path) => existsSync(path));
  const secureFile = [places.env.OS_CLIENT_SECURE_FILE ?? [], candidates('secure', places)].flat().find(existsSync);
  const clouds = file ? cloudsOf(file) : {};
  return { file, looked, clouds: secureFile ? merge(clouds, cloudsOf(secureFile)) : clouds };
}

function candidates(stem: string, { cwd, home, etc = '/etc/openstack' }: Places): string[] {
  const folders = [cwd, join(home, '.config', 'openstack'), etc];
  return folders.flatMap((folder) => ['yaml', 'yml', 'json'].map((end) => join(folder, `${stem}.${end}`)));
}

function cloudsOf(file: string): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(read(file), { lineCounter: lines });
  const mistake = document.errors[0];
  if (mistake) {
    const { line } = lines.linePos(mistake.pos[0]);
    // The parser's own message quotes the line, which may hold a password: only its code is told.
    throw new Failure('usage', 'broken-yaml', `${file} is not valid YAML: line ${line}.`, yamlHint(mistake.code));
  }
  if (document.contents !== null && !isMap(document.contents)) {
    throw new Failure('usage', 'broken-yaml', `${file} does not hold a mapping.`, 'It starts with "clouds:".');
  }
  const clouds = (document.toJS() as Mapping | null)?.clouds ?? {};
  if (!isMapping(clouds)) {
    throw new Failure('usage', 'broken-yaml', `${file}: "clouds" is not a mapping.`, 'Put each cloud under its name.');
  }
  return clouds;
}

function yamlHint(code: string): string {
  return `Look for a wrong indentation, a missing quote or a tab there (${code.toLowerCase().replaceAll('_', ' ')}).`;
}

/** Bytes of a clouds.yaml at most. */
const mostOfConfig = 5_000_000;

function read(file: string): string {
  try {
    return readText(file, mostOfConfig);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Failure('usage', 'unreadable-file', `${file} cannot be read (${code}).`, 'Check its permissions.', {
      cause,
    });
  }
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(below: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const present = merged[key];
    merged[key] = isMapping(present) && isMapping(value) ? merge(present, value) : value;
  }
  return merged;
}
