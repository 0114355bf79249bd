import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{main,preload,renderer,scripts}/**/*.test.{ts,tsx,mjs}', 'test/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/helpers/buildOnce.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two of the files hold a language model each; more at once would only fight for the cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
