import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Mode } from '../models/event.ts';
import { intervalBounds } from '../models/heal-settings.ts';
import type { Scenario } from '../models/scenario.ts';
import { scenarios } from '../models/scenarios/index.ts';
import { emptyState } from '../models/state.ts';
import { systemClock } from './clock.ts';
import { type CloudFiles, cloudFiles, fileName } from './cloud-files.ts';
import { Engine } from './engine.ts';
import { Failure } from './failure.ts';
import { openJournal } from './journal.ts';
import { lateCloud } from './late-cloud.ts';
import { ModelStore } from './model-store.ts';
import type { Clouds } from './open-clouds.ts';
import { type CloudConfig, loadCloudConfig, ownName } from './openstack/config.ts';
import type { Session } from './openstack/session.ts';
import type { Clock, Cloud, Journal } from './ports.ts';
import { Recorder } from './recording/recorder.ts';
import { folderShelf, memoryShelf, type Shelf } from './recording/shelf.ts';
import { loadSettings, type Settings } from './settings.ts';
import { webhook } from './webhook.ts';

/** What all commands that talk to a cloud understand. */
export type CommonOptions = {
  readonly cloud?: string;
  /** true: the simulated cloud; a text: the scenario played on it. */
  readonly simulate?: string | true;
  readonly vms: number;
  readonly seed: number;
  readonly speed: number;
  readonly interval?: number;
  readonly mode?: Mode;
  readonly readOnly?: boolean;
  readonly model?: string;
  readonly dataDir?: string;
  readonly ascii?: boolean;
  readonly screenReader?: boolean;
  readonly theme?: Settings['theme'];
  readonly refresh?: number;
};

export type Setup = {
  readonly engine: Engine;
  readonly cloud: Cloud;
  readonly clock: Clock;
  /** A conversation of its own with the same cloud. */
  readonly session: () => Promise<Session>;
  readonly journal: Journal;
  /** Where the past is recorded. */
  readonly shelf: Shelf;
  readonly settings: Settings;
  /** Where settings and journals are kept. */
  readonly folder: string;
  readonly models: ModelStore;
  /** The version of the brain, or the file, that judges. */
  readonly brain: string;
  readonly cloudName: string;
  /** Whether the cloud lives in this very process and ends with it. */
  readonly inProcess: boolean;
  readonly scenario: Scenario | undefined;
  /** Where the scenario is played. */
  readonly stage: Cloud | undefined;
};

/** Whom the audit names for what is done at this keyboard. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in passwd.
    return process.env.USER ?? `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The settings as the file and the command line have them, and the folder they live in. */
export function settingsOf(options: CommonOptions) {
  const { settings: kept, folder } = loadSettings(options.dataDir);
  const { ascii = kept.ascii, theme = kept.theme, refresh = kept.refresh } = options;
  const screenReader = options.screenReader || process.env.INK_SCREEN_READER === 'true' || kept.screenReader;
  return { settings: { ...kept, ascii, screenReader, theme, refresh }, folder };
}

/** Milliseconds that the journal is waited for while another process writes: with a screen to draw, and without. */
const patience = { staying: 250, passing: 5000 };

/**
 * Settings, cloud, journal and engine for one run. Opens no connection yet. `stays`: for a console or a service, and
 * not for a single command.
 */
