import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/cloud/**'],
    testTimeout: 30_000,
    // No test leaves anything behind in a module, and a worker of its own for each file took a third of the time.
    isolate: false,
    // By default one core is left to others: on two that is half of them.
    maxWorkers: '100%',
  },
});
