import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { modeNames } from '../models/event.ts';
import { intervalBounds } from '../models/heal-settings.ts';
import { themeNames } from '../models/wishes.ts';
import manifest from '../package.json' with { type: 'json' };
import { speedBounds, systemClock } from './clock.ts';
import { consolePort, runBehind } from './console.ts';
import { seconds } from './duration.ts';
import { noTerminal } from './failure.ts';
import { between, number, whole } from './numbers.ts';
import { allPassedOn, waitForNoTerminal } from './outlets.ts';
import { whatCommanderSays } from './print.ts';
import { refreshBounds, refuseKeys, type Settings } from './settings.ts';
import { type CommonOptions, record, settingsOf, setUp } from './setup.ts';
import { tell, tellUncaught } from './tell.ts';
import type { ModelKind } from './training.ts';

/** The command line: the only file that knows everybody. */
type Options = CommonOptions & { readonly json: boolean; readonly debug: boolean };

/** Loaded when one is wanted: the console's first frame must come at once. */
const commands = () => import('./commands/index.ts');
type Commands = Awaited<ReturnType<typeof commands>>;

const program = new Command('cloud-medic')
  .description('Watches the VMs of an OpenStack cloud, predicts which is about to fail, says why, and heals it.')
  .version(manifest.version)
  .option(
    '--cloud <name>',
    'a cloud of clouds.yaml; without it OS_CLOUD or OS_* variables; without those the simulated cloud',
  )
  .option('--simulate [scenario]', 'the simulated cloud, and a scenario played on it')
  .option('--vms <n>', 'VMs of the simulated cloud', whole(0, 100_000), 20)
  .option('--seed <n>', 'the same seed, the same simulated cloud', whole(0), 7)
  .option('--speed <x>', 'how much faster than real time the simulated cloud lives', between(speedBounds), 1)
  .addOption(new Option('--telemetry <source>', 'where the samples come from').choices(['gnocchi']).default('gnocchi'))
  .option('--interval <seconds>', 'seconds between two polls', between(intervalBounds))
  .addOption(
    new Option('--mode <mode>', 'observe: never acts; confirm: asks; auto: heals by itself').choices(modeNames),
  )
  .option('--read-only', 'block everything that changes the cloud')
  .option('--model <file>', 'a trained model instead of the one in use')
  .option('--data-dir <dir>', 'where settings and journals are kept')
  .option('--ascii', 'draw with ASCII characters only')
  .option('--screen-reader', 'say it in sentences, one a line, and draw nothing')
  .addOption(new Option('--theme <theme>', 'the colours').choices(themeNames))
  .option('--refresh <seconds>', 'seconds between two drawings of what the cloud does', between(refreshBounds))
  .option('--json', 'print JSON', false)
  .option('--debug', 'show the stack trace of an error', false)
  .action(() => run(openConsole, unread));

program
  .command('vms')
  .description('one observation of all VMs')
  .action(() => runOne((all, options) => all.vms(setUp(options), options)));
program
  .command('watch')
  .description('the console without a screen: one JSON event per line')
  .option('--once', 'one observation, then exit', false)
  .action((own: { once: boolean }) => run((options) => openWatch(options, own.once), own.once ? undefined : unread));
program
  .command('journal')
  .description('the audit of a cloud: who did what, why, and what came of it')
  .option('--vm <vm>', 'only of the VM with this id or name')
  .option('--since <duration>', 'only the last 90s, 2m, 1h, 7d')
  .option('--export <file>', 'write what was recorded into a file for "replay" instead; gzipped where it ends in .gz')
  .action((own: { vm?: string; since?: string; export?: string }) =>
    runOne((all, options) => all.journalCommand({ ...options, ...own })),
  );
program
  .command('replay <file>')
  .description('a recording in the console, with no cloud behind it; without a terminal or with --json its journal')
  .action((file: string) => run((options) => openReplay(file, options), hasTerminal ? unread : undefined));
program
  .command('doctor')
  .description('a look at each service that is used; exit code 1 when something is missing')
  .action(() => runOne((all, options) => all.doctorCommand(setUp(options), options.json)));
