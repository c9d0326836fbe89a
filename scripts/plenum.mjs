import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { supervise } from './support/supervise.mjs';

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: [] });
  const { code } = await supervise([{ node, args: ['server/src/cli/cli.ts', ...process.argv.slice(2)], env }]);
  return code;
});
