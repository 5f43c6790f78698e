/**
 * npm run bench: how fast the console is, measured on the built program in a pseudo-terminal of 120×40 and in process; what
 * it costs in one of 200×50, beside htop and btop; what drawing does to memory. Prints tables and, last, the same as one
 * line of JSON. Times are milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyState } from '../models/state.ts';
import { ManualClock } from '../source/clock.ts';
import { Engine } from '../source/engine.ts';
import { openJournal } from '../source/journal.ts';
import { loadModel } from '../source/model-file.ts';
import { openstackCloud } from '../source/openstack/cloud.ts';
import { simulatedCloud } from '../source/simulated.ts';
import { drawnFrames } from './bench-frames.ts';
import { consoleWith, keyTimes, output, quit } from './bench-keys.ts';
import { terminalCosts } from './bench-terminal.ts';
import { thinkingTimes } from './bench-thinking.ts';

type Row = {
  readonly what: string;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
  readonly runs: number;
};

const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
const streaming = await keyTimes(10_000, 600, dataDir);
const rows: Row[] = [
  await measured('first frame, 100 VMs', 7, () => firstOutput(100, /connecting|unhealthy/)),
  await measured('first fleet, 100 VMs', 7, () => firstOutput(100, /unhealthy of/)),
  await measured('first fleet, 1,000 VMs', 3, () => firstOutput(1000, /unhealthy of/)),
  summary('first frame, 10,000 VMs', streaming.firstFrames),
  summary('key to frame, 10,000 VMs streaming', streaming.keyToFrame),
  ...(await inProcess(1000)),
  ...thinking(10_000),
];
rmSync(dataDir, { recursive: true });
const costs = await terminalCosts(30);
const frames = 50_000;
const drawn = await drawnFrames(frames, 80, 24);

console.log('| what | median ms | p95 ms | p99 ms | worst ms | runs |\n|---|---:|---:|---:|---:|---:|');
for (const { what, median, p95, p99, worst, runs } of rows) {
  console.log(`| ${what} | ${median} | ${p95} | ${p99} | ${worst} | ${runs} |`);
}
console.log('\n| in a terminal of 200×50 | bytes a second | % of a core | memory MB |\n|---|---:|---:|---:|');
for (const { what, bytesPerSecond, cpu, rss } of costs) {
  console.log(`| ${what} | ${Math.round(bytesPerSecond)} | ${cpu.toFixed(1)} | ${Math.round(rss)} |`);
}
console.log('\n| frames drawn at 80×24 | heap MB | memory MB |\n|---:|---:|---:|');
for (const [index, { heap, rss }] of drawn.memories.entries()) {
  console.log(`| ${(frames / 10) * (index + 1)} | ${heap.toFixed(1)} | ${Math.round(rss)} |`);
}
console.log(JSON.stringify({ node: process.version, rows, costs, drawn }));

async function measured(what: string, runs: number, once: () => Promise<number>): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await once());
  return summary(what, times);
}

function summary(what: string, times: readonly number[]): Row {
  const sorted = times.toSorted((a, b) => a - b);
  const tenths = (value: number) => Math.round(value * 10) / 10;
  const at = (share: number) => tenths(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { what, median: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1), runs: times.length };
}

async function firstOutput(vms: number, sign: RegExp): Promise<number> {
  const start = performance.now();
  const child = consoleWith(['--simulate', '--vms', String(vms), '--data-dir', dataDir]);
  await output(child, sign);
  const time = performance.now() - start;
  await quit(child);
  return time;
}

/** What the brain does with a fleet's new samples: features as they come in, then verdicts. Processor time of one core. */
function thinking(vms: number): Row[] {
  const { samples, verdicts } = thinkingTimes(vms);
  const both = samples.map((time, tick) => time + verdicts[tick]!);
  const size = vms.toLocaleString('en');
  return [
    summary(`samples taken in, ${size} VMs`, samples),
    summary(`verdicts, ${size} VMs`, verdicts),
    summary(`samples and verdicts, ${size} VMs`, both),
  ];
}

/** A whole tick (HTTP, parsing, features, verdicts). */
async function inProcess(vms: number): Promise<Row[]> {
  const clock = new ManualClock();
  const { config, fetch } = simulatedCloud({ vms, seed: 7, clock });
  const cloud = openstackCloud(config, { fetch, clock });
  const model = loadModel();
  const engine = new Engine({ cloud, clock, journal: openJournal(':memory:'), state: emptyState(model, 'observe') });
  await engine.connect();
  const tick = async () => {
    clock.advance(10_000);
    const start = performance.now();
    await engine.tick();
    return performance.now() - start;
  };
  await tick();
  return [await measured(`tick with the stand-in, ${vms.toLocaleString('en')} VMs`, 20, tick)];
}
