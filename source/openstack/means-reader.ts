import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../worker-url.ts';
import { type Means, type MeansRead, readMeans } from './read-means.ts';

/** Bytes that are read in this thread: what takes longer would keep keys waiting, by its garbage more than by itself. */
const readHere = 4_000_000;

/** Reads Gnocchi's answers, those of a large fleet in a thread of their own. One tick at a time. */
export class MeansReader {
  readonly #here: number;
  #worker: Worker | undefined;

  /** `here`: bytes that need no thread. */
  constructor(here = readHere) {
    this.#here = here;
  }

  /** The answers are the thread's from then on. Rejects where the thread ends. */
  async read(means: Means): Promise<MeansRead> {
    const blocks = means.answers.flat();
    if (blocks.reduce((sum, { length }) => sum + length, 0) <= this.#here) {
      this.#end();
      return readMeans(means);
    }
    this.#worker ??= new Worker(workerUrl('telemetry-worker'));
    const worker = this.#worker;
    worker.ref();
    try {
      const read = once(worker, 'message');
      worker.postMessage(
        means,
        blocks.map(({ buffer }) => buffer),
      );
      return (await read)[0] as MeansRead;
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      worker.unref();
    }
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
