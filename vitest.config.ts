import { defineConfig } from 'vitest/config';

// Four projects: `unit` and `client` are fast; `media` needs the mediasoup worker, `e2e` a browser as well.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'shared/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'server/test/**/*.test.ts',
            'scripts/**/*.test.mjs',
            'bench/src/**/*.test.ts',
          ],
          exclude: ['server/src/media/mediasoup/**'],
          environment: 'node',
        },
      },
      {
        extends: './client/vite.config.ts',
        root: './client',
        test: { name: 'client', include: ['src/**/*.test.{ts,tsx}'], environment: 'jsdom' },
      },
      {
        test: {
          name: 'media',
          include: ['server/src/media/mediasoup/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['client/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
