import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Failure, messageOf } from '../failure.ts';
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

  /** The answers are the thread's from then on. Throws a Failure where the thread ends, e.g. for want of memory. */
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
    } catch (cause) {
      this.#end();
      const message = `Gnocchi’s answers could not be read: ${messageOf(cause)}.`;
      throw new Failure('cloud', 'bad-answer', message, 'Is there far more in it than this cloud’s VMs send?', {
        cause,
      });
    } finally {
      worker.unref();
    }
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
