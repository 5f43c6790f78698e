import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/cloud/**'],
    testTimeout: 30_000,
    // No test leaves anything behind in a module, and a worker of its own for each file took a third of the time.
    isolate: false,
    // One more than there are cores, since many tests wait for processes and clouds; by default one core is left idle.
    maxWorkers: availableParallelism() + 1,
  },
});
