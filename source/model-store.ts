import { existsSync, linkSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Model } from '../models/brain/model.ts';
import type { SeriesModel } from '../models/brain/series/model.ts';
import { Failure } from './failure.ts';
import { loadAnyModel, loadModel } from './model-file.ts';
import { privateFolder } from './private-files.ts';
import { writeWhole } from './whole-file.ts';

/** The name of the version that comes with the program. */
export const shipped = 'shipped';

/**
 * All models that were trained, each a file of its own for ever (0001.json, 0002.json …), and which of them is in use:
 * the last line of a history, so that one can go back.
 */
export class ModelStore {
  readonly #folder: string;

  /** Keeps its files in `models/` of the data folder. */
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'models');
  }

  /** Names of all versions, oldest first; the shipped one is always there. */
  get versions(): readonly string[] {
    const files = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const own = files.filter((file) => /^\d{4,}\.json$/.test(file)).map((file) => file.replace('.json', ''));
    return [shipped, ...own.sort((a, b) => Number(a) - Number(b))];
  }

  get inUse(): string {
    return this.#history().at(-1) ?? shipped;
  }

  /** The model to judge VMs by: that of `file` where one is named, else the version in use. */
  model(file?: string): Model {
    if (file !== undefined) return loadModel(file);
    const { inUse } = this;
    try {
      return loadModel(this.fileOf(inUse));
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      const hint = `"cloud-medic models rollback" goes back to the one before, "models promote ${shipped}" to the shipped one.`;
      throw new Failure(cause.kind, cause.code, cause.message, hint, { cause });
    }
  }

  /** Undefined for the shipped one, which is in the program. */
  fileOf(version: string): string | undefined {
    return version === shipped ? undefined : join(this.#folder, `${version}.json`);
  }

  /** Says before a training, not after it, that nothing could be kept. */
  makeReady(): void {
    privateFolder(this.#folder);
  }

  /** Keeps a model as a new version and returns its name; it is not in use by that. `trainedAt` is epoch milliseconds. */
  add(model: Model | SeriesModel, trainedAt: number): string {
    this.makeReady();
    const text = `${JSON.stringify({ trainedAt: new Date(trainedAt).toISOString(), ...model }, undefined, 1)}\n`;
    const fresh = join(this.#folder, `.new-${process.pid}`);
    writeWhole({ path: fresh, text, isPrivate: true });
    try {
      for (let number = Number(this.versions.slice(1).at(-1) ?? 0) + 1; ; number++) {
        const version = String(number).padStart(4, '0');
        if (isLinked(fresh, this.fileOf(version)!)) return version;
      }
    } finally {
      rmSync(fresh, { force: true });
    }
  }

  /** What a version's file says of itself. Throws as `loadAnyModel` does. */
  read(version: string): { readonly model: Model | SeriesModel; readonly trainedAt: string | undefined } {
    const file = this.fileOf(this.#known(version));
    if (file === undefined) return { model: loadModel(), trainedAt: undefined };
    const model = loadAnyModel(file);
    const { trainedAt } = JSON.parse(readFileSync(file, 'utf8')) as { readonly trainedAt?: string };
    return { model, trainedAt };
  }

  /** Puts a version into use. Throws where it is none, or does not judge VMs with this version's features. */
  promote(name: string): void {
    const version = this.#known(name);
    loadModel(this.fileOf(version));
    if (version !== this.inUse) this.#keep([...this.#history(), version]);
  }

  /** Puts the version before this one into use again, and returns its name. */
  rollback(): string {
    const history = this.#history();
    if (!history.length) {
      throw new Failure(
        'usage',
        'nothing-before',
        'The shipped model is in use, and none was before it.',
        'See "cloud-medic models list".',
      );
    }
    this.#keep(history.slice(0, -1));
    return this.inUse;
  }

  /** A version's full name: 3 is 0003. */
  #known(name: string): string {
    const version = this.versions.find((one) => one === name || one === name.padStart(4, '0'));
    if (version) return version;
    const there = `There are: ${this.versions.join(', ')}.`;
    throw new Failure('usage', 'unknown-version', `There is no version "${name}" of the model.`, there);
  }

  /** Versions that were put into use one after the other, the shipped one in front left out. */
  #history(): readonly string[] {
    const file = join(this.#folder, 'in-use.json');
    if (!existsSync(file)) return [];
    try {
      return z.object({ history: z.array(z.string()) }).parse(JSON.parse(readFileSync(file, 'utf8'))).history;
    } catch (cause) {
      const words = `${file} does not say which model is in use.`;
      throw new Failure('data', 'bad-store', words, 'Remove the file: then the shipped model is in use.', { cause });
    }
  }

  #keep(history: readonly string[]): void {
    this.makeReady();
    const text = `${JSON.stringify({ history })}\n`;
    writeWhole({ path: join(this.#folder, 'in-use.json'), text, isPrivate: true });
  }
}

/** Gives a file its name unless another process took that name. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
