import { providePeers } from './setup/peers.mjs';
import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { supervise } from './support/supervise.mjs';

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['worker', 'chromium', 'client'] });
  const wantsPeers = ['peers', 'results'].includes(process.argv[2] ?? '');
  if (wantsPeers) Object.assign(env, await providePeers({ env, out }));
  const { code } = await supervise([{ node, args: ['bench/src/main.ts', ...process.argv.slice(2)], env }]);
  return code;
});
