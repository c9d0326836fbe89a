import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { keepRunning } from './support/keepRunning.mjs';
import { supervise } from './support/supervise.mjs';

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['data', 'certificate', 'worker', 'client'] });
  const server = { node, args: ['server/src/main.ts'], env: { ...env, NODE_ENV: 'production' } };
  return keepRunning({ run: () => supervise([server]), say: (text) => out.say(text) });
});