export function setUp(options: CommonOptions, { stays = false } = {}): Setup {
  const { settings, folder } = settingsOf(options);
  const clock = systemClock(options.speed);
  const scenario = scenarioOf(options.simulate);
  const { session, cloud, stage, name, inProcess, config } = cloudOf(options, scenario, clock);
  // A cloud that ends with the process leaves no history: the next one has the same VMs, but not the same past.
  const files = config && filesIn(folder, config);
  const journal = files
    ? openJournal(files.journal, {
        now: () => clock.now(),
        patience: patience[stays ? 'staying' : 'passing'],
        cloud: files.cloud,
      })
    : openJournal(':memory:');
  const shelf = files ? folderShelf(files.recording, files.cloud) : memoryShelf();
  const healing = { ...settings.healing, interval: options.interval ?? settings.healing.interval };
  if (!inProcess && healing.interval / options.speed < intervalBounds.least)
    throw tooOften(healing.interval, options.speed);
  const mode = options.mode ?? settings.mode;
  const models = new ModelStore(folder);
  const brain = options.model ?? models.inUse;
  const start = emptyState(models.model(options.model), mode, options.readOnly ?? false, healing);
  const state = { ...start, tends: stays };
  const engine = new Engine({
    cloud,
    clock,
    journal,
    state,
    ...(settings.webhook ? { pager: webhook(settings.webhook) } : {}),
  });
  return {
    engine,
    cloud,
    clock,
    session,
    journal,
    shelf,
    settings,
    folder,
    models,
    brain,
    cloudName: name,
    inProcess,
    scenario,
    stage,
  };
}

/** A cloud of others must not be asked more often because time here goes faster. */
function tooOften(interval: number, speed: number): Failure {
  const words = `A poll every ${interval} s at a speed of ${speed} is more than one a second.`;
  return new Failure('usage', 'too-often', words, 'Leave --speed out; it hurries the simulated cloud of the console.');
}

/** Keeps what the engine believes from now on, so that it can be looked at later. */
export function record({ engine, shelf }: Pick<Setup, 'engine' | 'shelf'>): Recorder {
  const recorder = new Recorder(shelf, (words) => engine.dispatch({ type: 'noted', vm: undefined, words }));
  recorder.follow(engine);
  process.once('exit', () => recorder.finish());
  return recorder;
}

/** The journal and the recording of the cloud that the options name, whether or not they exist. */
export function filesOf({ cloud, simulate, dataDir }: CommonOptions): CloudFiles {
  const config = simulate ? undefined : loadCloudConfig({ cloud, ...places() });
  const { folder } = loadSettings(dataDir);
  if (config) return filesIn(folder, config);
  // The simulated cloud inside the program leaves none.
  return {
    journal: join(folder, 'journal-simulated.db'),
    recording: join(folder, 'recording-simulated'),
    cloud: 'the simulated cloud',
  };
}

function filesIn(folder: string, config: CloudConfig): CloudFiles {
  return cloudFiles(folder, config, ownName(config, places(), fileName));
}

function places() {
  return { env: process.env, cwd: process.cwd(), home: homedir() };
}

/** A shipped scenario by its id. Throws a Failure that lists them. */
export function scenarioById(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found) return found;
  throw new Failure(
    'usage',
    'unknown-scenario',
    `There is no scenario "${id}".`,
    `There are: ${scenarios.map((one) => one.id).join(', ')}.`,
  );
}

function scenarioOf(simulate: CommonOptions['simulate']): Scenario | undefined {
  return typeof simulate === 'string' ? scenarioById(simulate) : undefined;
}

function cloudOf(options: CommonOptions, scenario: Scenario | undefined, clock: Clock) {
  const { simulate, cloud, vms, seed, readOnly } = options;
  if (simulate && cloud) {
    throw new Failure('usage', 'two-clouds', '--simulate and --cloud exclude each other.', 'Leave one of them out.');
  }
  const config = simulate ? undefined : loadCloudConfig({ cloud, ...places() });
  let opening: Promise<Clouds> | undefined;
  const open = () => {
    const wanted = { config, clock, vms: scenario?.vms ?? vms, seed, readOnly };
    opening ??= import('./open-clouds.ts').then(({ openClouds }) => openClouds(wanted));
    return opening;
  };
  return {
    cloud: lateCloud(async () => (await open()).cloud),
    stage: scenario && lateCloud(async () => (await open()).stage),
    session: async () => (await open()).session(),
    name: config?.name ?? 'simulated',
    inProcess: config === undefined,
    config,
  };
}