program
  .command('setup')
  .description(
    'make what cloud-medic needs in the cloud: archive policy, metrics, alarms, workflows; mends what is broken',
  )
  .option('--autonomous', 'alarms start a workflow that heals with no console open', false)
  .option('--dry-run', 'print each call and change nothing', false)
  .action((own: { autonomous: boolean; dryRun: boolean }) =>
    runOne((all, options) => all.setupCommand(setUp(options), { json: options.json, ...own })),
  );
program
  .command('teardown')
  .description('remove all that setup made, and nothing else')
  .option('--dry-run', 'print each call and change nothing', false)
  .action((own: { dryRun: boolean }) =>
    runOne((all, options) => all.teardownCommand(setUp(options), { json: options.json, ...own })),
  );
program
  .command('faults')
  .description('the catalogue of faults')
  .action(() => runOne((all, { json }) => all.listFaults(json)));
program
  .command('inject <fault> <vm>')
  .description('put a simulated fault into a VM')
  .option('--for <duration>', 'how long it lasts: 90s, 2m, 1h', '2m')
  .action((fault: string, vm: string, own: { for: string }) =>
    runOne((all, options) => all.inject(setUp(options), fault, vm, seconds(own.for, 366), options.json)),
  );
program
  .command('revert [injection]')
  .description('end one injected fault, or all')
  .option('--all', 'every one', false)
  .action((id: string | undefined, own: { all: boolean }) =>
    runOne((all, options) => all.revert(setUp(options), id, own.all, options.json)),
  );
program
  .command('heal <vm> [action]')
  .description('plan one heal, ask, do it, and prove it')
  .option('--dry-run', 'only print the exact call and what speaks against it', false)
  .option('--yes', 'do not ask', false)
  .action((vm: string, action: string | undefined, own: { dryRun: boolean; yes: boolean }) =>
    runOne((all, options) => all.heal(setUp(options), vm, { action, json: options.json, ...own })),
  );
program
  .command('scenarios')
  .description('the shipped scenarios')
  .action(() => runOne((all, { json }) => all.listScenarios(json)));
program
  .command('play <scenario>')
  .description('play a scenario as fast as it goes and print its report; exit code 1 when an expectation failed')
  .option('--report <file>', 'also write the report as Markdown')
  .action((id: string, own: { report?: string }) =>
    runOne((all, { seed, model, json, dataDir }) => all.playCommand(id, { seed, model, json, dataDir, ...own })),
  );
program
  .command('train')
  .description('train a model on labelled data: CSV of entity,timestamp,<metrics…>,label,fault, gz or not')
  .requiredOption('--data <files...>', 'one or more files with the same columns')
  .addOption(
    new Option('--kind <kind>', "series: for any metrics; vm: the console's own brain, from data of its metrics")
      .choices(['series', 'vm'])
      .default('series'),
  )
  .option('--out <file>', 'where the model goes; without it, among the versions that "models list" shows')
  .option('--folds <k>', 'also judge each entity by a model that never saw it', whole(2, 1000), 0)
  .option('--oof <file>', 'write those scores as entity,timestamp,score')
  .action((own: { data: string[]; kind: ModelKind; out?: string; folds: number; oof?: string }) =>
    runOne((all, { seed, json, dataDir }) => all.trainCommand({ seed, json, dataDir, ...own }, systemClock())),
  );
program
  .command('evaluate')
  .description('score labelled data with a model (--model, or the one in use) and say how good the scores are')
  .requiredOption('--data <files...>', 'one or more files with the same columns')
  .option('--scores <file>', 'write the scores as entity,timestamp,score')
  .option('--scores-in <file>', 'judge these scores instead of a model')
  .option('--threshold <x>', "the score that counts as an alarm; without it the model's own", number)
  .action((own: { data: string[]; scores?: string; scoresIn?: string; threshold?: number }) =>
    runOne((all, { model, json, dataDir }) => all.evaluateCommand({ model, json, dataDir, ...own })),
  );
const models = program.command('models').description('the versions of the model: list, promote, rollback');
models
  .command('list')
  .description('when each was trained, on what, how well it did, which is in use')
  .action(() => runOne((all, options) => all.listModels(options)));
