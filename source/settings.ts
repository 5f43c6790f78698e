import { dirname, join } from 'node:path';
import Conf from 'conf';
import * as z from 'zod';
import { actions } from '../models/actions/index.ts';
import { modeNames } from '../models/event.ts';
import {
  defaultSettings,
  type HealSettings,
  intervalBounds,
  longestSetting,
  mostCount,
  readLimit,
} from '../models/heal-settings.ts';
import { themeNames } from '../models/wishes.ts';
import { Failure, messageOf } from './failure.ts';
import { placeholder, placeholders } from './login.ts';
import { privateFolder, tighten } from './private-files.ts';

const seconds = (least: number, most: number = longestSetting) => z.number().min(least).max(most);
const count = (least: number) => z.int().min(least).max(mostCount);
/** A count, or a share of all there are as "20 %". */
const limit = (least: number) =>
  z.union([
    count(least),
    z.string().transform((written, context) => {
      const read = written.includes('%') ? readLimit(written, least) : undefined;
      if (read !== undefined) return read;
      context.addIssue('it is a whole number, or a share such as "20 %"');
      return z.NEVER;
    }),
  ]);
/** Seconds between two drawings. */
export const refreshBounds = { least: 0.1, most: 60 } as const;
const share = z.number().min(0).max(1);
const mode = z.enum(modeNames);
const route = z.enum(['nova', 'mistral', 'heat']);
const action = z.enum(actions.map(({ id }) => id));
const own = defaultSettings;
const known = Object.keys(placeholders);
/** A program and its arguments: a list, or a text that is split at blanks. No shell reads it. */
const command = z
  .union([z.string().transform((text) => text.split(/\s+/).filter(Boolean)), z.array(z.string())])
  .refine(([program]) => program && !program.includes('{'), 'it must begin with a program')
  .refine(
    (parts) => parts.every((part) => [...part.matchAll(placeholder)].every(([, key]) => known.includes(key!))),
    `it may have these placeholders: ${known.map((key) => `{${key}}`).join(' ')}`,
  );

/** What a user may set for good, in the file that `conf` keeps; the command line wins over it. */
const schema = z.strictObject({
  interval: seconds(intervalBounds.least, intervalBounds.most).default(own.interval),
  cooldown: seconds(0).default(own.cooldown),
  healthyVerdicts: count(1).default(own.healthyVerdicts),
  verifyWithin: seconds(10).default(own.verifyWithin),
  grace: seconds(0).default(own.grace),
  concurrent: limit(1).default(own.concurrent),
  perHost: limit(1).default(own.perHost),
  budget: limit(1).default(own.budget),
  budgetWindow: seconds(1).default(own.budgetWindow),
  perVm: count(1).default(own.perVm),
  backoff: seconds(0).default(own.backoff),
  failures: count(1).default(own.failures),
  brakeShare: share.default(own.brakeShare),
  brakeCount: limit(1).default(own.brakeCount),
  brakeLeast: count(1).default(own.brakeLeast),
  brakeCooldown: seconds(0).default(own.brakeCooldown),
  hostVms: limit(2).default(own.hostVms),
  silentShare: share.default(own.silentShare),
  ceiling: count(0).default(own.ceiling),
  optIn: z.boolean().default(own.optIn),
  modes: z.partialRecord(action, mode).default({}),
  routes: z.partialRecord(action, route).default({}),
  /** Where a person is told that one is wanted: a POST with JSON. */
  webhook: z.url({ protocol: /^https?$/ }).optional(),
  mode: mode.default('confirm'),
  ascii: z.boolean().default(false),
  /** The console as sentences. */
  screenReader: z.boolean().default(false),
  theme: z.enum(themeNames).default('neutral'),
  /** Seconds between two drawings of what the cloud does; keys are answered at once. */
  refresh: seconds(refreshBounds.least, refreshBounds.most).default(0.5),
  /** Other keys, by the names of the console's key records: one key or several. */
  keys: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  /** The console's saved views: what is listed where, and how. */
  views: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).default({}),
  console: z
    .strictObject({
      /** What the console's `s` runs; without it `ssh {address}`. */
      sshCommand: command.optional(),
      /** What the console's `S` runs. */
      serialCommand: command.optional(),
    })
    .default({}),
});

/** `healing` is what the models go by; the rest is the console's own. */
export type Settings = Pick<
  z.infer<typeof schema>,
  'mode' | 'ascii' | 'screenReader' | 'theme' | 'refresh' | 'webhook' | 'keys' | 'views' | 'console'
> & {
  readonly healing: HealSettings;
};

/** The settings and the folder they, and the journals, live in. Throws a Failure that names the file and the key. */
export function loadSettings(dataDir?: string): { readonly settings: Settings; readonly folder: string } {
  const conf = opened(dataDir);
  const parsed = schema.safeParse(conf.store);
  const folder = dataDir ?? join(conf.path, '..');
  if (parsed.success) {
    const { mode, ascii, screenReader, theme, refresh, webhook, keys, views, console, ...healing } = parsed.data;
    const look = { ascii, screenReader, theme, refresh };
    return { settings: { mode, ...look, webhook, keys, views, console, healing }, folder };
  }
  const { path, message } = parsed.error.issues[0]!;
  throw new Failure(
    'data',
    'settings',
    `The setting "${path.join('.')}" in ${conf.path} is not usable: ${message}.`,
    'Mend or remove that line; a missing setting takes its default.',
  );
}

/**
 * Keeps settings in the file for good, on top of what is in it. Throws a Failure where one is not usable, or the file
 * cannot be written; the file is then as it was.
 */
export function keepSettings(change: (kept: Settings) => Partial<z.input<typeof schema>>, dataDir?: string): void {
  const conf = opened(dataDir);
  const wanted = change(loadSettings(dataDir).settings);
  const parsed = schema.partial().safeParse(wanted);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new Failure(
      'data',
      'settings',
      `The setting "${path.join('.')}" is not usable: ${message}.`,
      'Nothing is kept.',
    );
  }
  try {
    conf.set(wanted);
  } catch (cause) {
    const hint = `See that ${conf.path} can be written.`;
    throw new Failure('data', 'settings', `The settings cannot be kept: ${messageOf(cause)}.`, hint, { cause });
  }
}

/** Throws the Failure for keys that the console's keymap does not take, with the first of its sentences. */
export function refuseKeys([fault]: readonly string[]): void {
  if (fault === undefined) return;
  const hint = 'Mend or remove that key in config.json; the help tells the keys, the README their names.';
  throw new Failure('data', 'settings', `The setting "keys" is not usable. ${fault}`, hint);
}

/** Makes, or makes private, the folder that all is kept in; the file may hold the address of a webhook. */
function opened(dataDir?: string): Conf {
  try {
    const file = { projectName: 'cloud-medic', projectSuffix: '', configFileMode: 0o600 };
    const conf = new Conf({ ...file, ...(dataDir ? { cwd: dataDir } : {}) });
    privateFolder(dirname(conf.path));
    tighten(conf.path);
    return conf;
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    // What is wrong in a JSON text is told with a piece of it, which may be a secret.
    const why = cause instanceof SyntaxError ? 'it is not JSON' : messageOf(cause);
    const hint = 'Mend or remove the file config.json in the settings folder.';
    throw new Failure('data', 'settings', `The settings cannot be read: ${why}.`, hint, { cause });
  }
}
