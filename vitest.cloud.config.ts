import { defineConfig } from 'vitest/config';

/** The contract suite against a real cloud: set OS_CLOUD (and OS_CLIENT_CONFIG_FILE) first. */
export default defineConfig({
  test: {
    include: ['test/cloud/**/*.test.ts'],
    globalSetup: ['test/cloud/bystander.ts'],
    setupFiles: ['test/cloud/watch-bystander.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
