/**
 * The simulated cloud as a process of its own, for measuring the console alone: `node bench-cloud.ts VMS SPEED CLOUDS-FILE`.
 * Its clock begins to run with the first request, a little behind the client's: both then run `SPEED` times as fast.
 */
import { writeCloud } from '../source/commands/simulator.ts';
import type { Clock } from '../source/ports.ts';
import { createSimulator } from '../source/simulator/index.ts';
import { serveSimulator } from '../source/simulator/serve.ts';

const [vms, speed] = process.argv.slice(2, 4).map(Number) as [number, number];
const behind = 10_000;
const started = Date.now();
let first: number | undefined;
const clock: Clock = {
  now: () => (first === undefined ? started : first + (Date.now() - first) * speed) - behind,
  sleep: () => Promise.reject(new Error('nobody sleeps here')),
};

const simulator = createSimulator({ clock, vms, seed: 7 });
const fetch = (request: Request) => {
  first ??= Date.now();
  return simulator.fetch(request);
};
const { url } = await serveSimulator({ ...simulator, fetch }, 0);
writeCloud(process.argv[4]!, { ...simulator.credentials, authUrl: `${url}/identity` });
process.send?.('ready');
process.once('disconnect', () => process.exit());
