/**
 * Draws frame after frame of a fleet in which every value changes, onto a terminal that only counts, and prints what it
 * took as JSON. Bundled and run by `bench-frames.ts`: `node --expose-gc soak.js FRAMES COLUMNS ROWS`.
 */
import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { metrics } from '../models/metrics/index.ts';
import { Ring } from '../models/ring.ts';
import { emptyState, type State } from '../models/state.ts';
import type { ConsolePort } from '../screens/shell/console-port.ts';
import { startConsole } from '../screens/shell/start.tsx';
import { aVerdict, aVm, model } from '../test/models/fixture.ts';

const [frames, columns, rows] = process.argv.slice(2).map(Number) as [number, number, number];
const fleet = 100;

class Terminal extends EventEmitter {
  readonly isTTY = true;
  readonly columns = columns;
  readonly rows = rows;
  bytes = 0;
  write(text: string, done?: unknown): boolean {
    this.bytes += Buffer.byteLength(text);
    if (typeof done === 'function') done();
    return true;
  }
}

class Keyboard extends EventEmitter {
  readonly isTTY = true;
  read = () => null;
  setRawMode = () => this;
  setEncoding() {}
  ref() {}
  unref() {}
  resume() {}
  pause() {}
}

const vms = Array.from({ length: fleet }, (_, i) =>
  aVm({ id: `11111111-2222-4333-8444-${String(i).padStart(12, '0')}`, name: `web-${i}`, host: `compute-${i % 8}` }),
);
const ring = new Ring(180, fleet);
let state: State = { ...emptyState(model, 'confirm'), ring, vms: new Map(vms.map((vm) => [vm.id, vm])) };
let listener = () => {};
const port = {
  getState: () => state,
  subscribe: (one: () => void) => {
    listener = one;
    return () => {};
  },
  canInject: true,
} as unknown as ConsolePort;

const terminal = new Terminal();
const console_ = startConsole(port, {
  stdin: new Keyboard() as unknown as NodeJS.ReadStream,
  stdout: terminal as unknown as NodeJS.WriteStream,
  host: new EventEmitter(),
  refresh: 0,
  maxFps: 1e6,
  level: 3,
});

/** As after one poll: each VM has a new sample, probability and age. */
function next(tick: number): State {
  const at = Date.UTC(2026, 0, 5) + tick * 10_000;
  const wave = (i: number, j: number) => 50 + 45 * Math.sin(tick / (3 + j) + i);
  for (const [i, { id }] of vms.entries())
    ring.push({ vm: id, at, values: Float32Array.from(metrics, (_, j) => wave(i, j) * (j > 2 ? 1000 + i : 1)) });
  const verdicts = new Map(
    vms.map(({ id }, i) => [id, aVerdict({ vm: id, at, probability: wave(i, 9) / 100, sampleAge: at % 60_000 })]),
  );
  const probabilities = new Map(
    vms.map(({ id }, i) => [id, Array.from({ length: 30 }, (_, j) => 0.5 + Math.sin(tick + i + j) / 2)]),
  );
  return { ...state, at, novaAt: at, verdicts, probabilities };
}

const memory = () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
};

const warm = Math.ceil(frames / 10);
const memories = [];
let cpu = process.cpuUsage();
let bytes = 0;
for (let frame = 1; frame <= frames + warm; frame++) {
  state = next(frame);
  listener();
  await setImmediate();
  if (frame % warm === 0) memories.push(memory());
  if (frame > warm) continue;
  cpu = process.cpuUsage();
  bytes = terminal.bytes;
}
const { user, system } = process.cpuUsage(cpu);
const result = {
  cpuPerFrame: (user + system) / 1000 / frames,
  bytesPerFrame: (terminal.bytes - bytes) / frames,
  memories,
};
console_.unmount();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit();
