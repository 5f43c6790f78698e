import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLabelled, writeVms } from './labelled.ts';
import { startProgram } from './program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'learning-'));
  writeLabelled(folder);
  writeVms(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const weights = join(import.meta.dirname, '../../models/brain/weights/default.json');
const run = (...args: string[]) => startProgram(folder, args).ended;
const text = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('train, evaluate and the versions of the model', () => {
  test('train --folds --oof --out, and the same bytes again', async () => {
    const { code, stdout, stderr } = await run(
      ...['train', '--data', 'hosts.csv', '--folds', '2', '--oof', 'oof.csv', '--out', 'a.json', '--json'],
    );
    expect([code, stderr]).toEqual([0, '']);
    const { model, version, trainedOn, outOfFold } = JSON.parse(stdout);
    expect([model, version, trainedOn.failing]).toEqual(['a.json', null, 160]);
    expect(outOfFold.point.pr_auc).toBeGreaterThan(outOfFold.point.base_rate);
    expect(text('oof.csv')).toMatch(/^entity,timestamp,score\nday\/host-0,0,/);
    await run('train', '--data', 'hosts.csv', '--folds', '2', '--out', 'b.json');
    expect(text('b.json')).toBe(text('a.json'));
    // The scores that were written, judged again, are as good as they were said to be.
    const again = await run(...['evaluate', '--data', 'hosts.csv', '--scores-in', 'oof.csv', '--json']);
    expect(JSON.parse(again.stdout).point.pr_auc).toBe(outOfFold.point.pr_auc);
  });

  test('evaluate --model --scores', async () => {
    const { code, stdout } = await run('evaluate', '--data', 'hosts.csv', '--model', 'a.json', '--scores', 's.csv');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PR-AUC +[01]\.\d{4} pooled, [01]\.\d{4} mean per entity$/m);
    expect(stdout).toMatch(/^ {2}events found +\d of 8$/m);
    expect(text('s.csv').split('\n')).toHaveLength(1602);
  });

  test('without --model the console’s own model judges, by the metrics that it knows', async () => {
    const { code, stdout } = await run('evaluate', '--data', 'hosts.csv', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ by: { kind: 'vm' }, entities: 4, event: { events: 8 } });
  });

  test('without labels only alarms are counted, and who judged is said', async () => {
    const lines = text('hosts.csv').trim().split('\n');
    const unlabelled = lines.map((line) => line.split(',').slice(0, 4).join()).join('\n');
    writeFileSync(join(folder, 'unlabelled.csv'), unlabelled);
    const { code, stdout } = await run('evaluate', '--data', 'unlabelled.csv');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^judged by +the model for VMs trained on simulated /m);
    expect(stdout).toMatch(/^labelled rows +none: only alarms can be counted$/m);
    expect(stdout).toMatch(/^ {2}alarms per entity-day +\d+\.\d{4}$/m);
    expect(stdout).not.toMatch(/events|precision|early/);
  });

  test('models list, promote, rollback', async () => {
    expect((await run('train', '--data', 'hosts.csv')).stdout).toContain('models/0001.json: trained on hosts.csv');
    const vm = JSON.parse(readFileSync(weights, 'utf8'));
    writeFileSync(join(folder, 'models/0002.json'), JSON.stringify(vm));
    const list = async () =>
      (JSON.parse((await run('models', 'list', '--json')).stdout) as { version: string; inUse: boolean }[])
        .filter(({ inUse }) => inUse)
        .map(({ version }) => version);
    expect(await list()).toEqual(['shipped']);
    expect(await run('models', 'promote', '0001')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('not VMs'),
    });
    expect(await run('models', 'promote', '2')).toMatchObject({ code: 0, stdout: '0002 is in use now.\n' });
    expect(await list()).toEqual(['0002']);
    expect((await run('models', 'list')).stdout).toMatch(/^▸ 0002 {5}VMs/m);
    expect(await run('vms', '--vms', '1')).toMatchObject({ code: 0 });
    expect(await run('models', 'rollback')).toMatchObject({ code: 0, stdout: 'shipped is in use now.\n' });
    expect(await run('models', 'rollback')).toMatchObject({ code: 2 });
  });
});

