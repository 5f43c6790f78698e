import { parentPort, workerData } from 'node:worker_threads';
import { type Course, healthyMeanOf, taught } from '../../models/brain/train.ts';
import { dice } from '../../models/random.ts';
import { type Packed, unpacked } from './packed.ts';

type Work = Omit<Course, 'lessons'> & { readonly packed: Packed; readonly seed: number };

const { packed, seed, ...course }: Work = workerData;
const lessons = unpacked(packed);
parentPort?.postMessage({ json: taught({ ...course, lessons }, dice(seed)), healthyMean: healthyMeanOf(lessons) });