models
  .command('promote <version>')
  .description('use this version from now on')
  .action((version: string) => runOne((all, options) => all.promoteModel(version, options)));
models
  .command('rollback')
  .description('use the version before this one again')
  .action(() => runOne((all, options) => all.rollbackModel(options)));
program
  .command('simulator')
  .description('the simulated OpenStack over HTTP on 127.0.0.1')
  .requiredOption('--port <n>', 'TCP port', whole(0, 65_535))
  .option('--write-clouds <file>', 'put a cloud "simulated" into this clouds.yaml')
  .action((own: { port: number; writeClouds?: string }) =>
    runOne(async (all, { vms: count, seed, speed }) => {
      await all.runSimulator({ vms: count, seed, speed, ...own });
      return 0;
    }),
  );

waitForNoTerminal();
const hasTerminal = process.stdout.isTTY && process.stdin.isTTY;

async function openConsole(options: Options): Promise<number> {
  if (!hasTerminal) throw noTerminal();
  const setup = setUp(options, { stays: true });
  const { startConsole, look } = await screensBy(setup.settings);
  const port = consolePort({ ...setup, recorder: record(setup) }, () => setup.engine.stop());
  const screen = startConsole(port, {
    ...look,
    // Over ssh from within a tmux only the terminal's name tells.
    inTmux: Boolean(process.env.TMUX) || /^tmux/.test(process.env.TERM ?? ''),
  });
  const behind = setup.engine.connect().then(() => runBehind(setup));
  // A cloud that cannot be signed in to ends the console with its sentence; later failures are shown on the screen.
  await Promise.race([screen.waitUntilExit(), behind]).finally(() => screen.unmount());
  setup.engine.stop();
  return 0;
}

async function openReplay(file: string, options: Options): Promise<number> {
  const { printAudit, readRecording, replayPort } = await commands();
  const recording = await readRecording(file);
  if (options.json || !hasTerminal) return printAudit(recording.entries, options.json);
  const { settings, folder } = settingsOf(options);
  const { startConsole, look } = await screensBy(settings);
  const port = replayPort(recording, options.speed, { file: join(folder, 'config.json'), ...settings });
  await startConsole(port, look).waitUntilExit();
  return 0;
}

/** The screens, and how they look by the settings. Throws a Failure for keys that they do not take. */
async function screensBy({ keys: wishes, refresh, screenReader: spoken }: Settings) {
  const { keymapOf, startConsole } = await import('../screens/shell/start.tsx');
  const { keys, faults } = keymapOf(wishes);
  refuseKeys(faults);
  return { startConsole, look: { refresh: 1000 * refresh, spoken, noColor: Boolean(process.env.NO_COLOR), keys } };
}

/** Sentences instead of JSON: asked for by name, or in a terminal by the settings; programs read JSON. */
async function openWatch(options: Options, once: boolean): Promise<number> {
  const setup = setUp(options, { stays: !once });
  const spoken = options.screenReader || (setup.settings.screenReader && process.stdout.isTTY);
  const words = spoken && !options.json ? (await import('../screens/spoken/news.ts')).news : undefined;
  return (await commands()).watch(setup, { once, words });
}

/** The same with a command that is none of the console's. */
const runOne = (command: (all: Commands, options: Options) => number | Promise<number>): Promise<void> =>
  run(async (options) => command(await commands(), options));

/** Milliseconds that somebody who was told to end gives whoever does not read what he said. */
const unread = 1000;

/** Runs one command; a Failure becomes its sentence and exit code. What is unread `patience` ms later is lost, if given. */
async function run(command: (options: Options) => number | Promise<number>, patience?: number): Promise<void> {
  const options = program.opts<Options>();
  try {
    process.exitCode = await command(options);
  } catch (error) {
    process.exitCode = tell(error, options);
  }
  await allPassedOn(patience);
  // Keep-alive sockets and timers of a finished command must not keep the process.
  process.exit();
}

for (const command of [program, ...program.commands, ...models.commands]) {
  command.exitOverride().configureOutput(whatCommanderSays);
}
tellUncaught(() => program.opts<Options>());
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
