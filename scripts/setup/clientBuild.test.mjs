import { expect, test } from 'vitest';
import { isNoSource } from './clientBuild.mjs';

test('only what ends up in a build makes the client build again', () => {
  expect(['dist', 'e2e', 'ChatPanel.test.tsx', 'README.md'].every(isNoSource)).toBe(true);
  expect(['src', 'ChatPanel.tsx', 'vite.config.ts', 'index.html'].some(isNoSource)).toBe(false);
});
