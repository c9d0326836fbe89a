import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

/** The first of `count` loopback ports in a row that are free now. */
export async function freePorts(count: number): Promise<number> {
  // Below the range from which the system takes ports for outgoing connections, and below that of the media tests. Two files
  // that run at once take from different halves: a port that is found free is bound a moment later.
  const half = Number(process.env['VITEST_POOL_ID'] ?? 0) % 2;
  for (;;) {
    const first = 10_000 + half * 5_000 + Math.floor(Math.random() * 4_990);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

const workers = 2;

interface ServerProcessOptions {
  /** Environment variables beside those that every test server gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** URL of a module that is loaded into the server's process before the server, with a channel to this one. */
  readonly preload?: string;
}

/** The real server in a process of its own, with its own data folder, as `npm start` runs it. */
export class ServerProcess {
  readonly #environment: Readonly<Record<string, string>>;
  /** Where it keeps its data. */
  readonly folder: string;
  readonly #preload: string | undefined;
  readonly origin: string;
  #process: ChildProcess | undefined;
  /** What the server wrote until it was ready. */
  #said = '';
  /** What the server wrote to its log and its error output. */
  output = '';

  /** @param port of HTTP; the media workers take the ones behind it */
  private constructor(folder: string, port: number, { environment, preload }: ServerProcessOptions) {
    this.folder = folder;
    this.#preload = preload;
    this.origin = `http://localhost:${port}`;
    this.#environment = {
      PLENUM_DATA: folder,
      PLENUM_PORT: String(port),
      PLENUM_RTC_PORT: String(port + 1),
      PLENUM_WORKERS: String(workers),
      PLENUM_LOG_LEVEL: 'warn',
      // Tests and measurements open rooms faster than a school does.
      PLENUM_ROOMS_PER_HOUR: '100000',
      NODE_ENV: 'production',
      ...environment,
    };
  }

  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'plenum-e2e-'));
    const server = new ServerProcess(folder, await freePorts(1 + workers), options);
    await server.launch();
    return server;
  }

  get pid(): number {
    const { pid } = this.process;
    if (pid === undefined) throw new Error('The server is not running.');
    return pid;
  }

  /** The process that runs now; another one after `launch`. */
  get process(): ChildProcess {
    if (!this.#process) throw new Error('The server is not running.');
    return this.#process;
  }

  /** Starts the process; resolves when it says that it is ready. */
  async launch(): Promise<void> {
    const preload = this.#preload === undefined ? [] : ['--import', this.#preload];
    const child = spawn(process.execPath, [...preload, main], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(this.#preload === undefined ? [] : ['ipc' as const])],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const onOutput = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (this.output.includes('Plenum is ready')) resolve();
      };
      child.stdout?.on('data', onOutput);
      child.stderr?.on('data', onOutput);
      // Harmless once it is ready: a promise is settled only once.
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${this.output}`)));
    });
    this.#said = this.output;
    this.output = '';
  }

  /** The address that the start prints behind the words that it is ready, which makes the first operator. */
  async firstOperator(): Promise<string> {
    for (;;) {
      const [address] = /http\S+\/account\/operator#[\w-]+(?=\s)/.exec(this.#said + this.output) ?? [];
      if (address !== undefined) return address;
      if (!this.process.stdout) throw new Error('The server is not running.');
      await once(this.process.stdout, 'data');
    }
  }

  /** Where the media workers take UDP and TCP. */
  get mediaPorts(): number[] {
    const first = Number(this.#environment['PLENUM_RTC_PORT']);
    return Array.from({ length: workers }, (_, index) => first + index);
  }

  /** Process ids of the media workers. */
  workerPids(): number[] {
    const pids = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.pid)], { encoding: 'utf8' });
    const workers = pids.split('\n').filter((line) => line.includes('mediasoup-worker'));
    return workers.map((line) => Number.parseInt(line, 10));
  }

  /** Ends the process as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}
