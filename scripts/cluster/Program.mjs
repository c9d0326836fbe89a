import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a program may take to end before it is killed, in ms. */
const patienceMs = 12_000;
const keptLines = 60;

/** One program of a cluster: started, awaited until it is ready, and ended. */
export class Program {
  #child;
  #lines = [];
  #options;
  #ended = Promise.resolve();

  /**
   * @param options { name, command, args, cwd?, env?, uid?, gid?, ready, say }: `ready` is part of the line that it prints when it
   *   is ready, `say` gets each of its lines. File handle 3
   *   is a pipe from this process, for `leash.mjs`.
   */
  constructor(options) {
    this.#options = options;
    process.once('exit', () => this.signal('SIGKILL'));
  }

  get pid() {
    return this.#child?.pid;
  }

  /** The last lines that it printed. */
  get output() {
    return this.#lines.join('\n');
  }

  /** Starts it, also again after its end. Resolves when it is ready. Rejects with its last lines when it ends before. */
  async start() {
    const { name, command, args, cwd, env, uid, gid, ready, say } = this.#options;
    const owner = uid === undefined ? {} : { uid, gid };
    const child = spawn(command, args, {
      cwd,
      env,
      ...owner,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => void child.once('close', resolve));
    const isReady = Promise.withResolvers();
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        this.#lines = [...this.#lines.slice(1 - keptLines), line];
        say?.(line);
        if (line.includes(ready)) isReady.resolve();
      });
    }
    child.once('error', isReady.reject);
    child.once('close', () => isReady.reject(new Error(`${name} ended:\n${this.output}`)));
    await isReady.promise;
  }

  /** Sends a signal to it, and to what it has started itself. */
  signal(signal) {
    try {
      if (this.#child?.pid) process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended.
    }
  }

  /** Ends it at once, as a power cut would. */
  async kill() {
    this.signal('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end, and kills it when it does not. Idempotent. */
  async stop(signal = 'SIGTERM') {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // A frozen program takes no signal but this one.
    this.signal('SIGCONT');
    this.#child.kill(signal);
    const timer = setTimeout(() => this.signal('SIGKILL'), patienceMs);
    await this.#ended;
    clearTimeout(timer);
  }
}
