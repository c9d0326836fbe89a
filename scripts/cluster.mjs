import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from './cluster/Cluster.mjs';
import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { StopError } from './support/StopError.mjs';

const most = 9;

/** The number after --nodes; 3 without it. */
function countIn(args) {
  const [name, text = '3', ...more] = args;
  const count = Number(name === undefined ? 3 : text);
  const isRight = (name === undefined || name === '--nodes') && more.length === 0;
  if (isRight && Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new StopError(`Usage: npm run cluster -- --nodes 3 (from 1 to ${most})`);
}

// A whole cluster on this machine, for trying it: Ctrl-C ends all of it, and nothing stays.
await command(async (out) => {
  const count = countIn(process.argv.slice(2));
  const { node, env } = await setUp({ out, wanted: ['worker', 'services', 'client'] });
  if (!env.PLENUM_POSTGRES || !env.PLENUM_NATS) {
    throw new StopError(
      'A cluster needs PostgreSQL and nats-server, which can be fetched on Debian only. Set PLENUM_POSTGRES and PLENUM_NATS.',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'plenum-cluster-'));
  const asked = Promise.withResolvers();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, asked.resolve);
  let cluster;
  try {
    const programs = { node, postgres: env.PLENUM_POSTGRES, natsServer: env.PLENUM_NATS };
    const log = (name, line) => line.includes('"level":5') && out.say(`${name}: ${line}`);
    // Each node counts as full with its first stream, so that the members of one meeting are on all of them.
    const settings = { PLENUM_WORKER_CONSUMERS: env.PLENUM_WORKER_CONSUMERS ?? '1' };
    cluster = await Cluster.start({ folder, count, env, settings, out: { ...out, log }, ...programs });
    out.say('');
    for (const { name, url, data } of cluster.nodes) out.say(`  ${name}  ${url}  PLENUM_DATA=${data}`);
    out.say(`\nOpen a meeting at one address and enter it at another. Ctrl-C ends everything.`);
    out.say(`Kill a node to see its meetings move: kill -9 ${cluster.nodes[0].program.pid}`);
    await asked.promise;
  } finally {
    const done = out.begin('Ending nodes, NATS and PostgreSQL');
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
    done('Everything has ended');
  }
  return 0;
});
