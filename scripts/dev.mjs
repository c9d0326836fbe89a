import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';

const quietWatch = new URL('./support/quietWatch.mjs', import.meta.url).href;
const watch = ['--watch', '--watch-path', inRoot('server', 'src'), '--watch-path', inRoot('shared', 'src')];

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['data', 'certificate', 'worker'] });
  const development = { ...env, NODE_ENV: 'development' };
  const { code, stopped } = await supervise([
    // Node's watcher starts the server itself, so the leash would be on the watcher.
    { node, args: [...watch, '--import', quietWatch, 'server/src/main.ts'], env: development, leashed: false },
    { node, args: [inRoot('node_modules', 'vite', 'bin', 'vite.js')], cwd: inRoot('client'), env: development },
  ]);
  // Ctrl-C is the usual end of development, not an error.
  return stopped ? 0 : code;
});
