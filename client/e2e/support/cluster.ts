import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A program of a cluster: it can be ended and started again. */
export interface ClusterProgram {
  readonly pid: number | undefined;
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

/** A process of a cluster, as `scripts/cluster` runs it. */
export interface ClusterNode {
  readonly name: string;
  /** Where browsers reach this node itself. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: ClusterProgram;
}

interface Started {
  readonly nodes: readonly ClusterNode[];
  readonly nats: ClusterProgram;
  readonly postgres: ClusterProgram;
  readonly databaseUrl: string;
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

const root = fileURLToPath(new URL('../../../', import.meta.url));
const execute = promisify(execFile);

/** `npm run plenum -- node <act>` at a node. @returns what it prints */
export async function atNode({ env }: ClusterNode, act: string): Promise<string> {
  const { stdout } = await execute(process.execPath, ['server/src/cli/cli.ts', 'node', act], { cwd: root, env });
  return stdout.trim();
}

/** Each node counts as full with its first stream, so that the second member of a meeting is on another one. */
const spread = { PLENUM_LOG_LEVEL: 'info', PLENUM_WORKER_CONSUMERS: '1' };

/** A real cluster: PostgreSQL, NATS and `count` nodes. @param settings variables of each node */
export async function startCluster(
  count: number,
  settings: Readonly<Record<string, string>> = spread,
): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-cluster-'));
  const { postgres, natsServer } = await findServices();
  const { Cluster } = await load<'cluster'>('cluster/Cluster.mjs');
  const { env, execPath: node } = process;
  const options = { folder, count, env, node, postgres, natsServer, settings: { PLENUM_OFFICE: 'off', ...settings } };
  const started = await Cluster.start(options).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const { nodes, nats, postgres: database, databaseUrl } = started;
  return {
    nodes,
    nats,
    postgres: database,
    databaseUrl,
    stop: async () => {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
