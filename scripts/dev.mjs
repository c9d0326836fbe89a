import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['data', 'certificate', 'worker'] });
  const development = { ...env, NODE_ENV: 'development' };
  return supervise([
    // Node's watcher starts the server itself, so the leash would end up on the wrong process.
    { node, args: ['--watch', 'server/src/main.ts'], env: development, leashed: false },
    { node, args: [inRoot('node_modules', 'vite', 'bin', 'vite.js')], cwd: inRoot('client'), env: development },
  ]);
});
