import { join } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import { defaultSettings } from '../models/state.ts';
import { Failure, messageOf } from './failure.ts';

const seconds = (least: number) => z.number().min(least);

/** What a user may set for good, in the file that `conf` keeps; the command line wins over it. */
const schema = z.strictObject({
  interval: seconds(1).default(defaultSettings.interval),
  cooldown: seconds(0).default(defaultSettings.cooldown),
  healthyVerdicts: z.int().min(1).default(defaultSettings.healthyVerdicts),
  verifyWithin: seconds(10).default(defaultSettings.verifyWithin),
  mode: z.enum(['observe', 'confirm', 'auto']).default('confirm'),
  ascii: z.boolean().default(false),
});

export type Settings = z.infer<typeof schema>;

/** The settings and the folder they, and the journals, live in. Throws a Failure that names the file and the key. */
export function loadSettings(dataDir?: string): { readonly settings: Settings; readonly folder: string } {
  const conf = opened(dataDir);
  const parsed = schema.safeParse(conf.store);
  const folder = dataDir ?? join(conf.path, '..');
  if (parsed.success) return { settings: parsed.data, folder };
  const { path, message } = parsed.error.issues[0]!;
  throw new Failure(
    'data',
    'settings',
    `The setting "${path.join('.')}" in ${conf.path} is not usable: ${message}.`,
    'Mend or remove that line; a missing setting takes its default.',
  );
}

function opened(dataDir?: string): Conf {
  try {
    return new Conf({ projectName: 'cloud-medic', projectSuffix: '', ...(dataDir ? { cwd: dataDir } : {}) });
  } catch (cause) {
    const why = messageOf(cause);
    throw new Failure(
      'data',
      'settings',
      `The settings cannot be read: ${why}.`,
      'Mend or remove the file config.json in the settings folder.',
      {
        cause,
      },
    );
  }
}
