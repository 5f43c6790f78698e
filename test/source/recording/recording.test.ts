import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromPlain, toPlain } from '../../../models/recording/plain.ts';
import type { State } from '../../../models/state.ts';
import { readRecording } from '../../../source/recording/file.ts';
import { Past } from '../../../source/recording/past.ts';
import { Recorder } from '../../../source/recording/recorder.ts';
import { folderShelf, memoryShelf, type Reel, type Shelf } from '../../../source/recording/shelf.ts';
import { sliceOf } from '../../../source/recording/slice.ts';
import { startProgram } from '../program.ts';
import { recorded, seen } from './fixture.ts';

let folder: string;
let shelf: Shelf;
let run: Awaited<ReturnType<typeof recorded>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
  shelf = folderShelf(join(folder, 'recording-simulated'));
  run = await recorded(shelf, { vms: 3, polls: 70 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const all = { from: 0, vm: undefined };
const fileOf = (name: string, content: string | Buffer) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

test('each moment of the past is what was believed then, of VMs, verdicts, incidents and history', () => {
  const past = new Past(shelf);
  expect(shelf.list().length).toBeGreaterThan(1);
  for (const [at, live] of run.moments) expect(seen(past.moment(at, 'at')!)).toEqual(live);
  expect(run.engine.getState().history.map(({ phase }) => phase)).toContain('resolved');
});

test('one walks along all of it, to and fro', () => {
  const past = new Past(shelf);
  const times = [...run.moments.keys()];
  const back: number[] = [];
  for (let at = Number.POSITIVE_INFINITY; ; at = back.at(-1)!) {
    const before = past.moment(at, 'before');
    if (!before) break;
    back.push(before.at);
  }
  expect(back).toEqual(expect.arrayContaining(times));
  const on = [back.at(-1)!];
  for (let next = past.moment(on[0]!, 'after'); next; next = past.moment(next.at, 'after')) on.push(next.at);
  expect(on).toEqual([...back].reverse());
});

test('only the owner can read what is recorded', () => {
  const [reel] = shelf.list();
  expect(statSync(join(folder, 'recording-simulated')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'recording-simulated', reel!.name)).mode & 0o777).toBe(0o600);
});

test('a file of it shows the same moments, and the audit of that time', async () => {
  const { text, moments } = sliceOf(shelf, all);
  const { shelf: again, entries } = await readRecording(fileOf('whole.gz', gzipSync(text)));
  const past = new Past(again);
  for (const [at, live] of run.moments) expect(seen(past.moment(at, 'at')!)).toEqual(live);
  expect(moments).toBeGreaterThanOrEqual(run.moments.size);
  expect(entries).toEqual(fromPlain(toPlain([...run.engine.getState().entries].reverse())));
});

test('of one VM it is a file without the others', async () => {
  const state = run.engine.getState();
  const [first] = [...state.vms.values()];
  const { text } = sliceOf(shelf, { from: state.at - 300_000, vm: first!.name });
  const file = fileOf('one', text);
  const past = new Past((await readRecording(file)).shelf);
  const last = past.moment(Number.POSITIVE_INFINITY, 'at')!;
  expect([...last.vms.keys()]).toEqual([first!.id]);
  expect(last.verdicts.get(first!.id)!.sampledAt).toBe(state.verdicts.get(first!.id)!.sampledAt);
  expect(last.ring.length(first!.id)).toBe(state.ring.length(first!.id));
  for (const vm of state.vms.keys()) if (vm !== first!.id) expect(readFileSync(file, 'utf8')).not.toContain(vm);
  expect(() => sliceOf(shelf, { from: 0, vm: 'nobody' })).toThrow('Nothing is recorded of a VM "nobody".');
});

describe('a file that is not whole is told by name and line', () => {
  const broken = (name: string, make: (text: string) => string | Buffer) =>
    readRecording(fileOf(name, make(sliceOf(shelf, all).text)));

  test.each<[string, (text: string) => string | Buffer, RegExp]>([
    ['empty', () => '', /empty, line 1, cannot be replayed: it is not the beginning/],
    ['diary', () => 'dear diary\n', /diary, line 1, cannot be replayed: it is not the beginning/],
    ['cut', (text) => text.slice(0, text.length - 9), /cut, line \d{2,}, cannot be replayed: it ends in the middle/],
    ['cut.gz', (text) => gzipSync(text).subarray(0, 9000), /cut\.gz, line \d+, .* unpacked: unexpected end of file/],
    ['torn', (text) => text.replace('{"change":{', '{"change":{{'), /torn, line \d+, .*: it is not whole/],
    ['mixed', (text) => text.replace('{"change"', '{"chance"'), /mixed, line \d+, .*: it is no line of a recording/],
    ['listed', (text) => text.replace('"vms":{"$map":', '"vms":{"$list":'), /line \d+, .*: its "vms" is an object/],
    ['headless', (text) => text.slice(0, text.indexOf('\n') + 1), /headless, line 1, .*: it ends before its first/],
  ])('%s', async (name, make, words) => {
    await expect(broken(name, make)).rejects.toThrow(words);
  });

  test('nothing there', async () => {
    await expect(readRecording(join(folder, 'nowhere'))).rejects.toThrow(/nowhere cannot be replayed: ENOENT/);
  });
});

test('the program exports it and replays it; a broken file ends it with 4', async () => {
  const file = join(folder, 'exported.gz');
  const [exported] = [...run.engine.getState().vms.values()];
  const args = ['--simulate', '--json', 'journal', '--vm', exported!.name, '--export', file];
  expect(await startProgram(folder, args).ended).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [told, broken] = await Promise.all([
    startProgram(folder, ['replay', file, '--json']).ended,
    startProgram(folder, ['replay', fileOf('short.gz', readFileSync(file).subarray(0, 700))]).ended,
  ]);
  const kinds = (JSON.parse(told.stdout) as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['fault', 'alarm', 'claimed', 'resolved']));
  expect(broken).toMatchObject({ code: 4, stdout: '' });
  expect(broken.stderr).toMatch(/short\.gz, line \d+, cannot be replayed/);
});

