import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process of a cluster, as `scripts/cluster` runs it. */
export interface ClusterNode {
  /** Where browsers reach this node itself. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: { kill(): Promise<void> };
}

interface Started {
  readonly nodes: readonly ClusterNode[];
  stop(): Promise<void>;
}

interface Modules {
  readonly cluster: { readonly Cluster: { start(options: Readonly<Record<string, unknown>>): Promise<Started> } };
  readonly services: { readonly newestPostgres: (folder: string) => string | undefined };
  readonly programs: { readonly findProgram: (name: string, env: NodeJS.ProcessEnv) => string | undefined };
}

/** A module of `scripts`, which have no types. */
async function load<K extends keyof Modules>(path: string): Promise<Modules[K]> {
  const module: Modules[K] = await import(new URL(`../../../scripts/${path}`, import.meta.url).href);
  return module;
}

/** PostgreSQL and NATS of this machine, and the names of those that it lacks. */
export async function findServices() {
  const [{ newestPostgres }, { findProgram }] = await Promise.all([
    load<'services'>('setup/services.mjs'),
    load<'programs'>('support/programs.mjs'),
  ]);
  const postgres = process.env['PLENUM_POSTGRES'] || newestPostgres('/usr/lib/postgresql');
  const natsServer = process.env['PLENUM_NATS'] || findProgram('nats-server', process.env);
  const missing = [...(postgres ? [] : ['PostgreSQL']), ...(natsServer ? [] : ['nats-server'])];
  return { postgres, natsServer, missing };
}

/** A real cluster: PostgreSQL, NATS and `count` nodes, each of which puts the second member of a meeting on another one. */
export async function startCluster(count: number): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-cluster-'));
  const { postgres, natsServer } = await findServices();
  const settings = { PLENUM_LOG_LEVEL: 'info', PLENUM_OFFICE: 'off', PLENUM_WORKER_CONSUMERS: '1' };
  const { Cluster } = await load<'cluster'>('cluster/Cluster.mjs');
  const { env, execPath: node } = process;
  const started = await Cluster.start({ folder, count, env, node, postgres, natsServer, settings });
  return {
    nodes: started.nodes,
    stop: async () => {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
