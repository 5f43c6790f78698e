import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { renderToString } from 'ink';
import { createElement } from 'react';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contentOf } from '../../screens/saved/content.tsx';
import { intentOf } from '../../screens/shell/intent-of.ts';
import { Shell } from '../../screens/shell/shell.tsx';
import { ConsoleStore } from '../../screens/shell/store.ts';
import { news } from '../../screens/spoken/news.ts';
import { tell as said } from '../../screens/spoken/tell.ts';
import * as commands from '../../source/commands/index.ts';
import { consolePort } from '../../source/console.ts';
import { type Setup, setUp } from '../../source/setup.ts';
import { tell } from '../../source/tell.ts';
import { bare } from '../screens/draw.tsx';
import { evil } from './canary-cloud.ts';
import { steering, watchCanary } from './canary-watch.ts';

let canary: Awaited<ReturnType<typeof watchCanary>>;
beforeAll(async () => {
  canary = await watchCanary();
}, 60_000);
afterAll(() => canary.close());

/** What a command has written to stdout and to stderr; a failure as the program tells it. */
async function output(json: boolean, command: () => unknown) {
  const written = { out: '', err: '' };
  const into = (stream: keyof typeof written) => (text: unknown) => {
    written[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  try {
    await command();
  } catch (error) {
    tell(error, { json, debug: true });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return written;
}

/** A setup of its own for one command. */
async function withSetup(command: (setup: Setup) => unknown, rest: object = {}) {
  const setup = setUp(canary.options(rest));
  try {
    await command(setup);
  } finally {
    setup.journal.close();
  }
}

type Run = (json: boolean) => unknown;
/** Every command: one that is added and not listed here does not compile. Undefined: prints nothing of others, or nothing. */
const runs: Record<keyof typeof commands, readonly Run[] | undefined> = {
  doctorCommand: [(json) => withSetup((setup) => commands.doctorCommand(setup, json))],
  evaluateCommand: [
    (json) => commands.evaluateCommand({ data: [canary.at('rows.csv')], json, dataDir: canary.folder }),
    (json) => commands.evaluateCommand({ data: [canary.at(`no${evil}`)], json, dataDir: canary.folder }),
  ],
  heal: [
    (json) => withSetup((setup) => commands.heal(setup, canary.sick, { dryRun: true, yes: false, json })),
    (json) => withSetup((setup) => commands.heal(setup, `no${evil}`, { dryRun: true, yes: true, json })),
  ],
  inject: [
    (json) =>
      withSetup((setup) =>
        commands.inject(setup, 'cpu-hog', [...canary.watched.engine.getState().vms.keys()][2]!, 60, json),
      ),
  ],
  revert: [(json) => withSetup((setup) => commands.revert(setup, undefined, true, json))],
  journalCommand: [
    (json) => commands.journalCommand(canary.options({ json })),
    (json) => commands.journalCommand(canary.options({ json, vm: canary.sick, since: '1h' })),
    (json) => commands.journalCommand(canary.options({ json, export: canary.at('past.gz') })),
  ],
  printAudit: [async (json) => commands.printAudit((await commands.readRecording(canary.at('past.gz'))).entries, json)],
  readRecording: [() => commands.readRecording(canary.at('rows.csv'))],
  replayPort: undefined,
  listFaults: [(json) => commands.listFaults(json)],
  listScenarios: [(json) => commands.listScenarios(json)],
  listModels: [(json) => commands.listModels({ json, dataDir: canary.folder })],
  promoteModel: [(json) => commands.promoteModel(`no${evil}`, { json, dataDir: canary.folder })],
  rollbackModel: [(json) => commands.rollbackModel({ json, dataDir: canary.folder })],
  playCommand: [(json) => commands.playCommand(`no${evil}`, { seed: 1, json, dataDir: canary.folder })],
  setupCommand: [
    (json) => withSetup((setup) => commands.setupCommand(setup, { json, dryRun: true, autonomous: true })),
    (json) => withSetup((setup) => commands.setupCommand(setup, { json, dryRun: false, autonomous: true })),
  ],
  teardownCommand: [(json) => withSetup((setup) => commands.teardownCommand(setup, { json, dryRun: true }))],
  runSimulator: undefined,
  trainCommand: [
    (json) =>
      commands.trainCommand(
        { data: [canary.at('rows.csv')], kind: 'series', folds: 0, seed: 1, json, dataDir: canary.folder },
        { now: () => 0 },
      ),
  ],
  vms: [(json) => withSetup((setup) => commands.vms(setup, { json }))],
  watch: [
    () => withSetup((setup) => commands.watch(setup, { once: true, words: undefined })),
    () => withSetup((setup) => commands.watch(setup, { once: true, words: news })),
  ],
};

const cases = Object.entries(runs).flatMap(([name, list]) =>
  (list ?? []).flatMap((run, index) => [true, false].map((json) => ({ name, index, json, run }))),
);

describe('no command lets text of others steer the terminal, forge a line or tell a secret', () => {
  test.each(cases)('$name $index, JSON: $json', async ({ name, json, run }) => {
    const { out, err } = await output(json, () => run(json));
    expect(out + err).not.toBe(name === 'readRecording' ? undefined : '');
    canary.isHarmless(out + err);
    if (json && name !== 'watch') expect(() => JSON.parse(out || 'null')).not.toThrow();
  });

  test('while services refuse and quote what they were sent', async () => {
    canary.cloud.refuse(true);
    for (const run of [runs.vms![0]!, runs.doctorCommand![0]!, runs.watch![0]!, runs.setupCommand![0]!]) {
      for (const json of [true, false]) {
        const { out, err } = await output(json, () => run(json));
        expect(out + err).toContain('hidden');
        canary.isHarmless(out + err);
      }
    }
    canary.cloud.refuse(false);
  });

  test('JSON gives the very names all the same', async () => {
    const { out } = await output(true, () => runs.vms![0]!(true));
    for (const { name } of JSON.parse(out)) expect(name).toContain(evil);
  });
});

describe('no screen does', () => {
  const size = { columns: 120, rows: 40 };
  const screen = () => {
    const port = consolePort(canary.watched, () => {});
    let time = 0;
    const store = new ConsoleStore(port, size, () => {}, { now: () => time });
    store.follow();
    const press = async (...names: string[]) => {
      for (const name of names) {
        store.dispatch({ type: 'drawn' } as never);
        time += 1000;
        const intent = intentOf(name, store.snapshot().view, store.context());
        if (intent) store.dispatch(intent);
        await new Promise((resolve) => setTimeout(resolve, name === 'o' || name === 'l' || name === 'enter' ? 60 : 0));
      }
    };
    return { store, press };
  };
  const walks = [
    ...[
      [],
      ['w', 'b'],
      ['enter'],
      ['enter', 'tab'],
      ['enter', 'l'],
      ['enter', 'o'],
      ['enter', 'o', 'G'],
      ['3'],
      ['4'],
      ['4', 'enter'],
    ],
    ...[
      ['5'],
      ['6'],
      ['7'],
      ['9'],
      ['?'],
      ['i'],
      ['h'],
      ['t'],
      ['a'],
      ['z'],
      ['p'],
      ['m'],
      ['enter', 's'],
      ['enter', 'y'],
      [':'],
    ],
  ];

  test.each(walks.map((keys) => ({ keys })))('$keys', async ({ keys }) => {
    const { store, press } = screen();
    await press(...keys);
    // Long words of others go on in a line of their own: that is no line of ours.
    const frame = bare(
      renderToString(createElement(Shell, { store, size, looks: undefined }), { columns: size.columns }),
    );
    expect(frame).not.toMatch(steering);
    canary.hasNoSecret(frame);
    const spoken = said(undefined, { view: store.snapshot().view, context: store.context() });
    canary.isHarmless(spoken.join('\n'));
    for (const format of ['svg', 'txt', 'json'] as const) expect(contentOf(format, store)).not.toMatch(steering);
    for (const format of ['svg', 'txt', 'json', 'csv'] as const) canary.hasNoSecret(contentOf(format, store));
  });
});

test('nothing that is kept on the disk has a secret in it', () => {
  const kept = readdirSync(canary.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(db|db-wal|gz)$/.test(name),
  );
  expect(kept.some((name) => name.endsWith('.gz'))).toBe(true);
  for (const name of kept) {
    if (statSync(canary.at(name)).size === 0) continue;
    const bytes = readFileSync(canary.at(name));
    canary.hasNoSecret((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'));
  }
});