describe('the recorder', () => {
  const aState = (): State => run.engine.getState();
  const later = (state: State, minutes: number): State => ({ ...state, at: state.at + minutes * 60_000 });

  test('begins a new reel every ten minutes, and drops the oldest where they take too much', () => {
    const reelsWithin = (most: number) => {
      const kept = memoryShelf();
      const recorder = new Recorder(kept, () => {}, most);
      for (let minute = 0; minute < 100; minute++) recorder.take(later(aState(), minute));
      return kept.list();
    };
    const sum = (reels: readonly Reel[]) => reels.reduce((total, { size }) => total + size, 0);
    const all = reelsWithin(Number.POSITIVE_INFINITY);
    expect(all.map(({ from }) => from - aState().at)).toEqual(Array.from({ length: 10 }, (_, i) => i * 600_000));
    const most = sum(all.slice(-4));
    const some = reelsWithin(most);
    expect(some.at(-1)).toEqual({ ...all.at(-1), name: some.at(-1)!.name, run: some.at(-1)!.run });
    expect(some.length).toBeLessThan(6);
    expect(sum(some)).toBeLessThan(most * 1.3);
  });

  test('says once that it cannot write, and goes on when it can', () => {
    const kept = memoryShelf();
    let isFull = true;
    const append: Shelf['append'] = (...what) => {
      if (isFull) throw new Error('no space left');
      kept.append(...what);
    };
    const notes: string[] = [];
    const recorder = new Recorder({ ...kept, append }, (words) => notes.push(words));
    for (const minute of [0, 1, 2]) recorder.take(later(aState(), minute));
    isFull = false;
    recorder.take(later(aState(), 3));
    expect(notes).toEqual(['the past cannot be recorded: no space left']);
    expect(new Past(kept).moment(Number.POSITIVE_INFINITY, 'at')?.at).toBe(later(aState(), 3).at);
  });

  test('keeps what may be a secret to itself', () => {
    const [id, vm] = [...aState().vms][0]!;
    const told = {
      ...aState(),
      vms: new Map([[id, { ...vm, metadata: { password: 'hunter2', 'cloud-medic': 'off' } }]]),
      evidence: new Map([[id, ['root password: hunter3']]]),
    };
    const kept = memoryShelf();
    new Recorder(kept, () => {}).take(told);
    const text = kept.read(kept.list()[0]!.name).join('\n');
    expect(text).toContain('"cloud-medic":"off"');
    expect(text).not.toMatch(/hunter/);
  });
});
