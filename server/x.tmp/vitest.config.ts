import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['server/x.tmp/storage/**/*.test.ts'], root: '/work/main' } });
