import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Nothing is asserted about time: these limits only end what hangs, also on a machine that is busy with other things.
const patient = { testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

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
          ...patient,
        },
      },
      {
        extends: './client/vite.config.ts',
        root: './client',
        test: {
          name: 'client',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: [join(import.meta.dirname, 'client/src/testing/setup.ts')],
          ...patient,
        },
      },
      {
        test: {
          name: 'media',
          include: ['server/src/media/mediasoup/**/*.test.ts'],
          environment: 'node',
          ...patient,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['client/e2e/**/*.test.ts', 'bench/test/**/*.test.ts'],
          environment: 'node',
          ...patient,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
