import { join } from 'node:path';
import { type Limit, type LimitName, limitNames } from '../models/heal-settings.ts';
import type { OwnSettingName } from '../models/wishes.ts';
import type { Engine } from './engine.ts';
import { keepSettings, type Settings } from './settings.ts';

type Parts = {
  readonly engine: Engine;
  /** What the file and the command line said at the start. */
  readonly settings: Settings;
  /** The folder of the settings' file. */
  readonly folder: string;
  readonly who: string;
};

type Own = { readonly file: string } & Pick<Settings, 'ascii' | 'theme' | 'views'>;

/** What the operator sets from the console: it holds at once, and is in the file for the next start. */
export class OwnSettings {
  readonly #parts: Parts;
  #now: Own;

  constructor(parts: Parts) {
    const { ascii, theme, views } = parts.settings;
    this.#parts = parts;
    this.#now = { file: join(parts.folder, 'config.json'), ascii, theme, views };
  }

  get now(): Own {
    return this.#now;
  }

  /** Throws a Failure where the value is not usable or cannot be kept; nothing has changed then. */
  keep(name: OwnSettingName, value: unknown): void {
    const { engine, folder, who } = this.#parts;
    keepSettings(() => ({ [name]: value }), folder);
    if (name === 'interval') engine.dispatch({ type: 'interval-set', seconds: Number(value), who });
    else if (isLimit(name)) engine.dispatch({ type: 'limit-set', name, limit: value as Limit, who });
    else this.#now = { ...this.#now, [name]: value };
  }

  /** Keeps a view under its name, or forgets it; those that another console has kept meanwhile stay. */
  keepView(name: string, saved: Settings['views'][string] | undefined): void {
    let views = this.#now.views;
    keepSettings((kept) => {
      const { [name]: _, ...others } = kept.views;
      views = saved ? { ...others, [name]: saved } : others;
      return { views };
    }, this.#parts.folder);
    this.#now = { ...this.#now, views };
  }
}

function isLimit(name: OwnSettingName): name is LimitName {
  return limitNames.some((one) => one === name);
}
