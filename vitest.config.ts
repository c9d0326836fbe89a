import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { bundledThreads } from './scripts/testing/bundledThreads.mjs';

// Servers that tests start as processes load their code in half the time.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'plenum-test-code');

// Nothing is asserted about time: these limits only end what hangs, also on a machine that is busy with other things.
const patient = { testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const setUpThreads = join(import.meta.dirname, 'scripts/testing/bundledThreads.mjs');

// Files of `unit` share a process and its modules, which saves most of the loading: a test leaves nothing changed there.
// Those of `conversion` replace modules and programs, so each has its own. `media` needs the mediasoup worker, `e2e` a
// browser as well.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [bundledThreads()],
        test: {
          name: 'unit',
          isolate: false,
          globalSetup: [setUpThreads],
          include: [
            'shared/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'server/test/**/*.test.ts',
            'scripts/**/*.test.mjs',
            'bench/src/**/*.test.ts',
          ],
          exclude: ['server/src/media/mediasoup/**', 'server/src/conversion/**'],
          environment: 'node',
          ...patient,
        },
      },
      {
        plugins: [bundledThreads()],
        test: {
          name: 'conversion',
          include: ['server/src/conversion/**/*.test.ts'],
          globalSetup: [setUpThreads],
          environment: 'node',
          ...patient,
        },
      },
      {
        extends: './client/vite.config.ts',
        root: './client',
        test: {
          name: 'client',
          include: ['src/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: [join(import.meta.dirname, 'client/src/testing/setup.ts')],
          ...patient,
        },
      },
      {
        extends: './client/vite.config.ts',
        root: './client',
        test: {
          name: 'headless',
          isolate: false,
          include: ['src/**/*.test.ts'],
          environment: 'node',
          setupFiles: [join(import.meta.dirname, 'client/src/testing/headless.ts')],
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
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
