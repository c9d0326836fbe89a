import { buildClient } from './setup/clientBuild.mjs';
import { setUp } from './setup/setUp.mjs';
import { command, explain } from './support/command.mjs';
import { findLongFiles, maxLines } from './support/fileLength.mjs';
import { inRoot } from './support/paths.mjs';
import { duration } from './support/progress.mjs';
import { supervise } from './support/supervise.mjs';

const bin = (...parts) => inRoot('node_modules', ...parts);

const checks = [
  { title: 'types', args: [bin('@typescript', 'native', 'bin', 'tsc'), '-b'] },
  { title: 'lint', args: [bin('oxlint', 'bin', 'oxlint'), '--type-aware'] },
  { title: 'format', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'format', '.'] },
  {
    title: 'import laws',
    args: [bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), '--config', '.dependency-cruiser.cjs'].concat([
      'shared/src',
      'server/src',
      'client/src',
      'bench/src',
    ]),
  },
  { title: 'dead code', args: [bin('knip', 'bin', 'knip.js')] },
  { title: 'client build', check: checkClientBuild },
  { title: 'size of the first client load', args: [bin('size-limit', 'bin.js')] },
  { title: 'file length', check: checkFileLength },
  {
    title: 'fast tests',
    args: [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--project',
      'unit',
      '--project',
      'conversion',
      '--project',
      'client',
      '--project',
      'headless',
    ],
  },
];

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: [] });
  const failed = [];
  for (const { title, args, check } of checks) {
    out.say(`\n── ${title}`);
    const started = Date.now();
    const { code, stopped } = check ? await check({ out, node, env }) : await supervise([{ node, args, env }]);
    if (stopped) return code || 1;
    if (code !== 0) failed.push(title);
    out.say(`${code === 0 ? '✓' : '✗'} ${title} (${duration(Date.now() - started)})`);
  }
  const verdict = failed.length === 0 ? '✓ All checks passed' : `✗ Failed: ${failed.join(', ')}`;
  out.say(`\n${verdict}`);
  return failed.length === 0 ? 0 : 1;
});

// The size is measured on the built client. A failed build is one finding, and the other checks go on.
async function checkClientBuild(context) {
  try {
    await buildClient(context);
    return { code: 0 };
  } catch (error) {
    explain(error, context.out);
    return { code: 1 };
  }
}

function checkFileLength({ out }) {
  const long = findLongFiles();
  for (const { path, lines } of long) out.say(`  ${path} has ${lines} lines; split it, ${maxLines} is the most`);
  return { code: long.length === 0 ? 0 : 1 };
}
