#!/usr/bin/env node
// The load tool: prepares what it needs the first time, then runs bench/src/tool with the right Node.
import { fileURLToPath } from 'node:url';
import { setUp } from '../scripts/setup/setUp.mjs';
import { command } from '../scripts/support/command.mjs';
import { supervise } from '../scripts/support/supervise.mjs';

const args = process.argv.slice(2);
const wantsBrowsers = args.some((arg) => arg === '--browsers' || arg.startsWith('--browsers='));

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: wantsBrowsers ? ['chromium'] : [] });
  const main = fileURLToPath(new URL('./src/tool/main.ts', import.meta.url));
  const { code } = await supervise([{ node, args: [main, ...args], env, cwd: process.cwd() }]);
  return code;
});