describe('the console’s own brain from labelled data', () => {
  test('train --kind vm, evaluate --model, models promote, and the console uses it', async () => {
    const store = mkdtempSync(join(folder, 'vm-'));
    const own = (...args: string[]) => run(...args, '--data-dir', store);
    const { code, stdout, stderr } = await own('train', '--kind', 'vm', '--data', 'vms.csv', '--folds', '2', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { model, version, kind, metrics, trainedOn, outOfFold } = JSON.parse(stdout);
    expect([version, kind, metrics]).toEqual(['0001', 'vm', ['cpu', 'memory', 'netIn']]);
    expect(trainedOn).toMatchObject({ data: 'vms.csv', samples: 880, seeds: [7] });
    expect(outOfFold.event).toMatchObject({ events: 8, detected: 8 });
    const judged = await own('evaluate', '--data', 'vms.csv', '--model', model, '--json');
    expect(JSON.parse(judged.stdout)).toMatchObject({ by: { kind: 'vm' }, event: { detected: 8 } });
    expect(await own('models', 'promote', '1')).toMatchObject({ code: 0, stdout: '0001 is in use now.\n' });
    expect((await own('models', 'list')).stdout).toMatch(/^▸ 0001 {5}VMs .* vms\.csv, prAuc 0\./m);
    expect(await own('vms', '--vms', '2')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a training that is stopped', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: 130, nothing written, old files as they were', async (signal) => {
    writeLabelled(folder, 'many.csv', 6, 20_000);
    writeFileSync(join(folder, 'old.json'), 'old');
    const before = readdirSync(folder);
    const own = ['train', '--data', 'many.csv', '--folds', '3', '--out', 'old.json', '--oof', 'new.csv'];
    const { child, ended } = startProgram(folder, own);
    while (!isReading(child.pid!, 'many.csv')) await wait(10);
    child.kill(signal);
    expect(await ended).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringContaining('nothing was written'),
    });
    expect(readdirSync(folder)).toEqual(before);
    expect(text('old.json')).toBe('old');
  });
});

/** Whether the process has the file open: then its worker is at work. */
function isReading(pid: number, name: string): boolean {
  const files = `/proc/${pid}/fd`;
  return readdirSync(files).some((fd) => {
    try {
      return readlinkSync(join(files, fd)).endsWith(name);
    } catch {
      // Closed since it was listed.
      return false;
    }
  });
}

describe('bad input: one sentence, its exit code, and nothing written', () => {
  const header = 'entity,timestamp,cpu,label\n';
  const two = `${header}a,1,1,0\na,2,1,1\nb,1,1,0\nb,2,1,1\n`;
  const seriesModel = { kind: 'series', version: 99 };
  beforeAll(() => {
    const files = {
      'healthy.csv': two.replaceAll(',1\n', ',0\n'),
      'one.csv': `${header}a,1,1,0\na,2,1,1\n`,
      'two.csv': two,
      'half.csv.gz': gzipSync(two.repeat(99)).subarray(0, 60),
      'silent.csv': two.replace('label', 'label,fault').replaceAll(/,([01])\n/g, ',$1,telemetry-loss\n'),
      'strange.csv': two.replace('cpu', 'm01'),
      'version.json': JSON.stringify(seriesModel),
      'out.json': 'old',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });

  test.each([
    [['train', '--data', 'nowhere.csv'], 4, 'nowhere.csv is not there'],
    [['train', '--data', 'healthy.csv'], 4, 'healthy.csv: no row is labelled 1'],
    [['train', '--data', 'one.csv', '--folds', '2'], 4, 'one.csv: there is only one entity (a)'],
    [['train', '--data', 'half.csv.gz'], 4, 'half.csv.gz ends in the middle'],
    [['train', '--data', 'two.csv', 'strange.csv'], 4, 'strange.csv has other columns than two.csv'],
    [['train', '--kind', 'vm', '--data', 'strange.csv'], 4, 'strange.csv: none of the metrics is one of the console'],
    [['train', '--kind', 'vm', '--data', 'silent.csv'], 4, 'silent.csv: all that is labelled 1 is lost telemetry'],
    [
      ['train', '--kind', 'vm', '--data', 'two.csv'],
      4,
      'two.csv: no row labelled 1 has 5 rows of its entity before it',
    ],
    [['train', '--data', 'two.csv', '--oof', 'x.csv'], 2, '--oof needs --folds'],
    [['train', '--data', 'two.csv', '--out', 'two.csv'], 2, 'two.csv is read, so it cannot be written'],
    [['evaluate', '--data', 'strange.csv'], 4, 'strange.csv: none of the metrics is one that the model knows'],
    [['evaluate', '--data', 'two.csv', '--model', 'a.json'], 4, 'there is no column mem, which the model needs'],
    [
      ['evaluate', '--data', 'two.csv', '--model', 'version.json'],
      4,
      'version.json does not fit: it was made by version 99',
    ],
    [['vms', '--model', 'a.json'], 4, 'a.json judges data with the metrics cpu, mem, not VMs'],
  ])('%j → %d', async (args, exitCode, words) => {
    const { code, stdout, stderr } = await run(
      ...args,
      ...(args[0] === 'train' && !args.includes('--out') ? ['--out', 'out.json'] : []),
    );
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(text('out.json')).toBe('old');
  });
});
