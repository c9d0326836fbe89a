import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

const versions = '/usr/lib/postgresql';

/** The user that runs the server: PostgreSQL refuses to run as root. */
function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No loopback port is free.');
  return address.port;
}

/** A PostgreSQL server for one test file, on loopback; its data is deleted when it is closed. */
export class TestCluster {
  readonly #programs: string;
  readonly #folder: string;
  readonly #port: number;
  #server: ChildProcess | undefined;
  readonly #waits: boolean;
  #databases = 0;

  private constructor(programs: string, folder: string, port: number, waits: boolean) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
    this.#waits = waits;
  }

  /** The folder of the PostgreSQL server that set-up installed, or of Debian's newest one; undefined without either. */
  static programs(): string | undefined {
    const named = process.env['PLENUM_POSTGRES'];
    if (named) return named;
    const found = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
    return found.map((version) => join(versions, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  }

  /** @param waits whether each commit waits for the disk, as measurements need */
  static async create(programs: string, waits = false): Promise<TestCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'plenum-postgres-'));
    const { uid, gid } = identity();
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const options = ['-D', folder, '-U', 'plenum', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(programs, 'initdb'), options, { ...identity(), cwd: folder, stdio: 'pipe' });
    const cluster = new TestCluster(programs, folder, await freePort(), waits);
    process.once('exit', () => cluster.#server?.kill('SIGKILL'));
    await cluster.start();
    return cluster;
  }

  /** Resolves when it accepts connections. */
  async start(): Promise<void> {
    // The crashes of tests leave the operating system running, so the server need not wait for the disk.
    const hurry = this.#waits ? [] : ['-F'];
    const options = ['-D', this.#folder, '-p', `${this.#port}`, '-h', '127.0.0.1', '-k', this.#folder, ...hurry];
    const environment = { ...process.env, LC_ALL: 'C' };
    const server = spawn(join(this.#programs, 'postgres'), options, {
      ...identity(),
      cwd: this.#folder,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#server = server;
    const said: string[] = [];
    const lines = createInterface(server.stderr);
    const ready = Promise.withResolvers<void>();
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) ready.resolve();
    });
    server.once('exit', () => ready.reject(new Error(`PostgreSQL ended:\n${said.join('\n')}`)));
    await ready.promise;
  }

  /** A new, empty database. @returns its URL */
  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    await this.query(this.#url('postgres'), `create database ${name}`);
    return this.#url(name);
  }

  async query(url: string, statement: string): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  /** The tables with a row in which a text is. */
  async search(url: string, text: string): Promise<string[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const named = "select table_name as name from information_schema.tables where table_schema = 'public'";
      const tables = (await client.query<{ name: string }>(named)).rows;
      const found: string[] = [];
      for (const { name } of tables) {
        const rows = `select count(*)::int as count from "${name}" as one where strpos(one::text, $1) > 0`;
        const { count = 0 } = (await client.query<{ count: number }>(rows, [text])).rows[0] ?? {};
        if (count > 0) found.push(`table ${name}`);
      }
      return found;
    } finally {
      await client.end();
    }
  }

  /** Stops at once, as in a crash: connections break, and nothing is flushed. */
  async crash(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  async close(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #url(database: string): string {
    return `postgres://plenum@127.0.0.1:${this.#port}/${database}`;
  }

  async #end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null) return;
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  }
}
