import { parentPort } from 'node:worker_threads';
import { type Means, readMeans } from './openstack/read-means.ts';

/** The worker of `openstack/means-reader.ts`: reads what it is sent. */
parentPort!.on('message', async (means: Means) => {
  const read = await readMeans(means);
  const { vm, at, readings } = read.rows;
  parentPort!.postMessage(read, [vm.buffer, at.buffer, readings.buffer]);
});
